using System;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>Recognises UTF-16, which Windows PowerShell writes, with and without a byte order mark.</summary>
internal static class Utf16
{
    /// <summary>Finds the encoding of a text that is not UTF-8.</summary>
    /// <param name="head">The beginning of the text.</param>
    /// <returns>The encoding, or null if it is not UTF-16.</returns>
    public static Encoding? Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]))
        {
            return Encoding.Unicode;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            return Encoding.BigEndianUnicode;
        }

        int pairs = head.Length / 2;
        int evenZeros = 0;
        int oddZeros = 0;
        for (int i = 0; i < pairs; i++)
        {
            evenZeros += head[2 * i] == 0 ? 1 : 0;
            oddZeros += head[(2 * i) + 1] == 0 ? 1 : 0;
        }

        // Keys, times and ids are ASCII, so that one byte of nearly every pair is zero and the other one never is.
        return pairs == 0 ? null
            : oddZeros * 10 > pairs * 7 && evenZeros == 0 ? Encoding.Unicode
            : evenZeros * 10 > pairs * 7 && oddZeros == 0 ? Encoding.BigEndianUnicode
            : null;
    }
}
