using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Folds the records about inbox rules. Memory grows with distinct rules and what was done to them, not with records.</summary>
internal sealed class InboxRuleCollector : IAuditCollector
{
    private readonly Dictionary<string, RuleFold> _folds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Mailbox, long Minute), int> _modified = [];

    public IReadOnlyCollection<RuleFold> Folds => _folds.Values;

    public bool Wants(string operation) => RuleChangeReader.Wants(operation);

    public void Collect(RecordView record)
    {
        if (RuleChangeReader.Read(ChangeRecord.Read(record)) is { } change)
        {
            Add(change);
        }
    }

    public void Add(RuleChange change)
    {
        string key = RuleFold.KeyOf(change);
        if (_folds.TryGetValue(key, out RuleFold? fold))
        {
            fold.Add(change);
        }
        else
        {
            _folds.Add(key, RuleFold.Of(change));
        }

        if (change.Kind == RuleChangeKind.Modify)
        {
            (string, long) minute = (change.MailboxNames[0], Minute(change.Time));
            _modified[minute] = _modified.GetValueOrDefault(minute) + 1;
        }
    }

    /// <summary>How many modifications of rules a mailbox saw in the minute of a moment and the one after it and before it.</summary>
    public int ModifiedAround(string mailbox, DateTimeOffset time)
    {
        long minute = Minute(time);
        return _modified.GetValueOrDefault((mailbox, minute - 1)) + _modified.GetValueOrDefault((mailbox, minute)) + _modified.GetValueOrDefault((mailbox, minute + 1));
    }

    public IAuditCollector Fork() => new InboxRuleCollector();

    public void Merge(IAuditCollector other)
    {
        InboxRuleCollector from = (InboxRuleCollector)other;
        foreach (KeyValuePair<string, RuleFold> entry in from._folds)
        {
            if (_folds.TryGetValue(entry.Key, out RuleFold? fold))
            {
                fold.Merge(entry.Value);
            }
            else
            {
                _folds.Add(entry.Key, entry.Value);
            }
        }

        foreach (KeyValuePair<(string Mailbox, long Minute), int> entry in from._modified)
        {
            _modified[entry.Key] = _modified.GetValueOrDefault(entry.Key) + entry.Value;
        }
    }

    private static long Minute(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
