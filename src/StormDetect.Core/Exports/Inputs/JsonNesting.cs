using System;
using System.Buffers;

namespace StormDetect.Core.Exports;

/// <summary>Follows strings and brackets through JSON text, from bracket to bracket. It does not check anything else.</summary>
internal struct JsonNesting
{
    private static readonly SearchValues<byte> s_outside = SearchValues.Create("\"{}[]"u8);

    private readonly bool _toleratesLineFeeds;

    /// <summary>Begins outside any value.</summary>
    /// <param name="toleratesLineFeeds">
    /// Whether to go on behind a raw line break in a string. JSON has none, so where one stands a string lost its end, and what follows
    /// would be taken for the inside of strings.
    /// </param>
    public JsonNesting(bool toleratesLineFeeds)
    {
        _toleratesLineFeeds = toleratesLineFeeds;
    }

    /// <summary>Brackets open at the position reached.</summary>
    public int Depth { get; private set; }

    /// <summary>Goes behind the next bracket outside strings.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where to go on, and then the position behind the bracket.</param>
    /// <returns>False when there is no further bracket, or damage before it.</returns>
    public bool Advance(ReadOnlySpan<byte> text, ref int position)
    {
        while (true)
        {
            int length = text[position..].IndexOfAny(s_outside);
            if (length < 0)
            {
                return false;
            }

            position += length + 1;
            switch (text[position - 1])
            {
                case (byte)'"':
                    int end = StringEnd(text, position, _toleratesLineFeeds);
                    if (end < 0)
                    {
                        return false;
                    }

                    position = end + 1;
                    break;
                case (byte)'{' or (byte)'[':
                    Depth++;
                    return true;
                default:
                    // One closing bracket too many is damage; the text behind it still begins a value.
                    Depth = Math.Max(0, Depth - 1);
                    return true;
            }
        }
    }

    private static int StringEnd(ReadOnlySpan<byte> text, int position, bool toleratesLineFeeds)
    {
        while (true)
        {
            int length = text[position..].IndexOfAny((byte)'"', (byte)'\\', toleratesLineFeeds ? (byte)'"' : (byte)'\n');
            if (length < 0)
            {
                return -1;
            }

            position += length;
            if (text[position] == (byte)'"')
            {
                return position;
            }

            position += 2;
            if (position > text.Length || text[position - 2] == (byte)'\n')
            {
                return -1;
            }
        }
    }
}
