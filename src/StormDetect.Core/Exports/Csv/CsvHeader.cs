using System;

namespace StormDetect.Core.Exports;

/// <summary>The header row of a CSV file.</summary>
internal sealed class CsvHeader
{
    /// <summary>Makes a header.</summary>
    /// <param name="delimiter">The cell delimiter.</param>
    /// <param name="columns">The column names, without quotes and outer blanks.</param>
    public CsvHeader(byte delimiter, string[] columns)
    {
        Delimiter = delimiter;
        Columns = columns;
    }

    /// <summary>The cell delimiter: comma, semicolon or tab.</summary>
    public byte Delimiter { get; }

    /// <summary>The column names in file order, as the file spells them.</summary>
    public string[] Columns { get; }

    /// <summary>Finds a column without regard to case. Log Analytics writes times as <c>TimeGenerated [UTC]</c>; that is found too.</summary>
    /// <param name="column">Its name.</param>
    /// <returns>The first column of that name, or -1.</returns>
    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Length; i++)
        {
            if (AuditColumns.WithoutZone(Columns[i]).Equals(column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
