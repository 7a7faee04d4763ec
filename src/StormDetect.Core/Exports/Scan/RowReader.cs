using System;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace StormDetect.Core.Exports;

/// <summary>
/// Finds the rows in blocks of text, whatever they are rows of: checks that each is well-formed and closed, and hands it on. One bad row never takes its
/// neighbours along.
/// </summary>
internal abstract class RowReader
{
    /// <summary>Rows end before, but for few. What does not close until then, and says nothing that a row says, is a wrapper around rows.</summary>
    private const int LargestUsualRow = 1 << 20;

    private readonly JsonTokens _tokens = new();
    private readonly JsonLayer _layer = new();
    private CsvCell[] _row = [];
    private LogInput? _csvInput;

    /// <summary>What was read so far.</summary>
    public abstract ReadLedger Ledger { get; }

    /// <summary>Reads a block of whole rows of a <see cref="InputLayout.JsonSequence"/> or <see cref="InputLayout.Csv"/> input.</summary>
    public void Read(TextBlock block)
    {
        LogInput input = block.Input!;
        Enter(input);
        Ledger.Text(block.Length);
        bool valid = Utf8.IsValid(block.Buffer.AsSpan(0, block.Length));
        if (input.Layout == InputLayout.Csv)
        {
            ReadCsv(block, valid);
        }
        else
        {
            ReadSequence(block.Buffer, 0, block.Length, block.Offset, input.SingleLine, valid);
        }
    }

    /// <summary>Reads a page that came over a connection: whole, and in memory.</summary>
    public void ReadPage(TenantPage page)
    {
        ReadOnlySpan<byte> text = page.Json.Span;
        byte[] buffer = new byte[text.Length + TextBlock.Slack];
        text.CopyTo(buffer);
        Ledger.Enter(page.Source, 0);
        Entered(page.Source);
        Ledger.Text(text.Length);
        ReadSequence(buffer, 0, text.Length, 0, singleLine: false, Utf8.IsValid(text));
    }

    /// <summary>Says which input the next rows come from.</summary>
    public void Enter(LogInput input)
    {
        Ledger.Enter(input.Name, input.Order);
        Entered(input.Name);
    }

    /// <summary>
    /// Reads the object whose opening bracket stands at a position and whose end is not known.
    /// </summary>
    /// <param name="data">The text.</param>
    /// <param name="at">Where the object begins; behind it on return.</param>
    /// <param name="limit">Where the text ends.</param>
    /// <param name="offset">Offset of the text's first byte in its input.</param>
    /// <param name="valid">Whether the whole text is known to be valid UTF-8.</param>
    /// <param name="more">Whether more text can be had: then an object that does not close is left for the next call.</param>
    /// <param name="mayBeOther">Whether an object that cannot be a row is nobody's loss.</param>
    /// <returns>What became of it.</returns>
    public ObjectOutcome ReadObject(byte[] data, ref int at, int limit, long offset, bool valid, bool more, bool mayBeOther = false)
    {
        int start = at;
        JsonFault fault = _tokens.ScanValue(data, start, limit, out int end);
        if (fault == JsonFault.NotClosed && more)
        {
            return ObjectOutcome.NeedsMore;
        }

        JsonFault walked = ReadLayer(data);
        if (IsContainer(_layer))
        {
            // Damaged or not: one bad row in it must not take the others along.
            return ObjectOutcome.Container;
        }

        if (fault is JsonFault.ControlCharacter or JsonFault.NotClosed)
        {
            DropJson(fault, data, start, limit, offset);
            int line = data.AsSpan(start, limit - start).IndexOf((byte)'\n');
            at = line < 0 ? limit : start + line + 1;
            return ObjectOutcome.Damaged;
        }

        at = end;
        if (walked != JsonFault.None)
        {
            DropJson(walked, data, start, end, offset);
            return ObjectOutcome.Broken;
        }

        if (!mayBeOther || MayBeRow(_layer))
        {
            TakeObject(data, start, end, offset, valid);
        }

        return ObjectOutcome.Read;
    }

    /// <summary>Whether a name is one that pages give the array of their rows.</summary>
    public static bool NamesRows(byte[] data, int start, int length) =>
        (AuditField)AuditFieldMap.Find(ref data[start], length) is AuditField.Value or AuditField.Records or AuditField.Results or AuditField.Hits or AuditField.Data;

    /// <summary>Whether a whole object that a row can be in begins here; null where only more text can tell.</summary>
    public bool? IsRecordAt(byte[] data, int at, int limit, bool more)
    {
        JsonFault fault = _tokens.ScanValue(data, at, limit, out _);
        JsonFault walked = ReadLayer(data);
        return fault switch
        {
            JsonFault.None => walked == JsonFault.None && MayBeRow(_layer),
            JsonFault.NotClosed when more && !IsContainer(_layer) && (MayBeRow(_layer) || limit - at < LargestUsualRow) => null,
            _ => false,
        };
    }

    /// <summary>Says which input the next rows come from.</summary>
    protected abstract void Entered(string source);

    /// <summary>Takes a well-formed object that is no container.</summary>
    protected abstract void Take(JsonLayer layer, ReadOnlySpan<byte> text, long offset);

    /// <summary>Learns the columns of the CSV that follows.</summary>
    protected abstract void Bind(CsvHeader header);

    /// <summary>Takes a well-formed row of CSV.</summary>
    protected abstract void Take(byte[] data, CsvCell[] cells, int count, ReadOnlySpan<byte> text, long offset);

    /// <summary>Whether an object is no row but holds rows: a page of a service's answer, a search result.</summary>
    protected abstract bool IsContainer(JsonLayer layer);

    /// <summary>Whether an object can be a row, or have one in it.</summary>
    protected abstract bool MayBeRow(JsonLayer layer);

    /// <summary>Whether an object holds an array, or an object, under one of the names that pages use.</summary>
    protected static bool HoldsRows(JsonLayer layer) =>
        Holds(layer, AuditField.Value) || Holds(layer, AuditField.Records) || Holds(layer, AuditField.Results) || Holds(layer, AuditField.Hits)
        || layer.Get(AuditField.Data).Kind == RawKind.Array;

    /// <summary>Reads values that follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void ReadSequence(byte[] data, int at, int limit, long offset, bool singleLine, bool valid)
    {
        bool damaged = false;
        while (at < limit)
        {
            byte c = data[at];
            if (c <= (byte)' ' || c is (byte)',' or (byte)'[' or (byte)']' or (byte)'}')
            {
                at++;
            }
            else if (c != (byte)'{')
            {
                int line = LineEnd(data, at, limit);
                if (!damaged)
                {
                    Ledger.Drop(DropReason.MalformedJson, offset + at, $"not JSON: {Excerpt(data, at, line)}");
                }

                at = line + 1;
            }
            else if (singleLine)
            {
                ReadLine(data, ref at, limit, offset, valid);
            }
            else
            {
                int start = at;
                switch (ReadObject(data, ref at, limit, offset, valid, more: false))
                {
                    case ObjectOutcome.Container:
                        JsonTree tree = new(this);
                        tree.ReadContainer(data, ref at, limit, offset, valid);
                        break;
                    case ObjectOutcome.Damaged:
                        // What follows until the next record are the pieces of the damaged one: reported once, not once a piece.
                        damaged = true;
                        at = NextRecord(data, start, NextLine(data, at, limit), limit);
                        continue;
                }

                damaged = false;
            }
        }
    }

    /// <summary>The beginning of a bad row, for a person to recognise it; control characters made visible, never more than a line.</summary>
    protected static string Excerpt(ReadOnlySpan<byte> text)
    {
        const int Length = 160;
        string excerpt = Encoding.UTF8.GetString(text.Length > Length ? text[..Length] : text);
        return string.Create(excerpt.Length, excerpt, static (into, from) =>
        {
            for (int i = 0; i < into.Length; i++)
            {
                into[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });
    }

    /// <summary>Reads the objects on one line: the end of the line is the end of the damage a cut record can do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadLine(byte[] data, ref int at, int limit, long offset, bool valid)
    {
        int start = at;
        int end = LineEnd(data, start, limit);
        at = end + 1;
        JsonFault fault = _tokens.Scan(data, start, end, doubledQuotes: false);
        int token = 0;
        JsonFault walked = _layer.Read(data, _tokens, ref token, 1);
        fault = fault == JsonFault.None ? walked : fault;
        if (IsContainer(_layer) || (fault == JsonFault.None ? token < _tokens.Count : walked == JsonFault.None || IsGlued(data, start, end)))
        {
            // A page of records, or several on the line, perhaps with a damaged one among them: the slower way knows where each ends.
            ReadSequence(data, start, end, offset, singleLine: false, valid);
        }
        else if (fault != JsonFault.None)
        {
            DropJson(fault, data, start, end, offset);
        }
        else
        {
            TakeObject(data, start, _layer.End, offset, valid);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeObject(byte[] data, int start, int end, long offset, bool valid)
    {
        ReadOnlySpan<byte> text = data.AsSpan(start, end - start);
        if (!valid && !Utf8.IsValid(text))
        {
            Ledger.Drop(DropReason.InvalidUtf8, offset + start, Excerpt(text));
            return;
        }

        Take(_layer, text, offset + start);
    }

    private void ReadCsv(TextBlock block, bool valid)
    {
        CsvHeader header = block.Input!.Header!;
        if (!ReferenceEquals(_csvInput, block.Input))
        {
            _csvInput = block.Input;
            Bind(header);
            _row = new CsvCell[header.Columns.Length];
        }

        CsvRowReader rows = new(block.Buffer.AsSpan(0, block.Length), header.Delimiter, header.Columns.Length);
        while (rows.Next(_row, out CsvRow row))
        {
            ReadOnlySpan<byte> text = block.Buffer.AsSpan(row.Start, row.End - row.Start);
            long offset = block.Offset + row.Start;
            if (row.State != CsvRowState.Ok)
            {
                Ledger.Drop(DropReason.MalformedCsvRow, offset, $"{row.State}, {row.CellCount} of {header.Columns.Length} cells: {Excerpt(text)}");
                continue;
            }

            if (!valid && !Utf8.IsValid(text))
            {
                Ledger.Drop(DropReason.InvalidUtf8, offset, Excerpt(text));
                continue;
            }

            Take(block.Buffer, _row, row.CellCount, text, offset);
        }
    }

    /// <summary>Reads the tokens found last, or as many of them as stand before the damage.</summary>
    private JsonFault ReadLayer(byte[] data)
    {
        int token = 0;
        return _layer.Read(data, _tokens, ref token, 1);
    }

    private static bool Holds(JsonLayer layer, AuditField field) => layer.Get(field).Kind is RawKind.Array or RawKind.Object;

    private void DropJson(JsonFault fault, byte[] data, int start, int end, long offset) =>
        Ledger.Drop(
            fault == JsonFault.NotClosed && end - start >= InputLimits.LargestRecord ? DropReason.TooLarge : DropReason.MalformedJson,
            offset + start,
            $"{fault}: {Excerpt(data, start, end)}");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LineEnd(byte[] data, int at, int limit)
    {
        int line = data.AsSpan(at, limit - at).IndexOf((byte)'\n');
        return line < 0 ? limit : at + line;
    }

    /// <summary>Whether another object on the line begins as its first one.</summary>
    private static bool IsGlued(byte[] data, int start, int end) =>
        data.AsSpan(start + 1, end - start - 1).IndexOf(JsonTree.Beginning(data, start, end)) >= 0;

    /// <summary>Where the next record begins behind a damaged one: at the latest where a line does, before that at an object that begins as the damaged one did.</summary>
    private int NextRecord(byte[] data, int damaged, int line, int limit)
    {
        byte[] beginning = JsonTree.Beginning(data, damaged, limit);
        for (int at = damaged + 1; ; at++)
        {
            int next = data.AsSpan(at, line - at).IndexOf(beginning);
            if (next < 0)
            {
                return line;
            }

            at += next;
            if (IsRecordAt(data, at, limit, more: false) == true)
            {
                return at;
            }
        }
    }

    /// <summary>Where a line opens an object at its very start, as a record may.</summary>
    private static int NextLine(byte[] data, int at, int limit)
    {
        if (at < limit && data[at] == (byte)'{')
        {
            return at;
        }

        int next = data.AsSpan(at, limit - at).IndexOf("\n{"u8);
        return next < 0 ? limit : at + next + 1;
    }

    private static string Excerpt(byte[] data, int start, int end) => Excerpt(data.AsSpan(start, end - start));
}
