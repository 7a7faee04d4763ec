using System;

namespace StormDetect.Core.Exports;

/// <summary>
/// Reads one row that strict reading refused, byte by byte: blanks around quoted cells are fine, a quote inside an unquoted cell is kept as
/// text, and a quote that does not pair limits the row to its first line.
/// </summary>
internal static class CsvLooseRow
{
    /// <summary>Reads the row at a position.</summary>
    /// <param name="block">The block.</param>
    /// <param name="start">Where the row begins.</param>
    /// <param name="delimiter">The cell delimiter.</param>
    /// <param name="columnCount">Cells a row should have.</param>
    /// <param name="cells">Receives the cells, as many as there is room for.</param>
    /// <param name="next">Where the next row begins.</param>
    /// <returns>The row.</returns>
    public static CsvRow Read(ReadOnlySpan<byte> block, int start, byte delimiter, int columnCount, Span<CsvCell> cells, out int next)
    {
        int lineLength = block[start..].IndexOf((byte)'\n');
        int lineEnd = lineLength < 0 ? block.Length : start + lineLength;
        CsvRowState state = CsvRowState.Ok;
        int count = 0;
        int position = start;
        while (true)
        {
            int end = CellEnd(block, position, delimiter, out CsvCell cell, out CsvRowState cellState);
            if (cellState == CsvRowState.UnclosedQuote)
            {
                // The closing quote found on a later line belongs to another row: to this one it never closed.
                bool onFirstLine = end < lineEnd;
                return FirstLine(block, start, lineEnd, delimiter, onFirstLine ? CsvRowState.StrayQuote : cellState, cells, out next);
            }

            state = cellState == CsvRowState.Ok ? state : cellState;
            if (count < cells.Length)
            {
                cells[count] = cell;
            }

            count++;
            if (end >= block.Length || block[end] == (byte)'\n')
            {
                next = end + 1;
                state = state == CsvRowState.Ok && count != columnCount ? CsvRowState.WrongCellCount : state;
                return new CsvRow(start, WithoutReturn(block, start, end), count, state);
            }

            position = end + 1;
        }
    }

    /// <summary>Reads one cell. With <see cref="CsvRowState.UnclosedQuote"/> the result is where pairing the quotes failed.</summary>
    private static int CellEnd(ReadOnlySpan<byte> block, int position, byte delimiter, out CsvCell cell, out CsvRowState state)
    {
        int first = SkipBlanks(block, position, delimiter);
        if (first < block.Length && block[first] == (byte)'"')
        {
            return QuotedCellEnd(block, first + 1, delimiter, out cell, out state);
        }

        int length = block[position..].IndexOfAny(delimiter, (byte)'\n');
        int end = length < 0 ? block.Length : position + length;
        int contentEnd = end == block.Length || block[end] == (byte)'\n' ? WithoutReturn(block, position, end) : end;
        cell = new CsvCell { Start = position, Length = contentEnd - position };
        state = block[position..contentEnd].Contains((byte)'"') ? CsvRowState.StrayQuote : CsvRowState.Ok;
        return end;
    }

    private static int QuotedCellEnd(ReadOnlySpan<byte> block, int content, byte delimiter, out CsvCell cell, out CsvRowState state)
    {
        cell = default;
        state = CsvRowState.UnclosedQuote;
        bool escaped = false;
        int position = content;
        while (true)
        {
            int length = block[position..].IndexOf((byte)'"');
            if (length < 0)
            {
                return block.Length;
            }

            int quote = position + length;
            if (quote + 1 < block.Length && block[quote + 1] == (byte)'"')
            {
                escaped = true;
                position = quote + 2;
                continue;
            }

            int end = SkipBlanks(block, quote + 1, delimiter);
            if (end < block.Length && block[end] == (byte)'\r' && (end + 1 == block.Length || block[end + 1] == (byte)'\n'))
            {
                end++;
            }

            if (end < block.Length && block[end] != delimiter && block[end] != (byte)'\n')
            {
                return quote;
            }

            cell = new CsvCell { Start = content, Length = quote - content, Quoted = true, HasEscapedQuotes = escaped };
            state = CsvRowState.Ok;
            return end;
        }
    }

    /// <summary>What one line says when its quotes cannot be trusted: a quoted cell ends at a quote before a delimiter or the line's end.</summary>
    private static CsvRow FirstLine(
        ReadOnlySpan<byte> block, int start, int lineEnd, byte delimiter, CsvRowState state, Span<CsvCell> cells, out int next)
    {
        next = lineEnd + 1;
        int end = WithoutReturn(block, start, lineEnd);
        int count = 0;
        int position = start;
        while (position <= end)
        {
            int cellEnd = LooseCellEnd(block[..end], position, delimiter, out CsvCell cell);
            if (count < cells.Length)
            {
                cells[count] = cell;
            }

            count++;
            position = cellEnd + 1;
        }

        return new CsvRow(start, end, count, state);
    }

    private static int LooseCellEnd(ReadOnlySpan<byte> line, int position, byte delimiter, out CsvCell cell)
    {
        bool quoted = position < line.Length && line[position] == (byte)'"';
        int content = quoted ? position + 1 : position;
        int end = content;
        while (true)
        {
            int length = line[end..].IndexOf(delimiter);
            end = length < 0 ? line.Length : end + length;
            bool closed = quoted && end > content && line[end - 1] == (byte)'"' && ClosesAt(line[content..end]);
            if (!quoted || closed || end == line.Length)
            {
                int contentEnd = closed ? end - 1 : end;
                bool escaped = quoted && line[content..contentEnd].IndexOf("\"\""u8) >= 0;
                cell = new CsvCell { Start = content, Length = contentEnd - content, Quoted = quoted, HasEscapedQuotes = escaped };
                return end;
            }

            end++;
        }
    }

    /// <summary>Whether the run of quotes at the end of a quoted cell closes it: doubled ones belong to the content.</summary>
    private static bool ClosesAt(ReadOnlySpan<byte> content)
    {
        int run = content.Length - 1 - content.LastIndexOfAnyExcept((byte)'"');
        return (run & 1) == 1;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> block, int position, byte delimiter)
    {
        while (position < block.Length && (block[position] == (byte)' ' || (block[position] == (byte)'\t' && delimiter != (byte)'\t')))
        {
            position++;
        }

        return position;
    }

    private static int WithoutReturn(ReadOnlySpan<byte> block, int start, int end) =>
        end > start && block[end - 1] == (byte)'\r' ? end - 1 : end;
}
