using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Archives;

/// <summary>Takes records for the archive by tenant and day; one per reading thread.</summary>
internal sealed class ArchiveCollector(ArchiveRun run) : IAuditCollector
{
    // What one day's batch grew to serves the next day that needs one.
    private const int MostFree = 2;

    private readonly ArchiveSubjects _subjects = new();
    private readonly ArchiveLine _line = new();
    private readonly Dictionary<string, ulong> _operations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Guid Tenant, int Day), Open> _open = [];
    private readonly Stack<ArchiveBatch> _free = new();
    private readonly ArchiveSpill _spill = new();
    private Open? _last;
    private long _bytes;

    public bool Wants(string operation) => true;

    public void Collect(RecordView record) => Collect(record, isRepeat: false);

    /// <summary>Which of two forms of a record is read first depends on the threads; which is kept must not. So all are taken, and one is kept in the end (<see cref="ArchiveOrder"/>).</summary>
    public void CollectRepeat(RecordView record) => Collect(record, isRepeat: true);

    /// <summary>An object: kept where it still has its record's own JSON.</summary>
    public void Collect(AuditRecord record)
    {
        if (!RecordText.TryRead(record, out byte[] json))
        {
            run.CountNotWhole();
            return;
        }

        _ = Guid.TryParse(record.OrganizationId, out Guid named);
        ulong operation = ArchiveSubjects.Of(ArchiveSubjects.Operation, record.Operation);
        ulong user = ArchiveSubjects.Of(ArchiveSubjects.User, record.UserId ?? string.Empty);
        ReadOnlySpan<byte> line = _line.Of(json);
        long ticks = record.CreationTime.UtcTicks;
        UInt128 key = Guid.TryParse(record.Id, out Guid id) && id != Guid.Empty ? ArchiveKey.Of(id, FactTime.FromTicks(ticks), operation, user) : ArchiveKey.Of(line);
        (string? mailbox, string? other) = record.Mailbox is null && record.MailboxGuid is null ? (record.UserId, record.ObjectId) : (record.Mailbox, record.MailboxGuid);
        Keep(named, new ArchiveSlot(ticks, key, operation, user, OfMailbox(mailbox), OfMailbox(other)), line, isRepeat: false);
    }

    public IAuditCollector Fork() => new ArchiveCollector(run);

    public void Merge(IAuditCollector other) => ((ArchiveCollector)other).Flush();

    /// <summary>Hands over everything held back.</summary>
    public void Flush()
    {
        foreach (Open open in _open.Values)
        {
            if (open.Batch is ArchiveBatch batch)
            {
                open.Day.Hold(batch);
            }
        }

        _open.Clear();
        _last = null;
    }

    private static ulong OfMailbox(string? mailbox) => mailbox is not null && ArchiveSubjects.IsIndexed(mailbox) ? ArchiveSubjects.Of(ArchiveSubjects.Mailbox, mailbox) : 0;

    private void Collect(RecordView record, bool isRepeat)
    {
        _ = GuidText.TryParse(record.Bytes(AuditField.OrganizationId), out Guid named);
        ulong operation = OperationOf(record.OperationName);
        ulong user = _subjects.OfUser(record.UserId);
        ReadOnlySpan<byte> line = _line.Of(record);
        UInt128 key = ArchiveKey.Of(record, operation, user, line);
        (ulong mailbox, ulong other) = MailboxOf(record);
        Keep(named, new ArchiveSlot(record.Ticks, key, operation, user, mailbox, other), line, isRepeat);
    }

    private (ulong Mailbox, ulong Other) MailboxOf(RecordView record)
    {
        RawValue owner = record.Get(AuditField.MailboxOwnerUPN);
        RawValue guid = record.Get(AuditField.MailboxGuid);
        return owner.IsEmpty && guid.IsEmpty
            ? (_subjects.OfMailbox(record.UserId), ArchiveSubjects.TryOfObject(record.ObjectId, out ulong subject) ? subject : 0)
            : (owner.IsEmpty ? 0 : _subjects.OfMailbox(owner), guid.IsEmpty ? 0 : _subjects.OfMailbox(guid));
    }

    /// <summary>Holds a record that the archive has not.</summary>
    private void Keep(Guid named, in ArchiveSlot slot, ReadOnlySpan<byte> line, bool isRepeat)
    {
        if (!run.TryPlace(named, isRepeat, out Guid tenant))
        {
            return;
        }

        Open open = OpenDay(tenant, slot.Ticks);
        if (open.Day.Knows(slot.Key))
        {
            if (!isRepeat)
            {
                open.Tenant.CountKnown();
            }

            return;
        }

        ArchiveBatch batch = open.Batch ??= _free.Count > 0 ? _free.Pop() : new ArchiveBatch();
        _bytes -= batch.Bytes;
        batch.Add(slot, line);
        _bytes += batch.Bytes;
        if (_bytes >= run.Options.HeldBytes)
        {
            Spill();
        }
    }

    private void Spill()
    {
        foreach (Open open in _open.Values)
        {
            if (open.Batch is ArchiveBatch batch)
            {
                open.Day.Spill(batch, _spill);
                batch.Clear();
                open.Batch = null;
                if (_free.Count < MostFree)
                {
                    _free.Push(batch);
                }
            }
        }

        _bytes = 0;
    }

    private ulong OperationOf(string operation)
    {
        if (!_operations.TryGetValue(operation, out ulong subject))
        {
            subject = ArchiveSubjects.Of(ArchiveSubjects.Operation, operation);
            _operations.Add(operation, subject);
        }

        return subject;
    }

    private Open OpenDay(Guid tenant, long ticks)
    {
        int day = (int)(ticks / TimeSpan.TicksPerDay);
        if (_last is { } last && last.Key == (tenant, day))
        {
            return last;
        }

        if (!_open.TryGetValue((tenant, day), out Open? open))
        {
            ArchiveTenant archive = run.Tenant(tenant);
            open = new Open((tenant, day), archive, archive.Day(day));
            _open.Add((tenant, day), open);
        }

        return _last = open;
    }

    /// <summary>A day this thread adds to.</summary>
    /// <param name="Key">Which.</param>
    /// <param name="Tenant">Its archive.</param>
    /// <param name="Day">Its part.</param>
    private sealed record Open((Guid Tenant, int Day) Key, ArchiveTenant Tenant, ArchiveDay Day)
    {
        public ArchiveBatch? Batch { get; set; }
    }
}
