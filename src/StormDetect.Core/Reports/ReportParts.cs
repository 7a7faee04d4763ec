using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>Pieces that several panels share.</summary>
internal static class ReportParts
{
    /// <summary>So many names are written out; the rest is a number.</summary>
    private const int MostNames = 8;

    /// <summary>Characters of one table or list. A report of some twelve parts stays below 5 MB.</summary>
    private const int LongestPart = 200_000;

    /// <summary>Begins a section; a sentence under its heading says what it shows.</summary>
    public static void Begin(HtmlPage page, string id, string heading, string sentence) =>
        _ = page.Section(id, heading).Raw($"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{heading}</h2><p class=\"mute\">").Text(sentence).Raw("</p>");

    public static void End(HtmlPage page) => _ = page.Raw("</section>");

    /// <summary>A severity as a word in a frame: the colour only repeats it.</summary>
    public static void Severity(HtmlPage page, Severity severity) => _ = page.Raw($"<span class=\"sev {severity}\">{severity}</span> ");

    public static string Count(long count, string noun) => string.Create(
        CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? noun : noun.EndsWith('x') ? noun + "es" : noun + "s")}");

    /// <summary>Whether the accounts of an incident are those whose mail it is about. Records write the same address in upper and lower case.</summary>
    public static bool AreOwners(Incident incident) => incident.UserIds.Count > 0 && incident.UserIds.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(incident.Mailboxes);

    public static string Names(IReadOnlyCollection<string> names) => names.Count == 0 ? "(none named)"
        : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? FormattableString.Invariant($" and {names.Count - MostNames:#,0} more") : string.Empty);

    /// <summary>Begins a table; it scrolls by itself where the page is narrow.</summary>
    public static void BeginTable(HtmlPage page, string caption, params string[] columns)
    {
        _ = page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"").Text(caption).Raw("\"><table><caption>");
        Heading(page, caption).Raw("</caption><thead><tr>");
        foreach (string column in columns)
        {
            // A trailing # stands for a column of numbers, a trailing * for one of sentences and a trailing @ for one of addresses, which need room.
            string style = column[^1] switch { '#' => " class=\"n\"", '*' => " class=\"w\"", '@' => " class=\"a\"", _ => string.Empty };
            _ = page.Raw($"<th scope=\"col\"{style}>");
            Heading(page, style.Length > 0 ? column[..^1] : column).Raw("</th>");
        }

        _ = page.Raw("</tr></thead><tbody>");
    }

    /// <summary>A table of no more rows than a person reads and a page can hold; it says how many it leaves out.</summary>
    /// <param name="page">The page.</param>
    /// <param name="caption">What the table shows.</param>
    /// <param name="columns">Its columns, as <see cref="BeginTable"/> takes them.</param>
    /// <param name="items">What the rows stand for.</param>
    /// <param name="most">The most rows.</param>
    /// <param name="noun">What one of the items is called.</param>
    /// <param name="row">Writes a row.</param>
    public static void Table<T>(HtmlPage page, string caption, string[] columns, IReadOnlyList<T> items, int most, string noun, Action<T> row)
    {
        BeginTable(page, caption, columns);
        int rows = Rows(page, items, most, row);
        EndTable(page);
        More(page, items.Count - rows, noun);
    }

    /// <summary>Writes items until there are enough or the part is as long as a part may be: texts of a log may be made to be long.</summary>
    /// <returns>How many were written.</returns>
    public static int Rows<T>(HtmlPage page, IReadOnlyList<T> items, int most, Action<T> row)
    {
        int start = page.Length;
        int rows = 0;
        while (rows < items.Count && rows < most && page.Length - start < LongestPart)
        {
            row(items[rows++]);
        }

        return rows;
    }

    /// <summary>Says what was left out.</summary>
    public static void More(HtmlPage page, int count, string noun)
    {
        if (count > 0)
        {
            _ = page.Raw("<p>").Text($"And {Count(count, noun)} more that {(count == 1 ? "is" : "are")} not written out here; the result object has all.").Raw("</p>");
        }
    }

    /// <summary>A number of bytes as people read it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:#,0} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    public static void EndTable(HtmlPage page) => _ = page.Raw("</tbody></table></div>");

    /// <summary>Begins a picture with the text that stands for it.</summary>
    public static void BeginPicture(HtmlPage page, string id, string title, string description, double width, double height) => _ = page
        .Raw($"<figure><svg viewBox=\"0 0 {HtmlPage.At(width)} {HtmlPage.At(height)}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">").Text(title)
        .Raw($"</title><desc id=\"{id}-d\">").Text(description).Raw("</desc>");

    public static void EndPicture(HtmlPage page, string caption) => _ = page.Raw("</svg><figcaption>").Text(caption).Raw("</figcaption></figure>");

    /// <summary>Dates under a picture over days, no more than fit.</summary>
    public static void DateAxis(HtmlPage page, DateTimeOffset first, int days, double left, double width, double y)
    {
        int step = Math.Max(1, (int)Math.Ceiling(days / (width / 62)));
        for (int day = 0; day < days; day += step)
        {
            // The last label must not reach beyond the picture.
            double x = Math.Min(left + ((day + 0.5) * width / days), left + width - 17);
            _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(x)}\" y=\"{HtmlPage.At(y)}\" text-anchor=\"middle\">{first.AddDays(day).ToString("MM-dd", CultureInfo.InvariantCulture)}</text>");
        }
    }

    /// <summary>A heading whose last words say that times are UTC.</summary>
    private static HtmlPage Heading(HtmlPage page, string text)
    {
        int zone = text.EndsWith("UTC)", StringComparison.Ordinal) ? text.LastIndexOf(" (", StringComparison.Ordinal) : text.Length;
        return zone == text.Length ? page.Text(text) : page.Text(text[..zone]).Utc(text[zone..]);
    }
}
