using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Reports;

/// <summary>
/// Puts a page together. Markup comes from our own constants only; everything else goes through <see cref="Text(string)"/>, which makes control and reordering characters
/// visible, encodes what HTML would read, and replaces what is to be redacted.
/// </summary>
internal sealed class HtmlPage(Redactor redactor)
{
    private readonly StringBuilder _html = new();
    private readonly List<(string Id, string Name)> _sections = [];

    public Redactor Redactor { get; } = redactor;

    /// <summary>Characters so far.</summary>
    public int Length => _html.Length;

    /// <summary>The parts begun so far, by the id of their heading.</summary>
    public IReadOnlyList<(string Id, string Name)> Sections => _sections;

    /// <summary>Notes that a part begins, for the list of parts.</summary>
    public HtmlPage Section(string id, string name)
    {
        _sections.Add((id, name));
        return this;
    }

    /// <summary>Adds markup of our own.</summary>
    public HtmlPage Raw(string markup)
    {
        _ = _html.Append(markup);
        return this;
    }

    /// <summary>Adds text, wherever it comes from.</summary>
    public HtmlPage Text(string text)
    {
        Encode(Shown(text));
        return this;
    }

    /// <summary>Adds addresses for a narrow column: where one does not fit in a line, it is broken before its domain rather than anywhere.</summary>
    public HtmlPage Addresses(string text)
    {
        string[] parts = Shown(text).Split('@');
        Encode(parts[0]);
        foreach (string part in parts.Skip(1))
        {
            _ = _html.Append("<wbr>");
            Encode("@" + part);
        }

        return this;
    }

    /// <summary>Adds text cut to what a picture has room for; its table has it whole. What is to be redacted is replaced before: half a name tells as much.</summary>
    public HtmlPage Text(string text, int longest)
    {
        string shown = Shown(text);
        Encode(shown.Length <= longest ? shown : string.Concat(shown.AsSpan(0, char.IsHighSurrogate(shown[longest - 2]) ? longest - 2 : longest - 1), "…"));
        return this;
    }

    /// <summary>Adds an element with text in it.</summary>
    /// <param name="tag">Our own tag, with attributes of our own.</param>
    /// <param name="text">The text.</param>
    public HtmlPage Element(string tag, string text)
    {
        int space = tag.IndexOf(' ', StringComparison.Ordinal);
        return Raw($"<{tag}>").Text(text).Raw($"</{(space < 0 ? tag : tag[..space])}>");
    }

    /// <summary>Adds a whole number with groups of three.</summary>
    public HtmlPage Number(long number) => Raw(number.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>Adds a time (UTC) that a script may show in local time.</summary>
    public HtmlPage Time(DateTimeOffset time) =>
        Raw(string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{UtcTimeText.Of(time)}\">{time.UtcDateTime:yyyy-MM-dd HH:mm}</time>"));

    /// <summary>Says that the time before is UTC. The script takes that back where it shows another zone's time.</summary>
    /// <param name="text">The words, of our own.</param>
    public HtmlPage Utc(string text = " UTC") => Raw($"<span class=\"utc\">{text}</span>");

    /// <summary>The page so far.</summary>
    public override string ToString() => _html.ToString();

    /// <summary>A coordinate of a drawing.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private string Shown(string text) => Redactor.Apply(PlainText.Safe(Redactor.Whole(text)));

    private void Encode(string text)
    {
        foreach (char character in text)
        {
            _ = character switch
            {
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '&' => _html.Append("&amp;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                _ => _html.Append(character),
            };
        }
    }
}
