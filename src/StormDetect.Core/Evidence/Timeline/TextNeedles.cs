using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Timelines;

/// <summary>Ids that are looked for anywhere in a record's text, as its bytes: sessions, tokens, applications and messages stand in many members and lists.</summary>
internal sealed class TextNeedles
{
    private readonly byte[][] _needles;

    private TextNeedles(IEnumerable<string> texts)
    {
        _needles = [.. texts.Where(static text => text.Length > 0).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
    }

    public bool IsEmpty => _needles.Length == 0;

    /// <summary>Texts that are the same in either case of letters, such as GUIDs.</summary>
    public static TextNeedles AnyCase(IEnumerable<string> texts) => new(texts.SelectMany(static text => (string[])[text.Trim(), text.Trim().ToLowerInvariant(), text.Trim().ToUpperInvariant()]));

    public static TextNeedles Exact(IEnumerable<string> texts) => new(texts.Select(static text => text.Trim()));

    public bool IsIn(ReadOnlySpan<byte> text)
    {
        foreach (byte[] needle in _needles)
        {
            if (text.IndexOf(needle) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool IsIn(string? text) => text is { Length: > 0 } && IsIn(Encoding.UTF8.GetBytes(text));
}
