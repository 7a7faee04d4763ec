using System;

namespace StormDetect.Core.Exports;

/// <summary>Finds where a text that begins with a JSON value can be cut between two values.</summary>
internal static class JsonCut
{
    /// <summary>Finds the last cut.</summary>
    /// <param name="text">Text that begins at a value and ends anywhere.</param>
    /// <returns>Where the text behind the cut begins, or 0 for no cut.</returns>
    public static int Find(ReadOnlySpan<byte> text)
    {
        int cut = BetweenLines(text);
        return cut > 0 ? cut : BehindLastValue(text);
    }

    /// <summary>
    /// The last line break between a closing and an opening bracket. A raw line break cannot stand in a JSON string, and inside a value a
    /// comma would stand between the two; so this is right for any concatenation of values, however they are printed.
    /// </summary>
    private static int BetweenLines(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (true)
        {
            int lineFeed = text[..end].LastIndexOf((byte)'\n');
            if (lineFeed <= 0)
            {
                return 0;
            }

            int next = text[lineFeed..].IndexOfAnyExcept(" \t\r\n"u8);
            if (next >= 0 && text[lineFeed + next] is (byte)'{' or (byte)'[')
            {
                int last = text[..lineFeed].LastIndexOfAnyExcept(" \t\r\n"u8);
                if (last >= 0 && text[last] is (byte)'}' or (byte)']')
                {
                    return lineFeed + 1;
                }
            }

            end = lineFeed;
        }
    }

    /// <summary>
    /// Behind the last value that closes, and the blanks behind it, found by following every string and bracket from the start: for values
    /// without line breaks between.
    /// </summary>
    /// <param name="text">Text that begins at a value.</param>
    /// <returns>Where the text behind it begins, or 0 when none closes before the first damage.</returns>
    public static int BehindLastValue(ReadOnlySpan<byte> text)
    {
        JsonNesting nesting = new(toleratesLineFeeds: false);
        int cut = 0;
        int position = 0;
        while (nesting.Advance(text, ref position))
        {
            cut = nesting.Depth == 0 ? position : cut;
        }

        int blanks = cut == 0 ? 0 : text[cut..].IndexOfAnyExcept(" \t\r\n"u8);
        return blanks < 0 ? text.Length : cut + blanks;
    }
}
