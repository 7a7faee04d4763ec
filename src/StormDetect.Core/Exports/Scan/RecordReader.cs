using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace StormDetect.Core.Exports;

/// <summary>Reads the rows of audit logs: unwraps each and gives it to the sink.</summary>
internal sealed class RecordReader(RecordSink sink) : RowReader
{
    private static readonly FieldSet s_recordOrWrapper =
        FieldSet.Of(AuditField.Operation, AuditField.Operations, AuditField.AuditData, AuditField.RawEventData);

    private readonly RecordUnwrapper _unwrapper = new();
    private readonly RecordView _view = new();
    private readonly CsvFields _cells = new();
    private ExportForm _csvForm;

    public RecordSink Sink => sink;

    /// <inheritdoc/>
    public override ReadLedger Ledger => sink.Ledger;

    /// <summary>How many bytes may be read behind the end of a text.</summary>
    public const int Slack = TextBlock.Slack;

    /// <summary>Reads one row from a buffer that is used again and again; it belongs to the input that was entered last.</summary>
    /// <param name="data">The text, with <see cref="Slack"/> behind it.</param>
    /// <param name="length">Its length.</param>
    public void ReadRow(byte[] data, int length) => ReadSequence(data, 0, length, 0, singleLine: false, Utf8.IsValid(data.AsSpan(0, length)));

    /// <summary>Reads JSON given in memory: one value or several.</summary>
    /// <param name="json">The text; needs no slack.</param>
    /// <param name="source">What to call it.</param>
    public void ReadText(ReadOnlySpan<byte> json, string source)
    {
        byte[] buffer = new byte[json.Length + Slack];
        json.CopyTo(buffer);
        sink.Ledger.Enter(source, -1);

        // Texts of one source stand behind each other: so each row has a place of its own.
        long offset = sink.Ledger.Position;
        sink.Ledger.Text(json.Length);
        _view.Source = source;
        if (json.Trim(" \t\r\n"u8).IsEmpty || json.TrimStart(" \t\r\n"u8)[0] is not ((byte)'{' or (byte)'['))
        {
            sink.Ledger.Drop(DropReason.AuditDataMissing, offset, "no JSON text");
            return;
        }

        ReadSequence(buffer, 0, json.Length, offset, singleLine: false, Utf8.IsValid(json));
    }

    /// <inheritdoc/>
    protected override void Entered(string source) => _view.Source = source;

    /// <inheritdoc/>
    protected override bool IsContainer(JsonLayer layer) => !layer.Fields.Overlaps(s_recordOrWrapper) && HoldsRows(layer);

    /// <inheritdoc/>
    protected override bool MayBeRow(JsonLayer layer) => RecordUnwrapper.MayBeRecord(layer);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Take(JsonLayer layer, ReadOnlySpan<byte> text, long offset)
    {
        _view.Row = layer;
        Take(text, offset, _unwrapper.Unwrap(layer, _view));
    }

    /// <inheritdoc/>
    protected override void Bind(CsvHeader header)
    {
        _cells.Bind(header.Columns);
        _csvForm = RecordUnwrapper.FormOf(_cells, header.Columns);
    }

    /// <inheritdoc/>
    protected override void Take(byte[] data, CsvCell[] cells, int count, ReadOnlySpan<byte> text, long offset)
    {
        _view.Row = null;
        _cells.Set(data, cells, count);
        Take(text, offset, _unwrapper.Unwrap(_cells, _csvForm, _view));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ReadOnlySpan<byte> text, long offset, DropReason? lost)
    {
        _view.Offset = offset;
        _view.Lossy = lost is not null;
        DropReason? dropped = sink.Take(_view, text);
        if (dropped is DropReason reason)
        {
            sink.Ledger.Drop(lost == DropReason.AuditDataMissing ? DropReason.AuditDataMissing : reason, offset, Excerpt(text));
        }
        else if (lost is DropReason loss)
        {
            sink.Ledger.Lossy(loss, offset, Survivors(_view));
        }
    }

    private static string Survivors(RecordView view) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Facts.FactTime.ToTime(view.Time):yyyy-MM-ddTHH:mm:ssZ} {view.OperationName} by {view.UserId.Text()}");
}
