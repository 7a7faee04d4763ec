using System;
using System.Buffers;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>
/// A record as the line an archive keeps: a JSON row byte for byte with all that stood around the record, only line breaks between its parts made blanks; a CSV row as an object of its cells, the JSON in one of them byte for byte.
/// </summary>
internal sealed class ArchiveLine
{
    private byte[] _scratch = [];

    private ArrayBufferWriter<byte> Text { get; } = new(4096);

    /// <summary>Makes the line of a record in place, without the line break. Valid until the next.</summary>
    public ReadOnlySpan<byte> Of(RecordView record)
    {
        Text.ResetWrittenCount();
        if (record.OuterCells is CsvFields cells)
        {
            WriteRow(record, cells);
        }
        else
        {
            JsonLayer row = record.Row!;
            Append(row.Data.AsSpan(row.Start, row.End - row.Start));
        }

        return Text.WrittenSpan;
    }

    /// <summary>Makes the line of JSON given as text.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json)
    {
        Text.ResetWrittenCount();
        Append(json.Trim(" \t\r\n"u8));
        return Text.WrittenSpan;
    }

    private void WriteRow(RecordView record, CsvFields cells)
    {
        JsonLayer? inner = record.Inner;
        bool isFirst = true;
        Write("{"u8);
        for (int i = 0; i < cells.Count; i++)
        {
            CsvCell cell = cells.CellAt(i);
            AuditField field = cells.FieldAt(i);
            bool isRecord = field is AuditField.AuditData or AuditField.RawEventData;
            if (cell.Length == 0 && !isRecord)
            {
                // An empty cell says nothing; only where a record should be it says that it was lost.
                continue;
            }

            Write(isFirst ? "\""u8 : ",\""u8);
            isFirst = false;
            Escape(cells.NameAt(i));
            Write("\":"u8);
            if (inner is not null && inner.Data == cells.Data && inner.Start >= cell.Start && inner.End <= cell.Start + cell.Length)
            {
                AppendJson(inner);
            }
            else
            {
                Write("\""u8);
                ReadOnlySpan<byte> text = cells.Data.AsSpan(cell.Start, cell.Length);
                Escape(cell.HasEscapedQuotes ? Unescape(text) : text);
                Write("\""u8);
            }
        }

        Write("}"u8);
    }

    private void AppendJson(JsonLayer json)
    {
        ReadOnlySpan<byte> text = json.Data.AsSpan(json.Start, json.End - json.Start);
        Append(json.QuoteWidth == 1 ? text : Unescape(text));
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> cell)
    {
        int length = CsvText.Unescape(cell, ref _scratch);
        return _scratch.AsSpan(0, length);
    }

    // JSON strings hold no bare line break, so every one stands between values, where a blank is as good.
    private void Append(ReadOnlySpan<byte> json)
    {
        Span<byte> target = Text.GetSpan(json.Length)[..json.Length];
        json.CopyTo(target);
        Text.Advance(json.Length);
        while (true)
        {
            int at = target.IndexOfAny((byte)'\n', (byte)'\r');
            if (at < 0)
            {
                return;
            }

            target[at] = (byte)' ';
            target = target[(at + 1)..];
        }
    }

    private void Escape(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            switch (value)
            {
                case (byte)'"' or (byte)'\\':
                    Span<byte> two = Text.GetSpan(2);
                    two[0] = (byte)'\\';
                    two[1] = value;
                    Text.Advance(2);
                    break;
                case < 0x20:
                    Span<byte> six = Text.GetSpan(6);
                    "\\u00"u8.CopyTo(six);
                    six[4] = (byte)(value < 0x10 ? '0' : '1');
                    six[5] = (byte)"0123456789abcdef"[value & 15];
                    Text.Advance(6);
                    break;
                default:
                    Text.GetSpan(1)[0] = value;
                    Text.Advance(1);
                    break;
            }
        }
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Text.GetSpan(text.Length));
        Text.Advance(text.Length);
    }
}
