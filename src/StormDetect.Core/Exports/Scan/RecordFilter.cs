using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Exports;

/// <summary>The collector that keeps records as objects: those somebody asked for by operation, user, mailbox, id or time.</summary>
internal sealed class RecordFilter(AuditReadOptions options) : IAuditCollector
{
    private readonly HashSet<string> _operations = Names(options.Operations.Select(static name => name.Trim().TrimEnd('.').TrimEnd()));
    private readonly HashSet<string> _users = Names(options.UserIds);
    private readonly HashSet<string> _mailboxes = Names(options.Mailboxes);
    private readonly HashSet<string> _ids = Names(options.RecordIds);
    private readonly long _start = options.Start?.UtcTicks ?? long.MinValue;
    private readonly long _end = options.End?.UtcTicks ?? long.MaxValue;
    private List<AuditRecord> _records = [];

    public bool Wants(string operation) => _operations.Count == 0 || _operations.Contains(operation);

    public void Collect(RecordView record)
    {
        if (record.Ticks >= _start && record.Ticks < _end
            && (_users.Count == 0 || _users.Contains(record.UserId.Text()))
            && (_ids.Count == 0 || _ids.Contains(record.Id.Text()))
            && (_mailboxes.Count == 0 || IsWantedMailbox(record)))
        {
            _records.Add(AuditRecordFactory.Create(record, options.IncludeAuditData));
        }
    }

    public IAuditCollector Fork() => new RecordFilter(options);

    public void Merge(IAuditCollector other) => _records.AddRange(((RecordFilter)other)._records);

    /// <summary>Hands over the records kept since the last call.</summary>
    public List<AuditRecord> Drain()
    {
        if (_records.Count == 0)
        {
            return _records;
        }

        List<AuditRecord> drained = _records;
        _records = [];
        return drained;
    }

    // A record of the mailbox, or one whose actor is the mailbox's owner where records carry no mailbox (admin cmdlets name it in ObjectId).
    private bool IsWantedMailbox(RecordView record)
    {
        RawValue owner = record.Get(AuditField.MailboxOwnerUPN);
        RawValue guid = record.Get(AuditField.MailboxGuid);
        return owner.IsEmpty && guid.IsEmpty
            ? _mailboxes.Contains(record.ObjectId.Text()) || _mailboxes.Contains(record.UserId.Text())
            : _mailboxes.Contains(owner.Text()) || _mailboxes.Contains(guid.Text());
    }

    private static HashSet<string> Names(IEnumerable<string> names) => new(names, StringComparer.OrdinalIgnoreCase);
}
