using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Exports;

/// <summary>
/// Where records go, whatever form they came in: reads what every record must have (operation, time, id), leaves repeats out, counts, and hands the
/// record to the collectors that want its operation.
/// </summary>
internal sealed class RecordSink(IReadOnlyList<IAuditCollector> collectors, RecordIdSet ids)
{
    private readonly ByteTable<IAuditCollector[]> _wanted = new();
    private readonly byte[] _decoded = new byte[2048];

    public ReadLedger Ledger { get; } = new();

    public IReadOnlyList<IAuditCollector> Collectors { get; } = collectors;

    /// <summary>Takes a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="content">All its bytes, for records without an id of their own.</param>
    /// <returns>Whether it was a record at all; if not, the caller says where and why.</returns>
    public DropReason? Take(RecordView record, ReadOnlySpan<byte> content)
    {
        RawValue operation = record.Operation;
        if (operation.IsEmpty)
        {
            return DropReason.NotAnAuditRecord;
        }

        if (!TryTime(record, out long ticks))
        {
            return DropReason.InvalidTime;
        }

        record.Ticks = ticks;
        record.Time = FactTime.FromTicks(ticks);
        ulong idHash;
        ulong contentHash;
        RawValue id = record.Id;
        if (System.Buffers.Text.Utf8Parser.TryParse(id.Bytes, out Guid guid, out int used) && used == id.Length && guid != Guid.Empty)
        {
            // The tuple that makes two rows of one id the same record in any form: when, what, who.
            record.RecordKey = guid;
            record.HasGuid = true;
            idHash = ByteHash.Of(guid);
            contentHash = Folded(record.UserId, Folded(operation, (ulong)record.Time, isOperation: true));
        }
        else
        {
            // An id that is no GUID identifies nothing by itself (anonymisers overwrite it): then the whole text decides.
            contentHash = ByteHash.Of(content);
            idHash = id.IsEmpty ? contentHash : Folded(id, 1);
            record.RecordKey = KeyOf(idHash, contentHash);
            record.HasGuid = false;
        }

        RecordIdSet.Outcome outcome = ids.Add(idHash, contentHash);
        Ledger.Row(record.Form, record.Time, outcome);
        if (outcome != RecordIdSet.Outcome.Duplicate)
        {
            foreach (IAuditCollector collector in Wanted(operation))
            {
                collector.Collect(record);
            }
        }

        return null;
    }

    /// <summary>Takes a record that was made an object before: counts it and leaves repeats out.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Take(AuditRecord record)
    {
        int time = FactTime.FromTicks(record.CreationTime.UtcTicks);
        ulong content = Folded(record.UserId, Folded(record.Operation, (ulong)time));
        ulong id = Guid.TryParse(record.Id, out Guid guid) && guid != Guid.Empty
            ? ByteHash.Of(guid)
            : ByteHash.Join(Folded($"{record.Id}|{record.SourceFile}|{record.SourceOffset}", 1), content);
        Ledger.Enter("(objects)", -1);
        RecordIdSet.Outcome outcome = ids.Add(id, content);
        Ledger.Row(record.Form, time, outcome);
        return outcome != RecordIdSet.Outcome.Duplicate;
    }

    /// <summary>The operation without what exports add or leave behind: blanks and a final period.</summary>
    public static string OperationName(RawValue operation) => operation.Text().Trim().TrimEnd('.').TrimEnd();

    private static bool TryTime(RecordView record, out long ticks)
    {
        RawValue inner = record.Get(AuditField.CreationTime);
        if (!inner.IsEmpty)
        {
            return RecordTime.TryParse(inner.Bytes, out ticks) || (inner.Kind == RawKind.String && TryEscaped(inner, out ticks));
        }

        ReadOnlySpan<AuditField> outer =
            [AuditField.CreatedDateTime, AuditField.StartTime, AuditField.CreationDate, AuditField.TimeGenerated, AuditField.Timestamp, AuditField.Time];
        foreach (AuditField field in outer)
        {
            RawValue value = record.Get(field);
            if (!value.IsEmpty && (RecordTime.TryParse(value.Bytes, out ticks) || TryEscaped(value, out ticks)))
            {
                return true;
            }
        }

        ticks = 0;
        return false;
    }

    private static bool TryEscaped(RawValue value, out long ticks) => RecordTime.TryParse(System.Text.Encoding.UTF8.GetBytes(value.Text()), out ticks);

    private IAuditCollector[] Wanted(RawValue operation)
    {
        int index = _wanted.Find(operation.Bytes);
        if (index < 0)
        {
            string name = OperationName(operation);
            List<IAuditCollector> wanting = [];
            foreach (IAuditCollector collector in Collectors)
            {
                if (collector.Wants(name))
                {
                    wanting.Add(collector);
                }
            }

            index = _wanted.Add(operation.Bytes, wanting.ToArray());
        }

        return _wanted[index];
    }

    private ulong Folded(RawValue value, ulong seed, bool isOperation = false)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        if (value.Kind is RawKind.String or RawKind.QuotedCell && bytes.Length <= _decoded.Length && bytes.IndexOfAny((byte)'\\', (byte)'"') >= 0)
        {
            bytes = _decoded.AsSpan(0, JsonText.Decode(value, _decoded));
        }

        if (isOperation && bytes.Length > 0 && bytes[^1] is (byte)' ' or (byte)'.')
        {
            bytes = bytes.TrimEnd(" ."u8); // as OperationName
        }

        return ByteHash.OfFolded(bytes, seed);
    }

    private static ulong Folded(string? text, ulong seed) => ByteHash.OfFolded(System.Text.Encoding.UTF8.GetBytes(text ?? string.Empty), seed);

    private static Guid KeyOf(ulong id, ulong content)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, id);
        BitConverter.TryWriteBytes(bytes[8..], content);
        return new Guid(bytes);
    }
}
