using System;
using System.Collections.Generic;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>Recognises a CSV header at the beginning of a text, whatever its delimiter and whatever PowerShell or Excel wrote above it.</summary>
internal static class CsvHeaderReader
{
    private const int MaxColumns = 4096;
    private const int MaxNameLength = 256;

    /// <summary>Reads the header.</summary>
    /// <param name="text">The beginning of the text, behind the byte order mark.</param>
    /// <param name="isWhole">Whether that is all of the text, so that the header need not end with a line break.</param>
    /// <param name="signs">By what the log is known.</param>
    /// <param name="known">How many columns such logs have.</param>
    /// <param name="telling">How many of them only such logs use.</param>
    /// <param name="consumed">Where the first row begins.</param>
    /// <returns>The header, or null when no line here is a header with such a column.</returns>
    public static CsvHeader? TryRead(ReadOnlySpan<byte> text, bool isWhole, LogSigns signs, out int known, out int telling, out int consumed)
    {
        int position = SkipPreamble(text, out byte stated);
        known = 0;
        telling = 0;
        consumed = 0;
        CsvHeader? best = null;
        CsvCell[] cells = new CsvCell[MaxColumns];
        ReadOnlySpan<byte> delimiters = stated == 0 ? ",;\t"u8 : [stated];
        foreach (byte delimiter in delimiters)
        {
            List<string>? columns = ReadRow(text, position, isWhole, delimiter, cells, out int end);
            int count = columns is null ? 0 : signs.CountKnown(columns, out telling);
            if (count > known)
            {
                known = count;
                consumed = end;
                best = new CsvHeader(delimiter, [.. columns!]);
            }
        }

        if (best is not null)
        {
            _ = signs.CountKnown(best.Columns, out telling);
        }

        return best;
    }

    /// <summary>Skips blank lines, PowerShell's <c>#TYPE</c> line and Excel's <c>sep=</c> line.</summary>
    private static int SkipPreamble(ReadOnlySpan<byte> text, out byte delimiter)
    {
        int position = 0;
        delimiter = 0;
        while (position < text.Length)
        {
            int length = text[position..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (length < 0 ? text[position..] : text.Slice(position, length)).TrimEnd(" \r"u8);
            bool isSeparator = line.Length == 5 && Ascii.EqualsIgnoreCase(line[..4], "sep="u8);
            bool isType = line.StartsWith("#TYPE "u8);
            if (length < 0 || !(isSeparator || isType || line.IsEmpty))
            {
                break;
            }

            delimiter = isSeparator ? line[4] : delimiter;
            position += length + 1;
        }

        return position;
    }

    private static List<string>? ReadRow(ReadOnlySpan<byte> text, int start, bool isWhole, byte delimiter, CsvCell[] cells, out int next)
    {
        CsvRow row = CsvLooseRow.Read(text[start..], 0, delimiter, columnCount: 0, cells, out int rowEnd);
        next = start + rowEnd;
        bool isCut = next > text.Length && !isWhole;
        if (isCut || row.CellCount is 0 or > MaxColumns || row.State is CsvRowState.UnclosedQuote or CsvRowState.StrayQuote)
        {
            return null;
        }

        next = Math.Min(next, text.Length);
        List<string> columns = new(row.CellCount);
        byte[] buffer = [];
        for (int i = 0; i < row.CellCount; i++)
        {
            ReadOnlySpan<byte> cell = text.Slice(start + cells[i].Start, cells[i].Length);
            if (cell.Length > MaxNameLength || cell.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            {
                return null;
            }

            if (cells[i].HasEscapedQuotes)
            {
                int length = CsvText.Unescape(cell, ref buffer);
                cell = buffer.AsSpan(0, length);
            }

            columns.Add(Encoding.UTF8.GetString(cell).Trim());
        }

        return columns;
    }
}
