using System;

namespace StormDetect.Core.Exports;

/// <summary>The cells of a CSV row by field. Which column holds which field is settled once per file.</summary>
internal sealed class CsvFields
{
    private readonly int[] _columns = new int[(int)AuditField.Count];
    private byte[] _data = [];
    private CsvCell[] _cells = [];
    private int _count;

    /// <summary>Whether a column for the field exists.</summary>
    public bool Has(AuditField field) => _columns[(int)field] != 0;

    /// <summary>Learns the columns of a file. The first of two columns for one field counts.</summary>
    public void Bind(string[] columns)
    {
        Array.Clear(_columns);
        for (int i = 0; i < columns.Length; i++)
        {
            AuditField field = AuditFieldMap.Find(columns[i]);
            if (field != AuditField.None && _columns[(int)field] == 0)
            {
                _columns[(int)field] = i + 1;
            }
        }
    }

    /// <summary>Takes the next row.</summary>
    public void Set(byte[] data, CsvCell[] cells, int count)
    {
        _data = data;
        _cells = cells;
        _count = count;
    }

    public RawValue Get(AuditField field)
    {
        int column = _columns[(int)field];
        if (column == 0 || column > _count)
        {
            return default;
        }

        CsvCell cell = _cells[column - 1];
        return cell.Length == 0
            ? default
            : new RawValue(_data, cell.Start, cell.Length, cell.HasEscapedQuotes ? RawKind.QuotedCell : RawKind.Cell, null, 0);
    }
}
