using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StormDetect.HelpGen;

/// <summary>The compiler's XML documentation, as plain text.</summary>
internal sealed class Documentation
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _nameOf;

    /// <summary>Initialises a new instance of the <see cref="Documentation"/> class.</summary>
    /// <param name="paths">Documentation files; those that do not exist are passed over.</param>
    /// <param name="nameOf">What users call the member with a documentation id: a cmdlet's name for its class; null for anything else.</param>
    public Documentation(IEnumerable<string> paths, Func<string, string?> nameOf)
    {
        _nameOf = nameOf;
        foreach (XElement member in paths.Where(File.Exists).SelectMany(path => XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member")))
        {
            _members.TryAdd((string)member.Attribute("name")!, member);
        }
    }

    /// <summary>The paragraphs of one tag of a member; none when it is not documented.</summary>
    /// <param name="id">Documentation id.</param>
    /// <param name="tag">Such as <c>summary</c>.</param>
    public IReadOnlyList<string> Paragraphs(string id, string tag) =>
        _members.TryGetValue(id, out XElement? member) ? member.Elements(tag).SelectMany(Paragraphs).ToArray() : [];

    /// <summary>The examples of a member.</summary>
    /// <param name="id">Documentation id.</param>
    public IReadOnlyList<ExampleText> Examples(string id) => _members.TryGetValue(id, out XElement? member) ? member.Elements("example").Select(Example).ToArray() : [];

    /// <summary>The related links of a member.</summary>
    /// <param name="id">Documentation id.</param>
    public IReadOnlyList<LinkText> Links(string id) => _members.TryGetValue(id, out XElement? member) ? member.Elements("seealso").Select(Link).ToArray() : [];

    private ExampleText Example(XElement example)
    {
        string title = string.Join(' ', example.Elements("title").SelectMany(Paragraphs));
        string code = string.Join("\n", example.Elements("code").Select(Code));
        XElement rest = new("rest", example.Nodes().Where(node => node is not XElement { Name.LocalName: "title" or "code" }));
        return new ExampleText(title, code, Paragraphs(rest));
    }

    private LinkText Link(XElement link)
    {
        string address = (string?)link.Attribute("href") ?? "";
        string text = Collapse(link.Value);
        string shown = text.Length > 0 ? text : address.Length > 0 ? address : Name((string?)link.Attribute("cref") ?? "");
        return new LinkText(shown, address);
    }

    private List<string> Paragraphs(XElement element)
    {
        var paragraphs = new List<string>();
        var line = new StringBuilder();
        void Flush()
        {
            if (Collapse(line.ToString()) is { Length: > 0 } text)
            {
                paragraphs.Add(text);
            }

            line.Clear();
        }

        foreach (XNode node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" or "code" or "list" } block)
            {
                Flush();
                paragraphs.AddRange(block.Name.LocalName switch
                {
                    "code" => [Code(block)],
                    "list" => block.Elements("item").Select(item => "- " + string.Join(' ', Paragraphs(item))),
                    _ => Paragraphs(block),
                });
            }
            else if (node is XElement { Name.LocalName: "term" or "description" } part)
            {
                line.Append(Inline(part)).Append(part.Name.LocalName == "term" ? ": " : " ");
            }
            else
            {
                line.Append(Inline(node));
            }
        }

        Flush();
        return paragraphs;
    }

    private string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => (string?)reference.Attribute("name") ?? "",
        XElement { Name.LocalName: "see", IsEmpty: true } see => (string?)see.Attribute("langword") ?? (string?)see.Attribute("href") ?? Name((string?)see.Attribute("cref") ?? ""),
        XElement inner => string.Concat(inner.Nodes().Select(Inline)),
        _ => "",
    };

    private string Name(string cref)
    {
        if (_nameOf(cref) is { } name)
        {
            return name;
        }

        string bare = cref.Split('(')[0];
        return Regex.Replace(bare[(bare.LastIndexOfAny(['.', ':']) + 1)..], "`[0-9]+", "");
    }

    private static string Collapse(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    // The code as typed: the indentation of the comment is not part of it, line ends are the same on every system.
    private static string Code(XElement code)
    {
        List<string> lines = code.Value.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd()).ToList();
        lines = lines.SkipWhile(line => line.Length == 0).Reverse().SkipWhile(line => line.Length == 0).Reverse().ToList();
        IEnumerable<string> indented = lines[0].StartsWith(' ') ? lines : lines.Skip(1);
        int indent = indented.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join("\n", lines.Select(line => line.StartsWith(' ') ? line[Math.Min(indent, line.Length - line.TrimStart().Length)..] : line));
    }
}
