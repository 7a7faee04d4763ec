using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Exports;

/// <summary>
/// Where records go, whatever form they came in: reads what every record must have (operation, time, id), leaves repeats out, counts, and hands the
/// record to the collectors that want its operation.
/// </summary>
internal sealed class RecordSink(IReadOnlyList<IAuditCollector> collectors, RecordIdSet ids)
{
    private readonly ByteTable<Operation> _operations = new();
    private readonly RecordClock _clock = new();
    private readonly byte[] _decoded = new byte[2048];

    public ReadLedger Ledger { get; } = new();

    public IReadOnlyList<IAuditCollector> Collectors { get; } = collectors;

    /// <summary>Takes a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="content">All its bytes, for records without an id of their own.</param>
    /// <returns>Whether it was a record at all; if not, the caller says where and why.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DropReason? Take(RecordView record, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> name = record.Bytes(AuditField.Operation);
        if (name.IsEmpty)
        {
            name = record.Operation.Bytes;
            if (name.IsEmpty)
            {
                return DropReason.NotAnAuditRecord;
            }
        }

        if (!_clock.TryRead(record, out long ticks))
        {
            return DropReason.InvalidTime;
        }

        int known = _operations.Find(name);
        Operation operation = _operations[known >= 0 ? known : AddOperation(record.Operation)];
        record.OperationName = operation.Name;
        record.Ticks = ticks;
        record.Time = FactTime.FromTicks(ticks);
        ulong idHash;
        ulong contentHash;
        ReadOnlySpan<byte> id = record.Bytes(AuditField.Id);
        if ((GuidText.TryParse(id, out Guid guid) || GuidText.TryParse(record.Id.Bytes, out guid)) && guid != Guid.Empty)
        {
            // The tuple that makes two rows of one id the same record in any form: when, what, who.
            record.RecordKey = guid;
            record.HasGuid = true;
            idHash = ByteHash.Of(guid);
            contentHash = Folded(record.UserId, operation.Hash ^ (ulong)record.Time);
        }
        else
        {
            // An id that is no GUID identifies nothing by itself (anonymisers overwrite it): then the whole text decides.
            contentHash = ByteHash.Of(content);
            idHash = record.Id.IsEmpty ? contentHash : Folded(record.Id, 1);
            record.RecordKey = NamedIds.KeyOf(idHash, contentHash);
            record.HasGuid = false;
        }

        RecordIdOutcome outcome = ids.Add(idHash, contentHash);
        Ledger.Row(record.Form, record.Time, outcome);
        foreach (IAuditCollector collector in operation.WantedBy)
        {
            if (outcome != RecordIdOutcome.Duplicate)
            {
                collector.Collect(record);
            }
            else
            {
                collector.CollectRepeat(record);
            }
        }

        return null;
    }

    /// <summary>Takes a record that was made an object before: counts it and leaves repeats out.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Take(AuditRecord record)
    {
        Ledger.Enter("(objects)", -1);
        if (!RecordTime.IsPossible(record.CreationTime.UtcTicks))
        {
            Ledger.Drop(DropReason.InvalidTime, -1, record.CreationTime.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            return false;
        }

        int time = FactTime.FromTicks(record.CreationTime.UtcTicks);
        ulong content = Folded(record.UserId, HashOf(record.Operation) ^ (ulong)time);
        ulong id = Guid.TryParse(record.Id, out Guid guid) && guid != Guid.Empty
            ? ByteHash.Of(guid)
            : ByteHash.Join(Folded($"{record.Id}|{record.SourceFile}|{record.SourceOffset}", 1), content);
        RecordIdOutcome outcome = ids.Add(id, content);
        Ledger.Row(record.Form, time, outcome);
        return outcome != RecordIdOutcome.Duplicate;
    }

    private int AddOperation(RawValue operation)
    {
        // Exports add or leave behind blanks and a final period.
        string name = operation.Text().Trim().TrimEnd('.').TrimEnd();
        List<IAuditCollector> wanting = [];
        foreach (IAuditCollector collector in Collectors)
        {
            if (collector.Wants(name))
            {
                wanting.Add(collector);
            }
        }

        return _operations.Add(operation.Bytes, new Operation(name, HashOf(name), wanting.ToArray()));
    }

    private static ulong HashOf(string operation) => Folded(operation, 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Folded(RawValue value, ulong seed)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        if (value.Kind is RawKind.String or RawKind.QuotedCell && bytes.Length <= _decoded.Length && bytes.IndexOfAny((byte)'\\', (byte)'"') >= 0)
        {
            bytes = _decoded.AsSpan(0, JsonText.Decode(value, _decoded));
        }

        return ByteHash.OfFolded(bytes, seed);
    }

    private static ulong Folded(string? text, ulong seed) => ByteHash.OfFolded(System.Text.Encoding.UTF8.GetBytes(text ?? string.Empty), seed);

    /// <summary>What is known of an operation.</summary>
    /// <param name="Name">Its name; the same object for every record that spells it alike.</param>
    /// <param name="Hash">Hash of the name, letters in any case.</param>
    /// <param name="WantedBy">The collectors that want it.</param>
    private sealed record Operation(string Name, ulong Hash, IAuditCollector[] WantedBy);
}
