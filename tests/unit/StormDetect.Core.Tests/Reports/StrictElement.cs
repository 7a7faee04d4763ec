using System.Collections.Generic;

namespace StormDetect.Core.Tests.Reports;

/// <summary>An element of a page.</summary>
internal sealed class StrictElement(string tag, Dictionary<string, string> attributes, StrictElement? parent)
{
    public string Tag { get; } = tag;

    public IReadOnlyDictionary<string, string> Attributes { get; } = attributes;

    public StrictElement? Parent { get; } = parent;

    /// <summary>The text directly in it.</summary>
    public string Text { get; set; } = string.Empty;

    public StrictElement? Above(string tag)
    {
        StrictElement? at = Parent;
        while (at is not null && at.Tag != tag)
        {
            at = at.Parent;
        }

        return at;
    }
}
