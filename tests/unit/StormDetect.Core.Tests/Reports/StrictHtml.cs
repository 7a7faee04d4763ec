using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace StormDetect.Core.Tests.Reports;

/// <summary>
/// Reads a page by rules narrower than HTML's: tags and attributes of a list, values in double quotes, everything closed in order, no bare markup character in text. Whatever gets in
/// beside the report's own markup breaks one of them.
/// </summary>
internal sealed partial class StrictHtml
{
    private static readonly HashSet<string> s_void = ["meta", "br", "wbr"];

    private static readonly HashSet<string> s_tags =
    [
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "p", "button", "nav", "ul", "ol", "li", "main", "section", "strong", "span", "table", "caption",
        "thead", "tbody", "tr", "th", "td", "div", "br", "wbr", "article", "dl", "dt", "dd", "code", "figure", "figcaption", "svg", "desc", "rect", "circle", "line", "path", "text", "details", "summary",
        "time", "footer", "script",
    ];

    private static readonly HashSet<string> s_attributes =
    [
        "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "type", "aria-pressed", "hidden", "aria-label", "aria-labelledby", "tabindex", "role", "scope", "datetime", "viewbox",
        "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "width", "height", "text-anchor",
    ];

    private StrictHtml(string page) => Read(page);

    public List<StrictElement> Elements { get; } = [];

    /// <summary>All text outside of style and script, decoded, one line an element.</summary>
    public string Text => string.Join('\n', Elements.Where(static element => element.Tag is not ("style" or "script")).Select(static element => element.Text).Where(static text => text.Length > 0));

    public static StrictHtml Parse(string page) => new(page);

    public IEnumerable<StrictElement> All(string tag) => Elements.Where(element => element.Tag == tag);

    private void Read(string page)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, page, StringComparison.Ordinal);
        Stack<StrictElement> open = new();
        int position = Doctype.Length;
        foreach (Match tag in Tag().Matches(page, position))
        {
            Write(open, page[position..tag.Index]);
            position = tag.Index + tag.Length;
            string name = tag.Groups["name"].Value;
            Assert.Contains(name.ToLowerInvariant(), s_tags);
            if (tag.Groups["end"].Success)
            {
                Assert.Equal(name, open.Pop().Tag);
                continue;
            }

            StrictElement element = new(name, Attributes(tag.Groups["attributes"].Value), open.TryPeek(out StrictElement? parent) ? parent : null);
            Elements.Add(element);
            if (!s_void.Contains(name) && !tag.Groups["closed"].Success)
            {
                open.Push(element);
            }

            if (name is "style" or "script")
            {
                int end = page.IndexOf($"</{name}>", position, StringComparison.Ordinal);
                element.Text = page[position..end];
                position = end;
            }
        }

        Assert.Empty(open);
        Assert.Equal("\n", page[position..]);
    }

    private static void Write(Stack<StrictElement> open, string text)
    {
        if (open.TryPeek(out StrictElement? element) && element.Tag is not ("style" or "script"))
        {
            Assert.DoesNotMatch("""[<>"']|&(?!(?:lt|gt|amp|quot|#\d+);)""", text);
            element.Text += WebUtility.HtmlDecode(text);
        }
        else
        {
            Assert.True(text.Length == 0, $"text outside of every element: {text}");
        }
    }

    private static Dictionary<string, string> Attributes(string text)
    {
        Dictionary<string, string> attributes = [];
        int position = 0;
        foreach (Match match in Attribute().Matches(text))
        {
            Assert.True(match.Index == position, $"not attributes: {text}");
            position = match.Index + match.Length;
            Assert.Contains(match.Groups["name"].Value.ToLowerInvariant(), s_attributes);
            attributes.Add(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value));
        }

        Assert.True(position == text.Length, $"not attributes: {text}");
        return attributes;
    }

    [GeneratedRegex("""<(?<end>/)?(?<name>[A-Za-z][A-Za-z0-9]*)(?<attributes>(?:\s[^<>]*?)?)(?<closed>/)?>""", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex("""\s(?<name>[A-Za-z][A-Za-z0-9-]*)(?:="(?<value>[^"<>]*)")?""", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
