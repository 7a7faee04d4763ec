using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Facts;

/// <summary>Taking back what an earlier run counted over other records.</summary>
internal sealed partial class MailAccessFactsBuilder
{
    private FactPage? _restored;

    /// <summary>The name of a tenant.</summary>
    public string TenantName(int tenant) => _tenants[tenant];

    /// <summary>Adds a fact with its lists.</summary>
    public void Restore(in MailAccessFact fact, ReadOnlySpan<int> users, ReadOnlySpan<int> programs, ReadOnlySpan<Guid> sessions, ReadOnlySpan<uint> folders, ReadOnlySpan<RecordUse> records)
    {
        // A page is in the order of its days.
        if (_restored is null || (_restored.Facts.Count > 0 && _restored.Facts[_restored.Facts.Count - 1].Day > fact.Day))
        {
            _restored = new FactPage(chunks);
            _pages.Add(_restored);
        }

        ref MailAccessFact into = ref _restored.Begin(fact.Mailbox, fact.Day, fact.Activity, fact.Path, fact.Network);
        _restored.Restore(ref into, fact, users, programs, sessions, folders, records);
        _restored.End(ref into);
    }

    /// <summary>Notes the hours in which a mailbox was active with something other than reading items.</summary>
    public void RestoreActivity(int mailbox, int day, uint hours) =>
        _days.Add(new MailboxDay { Mailbox = mailbox, Day = day, OtherHours = hours, LastBind = int.MinValue });

    /// <summary>The hours in which a tenant logged anything; how much is not kept.</summary>
    public void RestoreHours(int tenant, IEnumerable<int> hours)
    {
        _restoredHours.AddRange(hours.Select(hour => new TenantHour(tenant, hour, 1, 0)));
    }
}
