using System;

namespace StormDetect.Core.Exports;

/// <summary>Finds where CSV text that begins at a row can be cut between two rows.</summary>
internal static class CsvCut
{
    /// <summary>Finds the last cut that is sure.</summary>
    /// <param name="text">Text that begins at a row and ends anywhere.</param>
    /// <param name="delimiter">The cell delimiter.</param>
    /// <param name="misquoted">
    /// Whether to look for line breaks that only a stray quote earlier in the text would put inside quotes, because nothing else was found.
    /// </param>
    /// <returns>Where the row behind the cut begins, or 0 for no cut.</returns>
    public static int Find(ReadOnlySpan<byte> text, byte delimiter, bool misquoted)
    {
        // Parity is that of the whole text, taken back over the quotes behind each candidate: exact, without looking at each quote.
        int parity = (MemoryExtensions.Count(text, (byte)'"') & 1) ^ (misquoted ? 1 : 0);
        int end = text.Length;
        while (true)
        {
            int lineFeed = text[..end].LastIndexOf((byte)'\n');
            if (lineFeed < 0)
            {
                return 0;
            }

            parity ^= MemoryExtensions.Count(text[lineFeed..end], (byte)'"') & 1;
            if (parity == 0 && EndsRow(text[..lineFeed], delimiter))
            {
                return lineFeed + 1;
            }

            end = lineFeed;
        }
    }

    /// <summary>
    /// Whether the last quote before a line break can be one that closes a cell. A stray quote turns inside and outside round for all
    /// that follows; then the quote before a line break inside a cell is an opening or a doubled one, which shows by what stands around it.
    /// </summary>
    private static bool EndsRow(ReadOnlySpan<byte> text, byte delimiter)
    {
        int quote = text.LastIndexOf((byte)'"');
        if (quote < 0)
        {
            return true;
        }

        if (quote + 1 < text.Length && text[quote + 1] != delimiter && text[quote + 1] is not ((byte)' ' or (byte)'\n' or (byte)'\r'))
        {
            return false;
        }

        int before = text[..quote].LastIndexOfAnyExcept((byte)'"');
        bool isOdd = ((quote - before) & 1) == 1;
        return isOdd || before < 0 || text[before] == delimiter || text[before] == (byte)'\n';
    }
}
