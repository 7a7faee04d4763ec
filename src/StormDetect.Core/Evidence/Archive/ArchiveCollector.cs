using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Archives;

/// <summary>Puts records into members by tenant and day; one per reading thread, so that packing, which takes most of the time, keeps all cores busy.</summary>
internal sealed class ArchiveCollector(ArchiveRun run) : IAuditCollector
{
    /// <summary>Text held back at most: a log that jumps between a thousand days makes smaller members instead of using more memory.</summary>
    private const long MostText = 24L << 20;

    private const int MostFree = 4;

    private readonly ArchiveSubjects _subjects = new();
    private readonly ArchiveLine _line = new();
    private readonly Dictionary<string, ulong> _operations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Guid Tenant, int Day), Open> _open = [];
    private readonly Stack<ArchiveMember> _free = new();
    private Open? _last;
    private long _text;

    public bool Wants(string operation) => true;

    public void Collect(RecordView record)
    {
        _ = GuidText.TryParse(record.Bytes(AuditField.OrganizationId), out Guid named);
        if (!run.TryPlace(named, out Guid tenant))
        {
            return;
        }

        ReadOnlySpan<byte> line = _line.Of(record);
        ulong operation = OperationOf(record.OperationName);
        ulong user = _subjects.OfUser(record.UserId);
        Open open = OpenDay(tenant, record.Ticks);
        UInt128 key = ArchiveKey.Of(record, operation, user, line);
        if (open.Day.Knows(key))
        {
            open.Tenant.CountKnown();
            return;
        }

        ArchiveMember member = MemberOf(open);
        member.Note(operation);
        member.Note(user);
        RawValue owner = record.Get(AuditField.MailboxOwnerUPN);
        RawValue guid = record.Get(AuditField.MailboxGuid);
        if (owner.IsEmpty && guid.IsEmpty)
        {
            member.Note(_subjects.OfMailbox(record.UserId));
            if (ArchiveSubjects.TryOfObject(record.ObjectId, out ulong subject))
            {
                member.Note(subject);
            }
        }
        else
        {
            NoteMailbox(member, owner);
            NoteMailbox(member, guid);
        }

        Add(open, member, line, key, record.Ticks);
    }

    /// <summary>An object: kept where it still has its record's own JSON.</summary>
    public void Collect(AuditRecord record)
    {
        if (!RecordText.TryRead(record, out byte[] json))
        {
            run.CountNotWhole();
            return;
        }

        _ = Guid.TryParse(record.OrganizationId, out Guid named);
        if (!run.TryPlace(named, out Guid tenant))
        {
            return;
        }

        ReadOnlySpan<byte> line = _line.Of(json);
        ulong operation = ArchiveSubjects.Of(ArchiveSubjects.Operation, record.Operation);
        ulong user = ArchiveSubjects.Of(ArchiveSubjects.User, record.UserId ?? string.Empty);
        Open open = OpenDay(tenant, record.CreationTime.UtcTicks);
        UInt128 key = Guid.TryParse(record.Id, out Guid id) && id != Guid.Empty ? ArchiveKey.Of(id, FactTime.FromTicks(record.CreationTime.UtcTicks), operation, user) : ArchiveKey.Of(line);
        if (open.Day.Knows(key))
        {
            open.Tenant.CountKnown();
            return;
        }

        ArchiveMember member = MemberOf(open);
        member.Note(operation);
        member.Note(user);
        string?[] mailboxes = record.Mailbox is null && record.MailboxGuid is null ? [record.UserId, record.ObjectId] : [record.Mailbox, record.MailboxGuid];
        foreach (string? mailbox in mailboxes)
        {
            if (!string.IsNullOrEmpty(mailbox))
            {
                member.Note(ArchiveSubjects.Of(ArchiveSubjects.Mailbox, mailbox));
            }
        }

        Add(open, member, line, key, record.CreationTime.UtcTicks);
    }

    public IAuditCollector Fork() => new ArchiveCollector(run);

    public void Merge(IAuditCollector other) => ((ArchiveCollector)other).Flush();

    /// <summary>Writes everything held back.</summary>
    public void Flush()
    {
        foreach (Open open in _open.Values)
        {
            Flush(open);
        }

        _open.Clear();
        _last = null;
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

    private void NoteMailbox(ArchiveMember member, RawValue mailbox)
    {
        if (!mailbox.IsEmpty)
        {
            member.Note(_subjects.OfMailbox(mailbox));
        }
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

    // What one day's member grew to serves the next day that needs one, so that memory follows the text held back and not the days of the run.
    private ArchiveMember MemberOf(Open open) => open.Member ??= _free.Count > 0 ? _free.Pop() : new ArchiveMember();

    private void Add(Open open, ArchiveMember member, ReadOnlySpan<byte> line, UInt128 key, long ticks)
    {
        member.Add(line, key, ticks);
        _text += line.Length + 1;
        if (member.TextBytes >= run.Options.MemberBytes)
        {
            Flush(open);
        }
        else if (_text >= MostText)
        {
            Flush();
        }
    }

    private void Flush(Open open)
    {
        if (open.Member is ArchiveMember member)
        {
            open.Day.Append(member);
            _text -= member.TextBytes;
            member.Clear();
            open.Member = null;
            if (_free.Count < MostFree)
            {
                _free.Push(member);
            }
        }
    }

    /// <summary>A day this thread adds to.</summary>
    /// <param name="Key">Which.</param>
    /// <param name="Tenant">Its archive.</param>
    /// <param name="Day">Its part.</param>
    private sealed record Open((Guid Tenant, int Day) Key, ArchiveTenant Tenant, ArchiveDay Day)
    {
        public ArchiveMember? Member { get; set; }
    }
}
