using System;

namespace StormDetect.Core.Exports;

/// <summary>The first JSON value of a text, as far as its brackets tell.</summary>
/// <param name="End">Index behind it, or -1 if it does not close.</param>
/// <param name="SingleLine">Whether it has a line to itself.</param>
/// <param name="IsBroken">Whether it is cut: it does not close, and yet another value begins on the next line.</param>
/// <param name="IsFollowedByValue">Whether another value follows.</param>
/// <param name="IsFollowedByOther">Whether something follows on its line that is not a value.</param>
internal readonly record struct JsonHead(int End, bool SingleLine, bool IsBroken, bool IsFollowedByValue, bool IsFollowedByOther)
{
    /// <summary>Looks at the first value.</summary>
    /// <param name="head">The beginning of the text.</param>
    /// <param name="first">Where the value begins.</param>
    /// <param name="isWhole">Whether nothing follows the head.</param>
    /// <returns>What was found.</returns>
    public static JsonHead Inspect(ReadOnlySpan<byte> head, int first, bool isWhole)
    {
        if (IsCutLine(head, first))
        {
            return new JsonHead(-1, SingleLine: true, IsBroken: true, IsFollowedByValue: true, IsFollowedByOther: false);
        }

        int end = first;
        JsonNesting nesting = new(toleratesLineFeeds: true);
        do
        {
            if (!nesting.Advance(head, ref end))
            {
                return new JsonHead(-1, SingleLine: false, IsBroken: false, IsFollowedByValue: false, IsFollowedByOther: false);
            }
        }
        while (nesting.Depth > 0);

        ReadOnlySpan<byte> rest = head[end..];
        int next = rest.IndexOfAnyExcept(" \t\r\n"u8);
        bool lineEnds = next < 0 ? isWhole || rest.Contains((byte)'\n') : rest[..next].Contains((byte)'\n');
        bool singleLine = lineEnds && !head[first..end].Contains((byte)'\n');
        bool value = next >= 0 && rest[next] is (byte)'{' or (byte)'[';
        return new JsonHead(end, singleLine, IsBroken: false, value, IsFollowedByOther: next >= 0 && !value && !lineEnds);
    }

    /// <summary>
    /// Whether the first line is a damaged record of one-a-line JSON: the next line begins a value, as no printed JSON would after such a line.
    /// </summary>
    private static bool IsCutLine(ReadOnlySpan<byte> head, int first)
    {
        int length = head[first..].IndexOf((byte)'\n');
        if (length < 2 || first + length + 1 >= head.Length || head[first + length + 1] != (byte)'{')
        {
            return false;
        }

        ReadOnlySpan<byte> line = head.Slice(first, length).TrimEnd(" \t\r"u8);
        return line.Length > 1 && line[^1] is not ((byte)'}' or (byte)']' or (byte)'[' or (byte)',' or (byte)':' or (byte)'{');
    }
}
