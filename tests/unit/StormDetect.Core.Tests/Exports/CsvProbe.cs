using System;
using System.Collections.Generic;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Reads all rows of a CSV text.</summary>
internal static class CsvProbe
{
    public static List<ProbedRow> Rows(string text, int columns, char delimiter = ',') => Rows(Encoding.UTF8.GetBytes(text), columns, delimiter);

    public static List<ProbedRow> Rows(byte[] text, int columns, char delimiter = ',')
    {
        List<ProbedRow> rows = [];
        CsvCell[] cells = new CsvCell[32];
        byte[] buffer = [];
        CsvRowReader reader = new(text, (byte)delimiter, columns);
        while (reader.Next(cells, out CsvRow row))
        {
            List<string> values = [];
            for (int i = 0; i < Math.Min(row.CellCount, cells.Length); i++)
            {
                ReadOnlySpan<byte> cell = text.AsSpan(cells[i].Start, cells[i].Length);
                if (cells[i].HasEscapedQuotes)
                {
                    int length = CsvText.Unescape(cell, ref buffer);
                    cell = buffer.AsSpan(0, length);
                }

                values.Add(Encoding.UTF8.GetString(cell));
            }

            rows.Add(new ProbedRow(row, [.. values], cells[..Math.Min(row.CellCount, cells.Length)]));
        }

        return rows;
    }
}
