using System;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>The cells of a CSV row by field. Which column holds which field is settled once per file.</summary>
internal sealed class CsvFields
{
    private readonly int[] _columns = new int[(int)AuditField.Count];
    private byte[] _data = [];
    private byte[][] _names = [];
    private AuditField[] _fields = [];
    private CsvCell[] _cells = [];
    private int _count;

    /// <summary>The text the row stands in.</summary>
    public byte[] Data => _data;

    /// <summary>How many cells the row has.</summary>
    public int Count => Math.Min(_count, _names.Length);

    /// <summary>Whether a column for the field exists.</summary>
    public bool Has(AuditField field) => _columns[(int)field] != 0;

    /// <summary>Learns the columns of a file. The first of two columns for one field counts.</summary>
    public void Bind(string[] columns)
    {
        Array.Clear(_columns);
        _fields = Array.ConvertAll(columns, AuditFieldMap.Find);
        _names = new byte[columns.Length][];
        for (int i = 0; i < columns.Length; i++)
        {
            AuditField field = _fields[i];

            // Some portals put a unit behind the name, such as in TimeGenerated [UTC].
            int unit = field == AuditField.None ? -1 : columns[i].IndexOf(" [", StringComparison.Ordinal);
            _names[i] = Encoding.UTF8.GetBytes((unit > 0 ? columns[i][..unit] : columns[i]).Trim());
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

    /// <summary>The name of a column (UTF-8), as its field is known by in JSON.</summary>
    public byte[] NameAt(int column) => _names[column];

    public AuditField FieldAt(int column) => _fields[column];

    public CsvCell CellAt(int column) => _cells[column];

    public RawValue Get(AuditField field)
    {
        int column = _columns[(int)field];
        return column == 0 || column > _count ? default : ValueAt(column - 1);
    }

    /// <summary>What a cell holds; missing where it is empty.</summary>
    public RawValue ValueAt(int column)
    {
        CsvCell cell = _cells[column];
        return cell.Length == 0
            ? default
            : new RawValue(_data, cell.Start, cell.Length, cell.HasEscapedQuotes ? RawKind.QuotedCell : RawKind.Cell, null, 0);
    }
}
