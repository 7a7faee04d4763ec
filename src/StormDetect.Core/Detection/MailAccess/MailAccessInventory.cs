using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The everyday list: every path that reads mail in a tenant.</summary>
internal static class MailAccessInventory
{
    private const int MaxNames = 100;
    private const int TrendDays = 7;

    public static IReadOnlyList<MailAccessApplication> List(MailAccessFacts facts)
    {
        Dictionary<(int Tenant, int Path), Counts> counts = [];
        HashSet<int>[] tenantMailboxes = new HashSet<int>[facts.Tenants.Count];
        int[] lastDays = new int[facts.Tenants.Count];
        int[] firstDays = new int[facts.Tenants.Count];
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            int tenant = facts.Mailboxes[fact.Mailbox].Tenant;
            if (tenantMailboxes[tenant] is null)
            {
                tenantMailboxes[tenant] = [];
                firstDays[tenant] = fact.Day;
            }

            tenantMailboxes[tenant].Add(fact.Mailbox);
            lastDays[tenant] = fact.Day;
            ref Counts? count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (tenant, fact.Path), out _);
            count ??= new Counts();
            count.Add(fact);
        }

        TenantNames names = new(facts);
        return counts
            .Select(pair => Describe(
                facts, names, pair.Key.Tenant, pair.Key.Path, pair.Value!, tenantMailboxes[pair.Key.Tenant].Count, firstDays[pair.Key.Tenant], lastDays[pair.Key.Tenant]))
            .OrderBy(static a => a.TenantId, StringComparer.Ordinal).ThenByDescending(static a => a.MailboxCount)
            .ThenByDescending(static a => a.AccessCount).ThenBy(static a => a.ToString(), StringComparer.Ordinal).ThenBy(static a => a.Logon)
            .ToArray();
    }

    private static MailAccessApplication Describe(
        MailAccessFacts facts, TenantNames names, int tenant, int pathIndex, Counts count, int tenantMailboxes, int firstDay, int lastDay)
    {
        AccessPath path = facts.Paths[pathIndex];
        return new MailAccessApplication
        {
            TenantId = facts.Tenants[tenant],
            TenantName = names.Of(facts.Tenants[tenant]),
            AppId = path.AppId,
            AppName = KnownApplications.NameOf(path.AppId),
            ClientAppId = path.ClientAppId,
            ClientAppName = KnownApplications.NameOf(path.ClientAppId),
            ClientFamily = path.Family,
            Logon = path.Logon,
            MailboxCount = count.Mailboxes.Count,
            TenantMailboxCount = tenantMailboxes,
            Mailboxes = count.Mailboxes.Select(m => facts.Mailboxes[m].Display).Order(StringComparer.Ordinal).Take(MaxNames).ToArray(),
            NetworkCount = count.Networks.Count,
            Networks = count.Networks
                .OrderByDescending(static n => n.Value).ThenBy(static n => n.Key).Take(MaxNames).Select(n => facts.Networks[n.Key].ToString()).ToArray(),
            AccessCount = count.Records,
            ItemCount = count.Items,
            SyncedFolderCount = count.Folders,
            ActiveDays = count.MailboxesByDay.Count,
            FirstSeen = FactTime.ToTime(count.First),
            LastSeen = FactTime.ToTime(count.Last),
            Trend = Trend(count.MailboxesByDay, firstDay, lastDay),
        };
    }

    private static double? Trend(Dictionary<int, int> mailboxesByDay, int firstDay, int lastDay)
    {
        int split = lastDay - TrendDays + 1;
        int earlierDays = split - firstDay;
        if (earlierDays < 1)
        {
            return null;
        }

        double recent = mailboxesByDay.Where(d => d.Key >= split).Sum(static d => d.Value) / (double)TrendDays;
        double earlier = mailboxesByDay.Where(d => d.Key < split).Sum(static d => d.Value) / (double)earlierDays;
        return earlier == 0 ? null : Math.Round(recent / earlier, 2);
    }

    private sealed class Counts
    {
        private int _lastMailbox = -1;
        private int _lastDay = -1;

        public HashSet<int> Mailboxes { get; } = [];

        public Dictionary<int, long> Networks { get; } = [];

        public Dictionary<int, int> MailboxesByDay { get; } = [];

        public long Records { get; private set; }

        public long Items { get; private set; }

        public long Folders { get; private set; }

        public int First { get; private set; } = int.MaxValue;

        public int Last { get; private set; } = int.MinValue;

        public void Add(in MailAccessFact fact)
        {
            if (fact.Mailbox != _lastMailbox || fact.Day != _lastDay)
            {
                (_lastMailbox, _lastDay) = (fact.Mailbox, fact.Day);
                Mailboxes.Add(fact.Mailbox);
                CollectionsMarshal.GetValueRefOrAddDefault(MailboxesByDay, fact.Day, out _)++;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(Networks, fact.Network, out _) += fact.Records;
            Records += fact.Records;
            Items += fact.Items;
            Folders += fact.SyncedFolders;
            First = Math.Min(First, fact.First);
            Last = Math.Max(Last, fact.Last);
        }
    }
}
