using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>Taking back what an earlier run counted over other records.</summary>
internal sealed partial class MailAccessFactsBuilder
{
    /// <summary>The name of a tenant.</summary>
    public string TenantName(int tenant) => _tenants[tenant];

    /// <summary>Adds a fact with its lists. Its synchronised folders come one by one.</summary>
    public void Restore(in MailAccessFact fact, ReadOnlySpan<int> users, ReadOnlySpan<int> sessions, ReadOnlySpan<(Guid Id, int Time)> records)
    {
        ref MailAccessFact into = ref _facts.GetOrAdd(MailAccessFact.Of(fact.Mailbox, fact.Day, fact.Activity, fact.Path, fact.Network), out _);
        int folders = into.SyncedFolders;
        MailAccessFact.Combine(ref into, fact);
        into.SyncedFolders = folders;
        foreach (int user in users)
        {
            _lists.AddIndex(ref into.UserList, user);
        }

        foreach (int session in sessions)
        {
            _lists.AddIndex(ref into.SessionList, session);
        }

        foreach ((Guid id, int time) in records)
        {
            _lists.AddRecord(ref into.RecordIdList, time, id);
        }
    }

    public void Restore(SyncedFolder folder)
    {
        _syncedFolders.GetOrAdd(folder, out bool isNew);
        _facts.GetOrAdd(MailAccessFact.Of(folder.Mailbox, folder.Day, MailActivity.Sync, folder.Path, folder.Network), out _).SyncedFolders += isNew ? 1 : 0;
    }

    /// <summary>Notes the hours in which a mailbox was active with something other than reading items.</summary>
    public void RestoreActivity(int mailbox, int day, uint hours) =>
        _days.Add(new MailboxDay { Mailbox = mailbox, Day = day, OtherHours = hours, LastBind = int.MinValue });

    /// <summary>The hours in which a tenant logged anything; how much is not kept.</summary>
    public void RestoreHours(int tenant, IEnumerable<int> hours)
    {
        foreach (int hour in hours)
        {
            AddHour(new TenantHour(tenant, hour, 1, 0));
        }
    }
}
