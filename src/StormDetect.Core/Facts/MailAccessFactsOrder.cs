using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>Turns a builder's tables, which are in order of arrival, into facts whose order depends on the records alone.</summary>
internal static class MailAccessFactsOrder
{
    public static MailAccessFacts Build(Source source)
    {
        (string[] tenants, int[] tenantMap) = source.Tenants.Sort(string.CompareOrdinal);
        (MailboxIdentity[] mailboxes, int[] mailboxMap) = JoinMailboxes(source.Mailboxes, tenantMap);
        (AccessPath[] paths, int[] pathMap) = source.Paths.Sort(ComparePaths);
        (Network[] networks, int[] networkMap) = source.Networks.Sort(static (a, b) => a.CompareTo(b));
        (string[] users, int[] userMap) = source.Users.Sort(string.CompareOrdinal);
        (Guid[] sessions, int[] sessionMap) = source.Sessions.Sort(static (a, b) => a.CompareTo(b));

        for (int i = 0; i < source.Rows.Count; i++)
        {
            ref MailAccessFact row = ref source.Rows[i];
            row.Mailbox = mailboxMap[row.Mailbox];
            row.Path = pathMap[row.Path];
            row.Network = networkMap[row.Network];
            source.Lists.Remap(row.UserList, userMap);
            source.Lists.Remap(row.SessionList, sessionMap);
        }

        // Before rows of joined mailboxes are folded into one: each row counts once.
        MailboxDay[] days = OrderDays(source.Days, mailboxMap, source.Rows);
        int[] order = OrderRows(source.Rows, source.Lists);
        if (mailboxes.Length < source.Mailboxes.Count)
        {
            RecountFolders(source, order, mailboxMap, pathMap, networkMap);
        }

        return new MailAccessFacts(source.Rows, order, source.Lists, source.RecordNames)
        {
            Tenants = tenants,
            Mailboxes = mailboxes,
            Paths = paths,
            Networks = networks,
            Users = users,
            Sessions = source.SessionNames.View(sessions),
            SessionFacts = OrderSessions(source.SessionFacts, sessionMap, networkMap, mailboxMap, pathMap),
            MailboxDays = days,
            Origin = new FactOrigin(tenantMap, mailboxMap, pathMap, networkMap, userMap, sessionMap, source.SyncedFolders),
            TenantHours = source.Hours
                .Select(hour => hour with { Tenant = tenantMap[hour.Tenant] })
                .OrderBy(static hour => hour.Tenant).ThenBy(static hour => hour.Hour).ToArray(),
        };
    }

    /// <summary>
    /// A mailbox is its MailboxGuid, else its address. Where an address belongs to exactly one id in the tenant, records without the id join it;
    /// where it belongs to several (a mailbox made anew), they stay apart. A mailbox with several addresses is shown by the first in alphabetical order.
    /// </summary>
    private static (MailboxIdentity[] Mailboxes, int[] Map) JoinMailboxes(IndexTable<MailboxIdentity> table, int[] tenantMap)
    {
        Dictionary<(int Tenant, string Address), Guid?> owners = [];
        Dictionary<(int Tenant, Guid Guid), string> addresses = [];
        for (int i = 0; i < table.Count; i++)
        {
            MailboxIdentity mailbox = table[i];
            if (mailbox.Guid is not Guid guid)
            {
                continue;
            }

            int tenant = tenantMap[mailbox.Tenant];
            if (mailbox.Address.Length > 0)
            {
                ref Guid? owner = ref CollectionsMarshal.GetValueRefOrAddDefault(owners, (tenant, mailbox.Address), out bool owned);
                owner = !owned || owner == guid ? guid : null;
            }

            ref string? address = ref CollectionsMarshal.GetValueRefOrAddDefault(addresses, (tenant, guid), out bool known);
            if (!known || address!.Length == 0 || (mailbox.Address.Length > 0 && string.CompareOrdinal(mailbox.Address, address) < 0))
            {
                address = mailbox.Address;
            }
        }

        IndexTable<MailboxIdentity> joined = new();
        int[] joinedIndex = new int[table.Count];
        for (int i = 0; i < joinedIndex.Length; i++)
        {
            MailboxIdentity mailbox = table[i];
            int tenant = tenantMap[mailbox.Tenant];
            Guid? guid = mailbox.Guid ?? (owners.TryGetValue((tenant, mailbox.Address), out Guid? owner) ? owner : null);
            string address = guid is Guid id && addresses.TryGetValue((tenant, id), out string? name) ? name : mailbox.Address;
            joinedIndex[i] = joined.Add(new MailboxIdentity(tenant, guid, address));
        }

        (MailboxIdentity[] sorted, int[] sortedMap) = joined.Sort(static (a, b) =>
        {
            int order = a.Tenant.CompareTo(b.Tenant);
            order = order != 0 ? order : string.CompareOrdinal(a.Address, b.Address);
            return order != 0 ? order : Nullable.Compare(a.Guid, b.Guid);
        });
        return (sorted, Array.ConvertAll(joinedIndex, index => sortedMap[index]));
    }

    private static int ComparePaths(AccessPath a, AccessPath b)
    {
        int order = a.Family.CompareTo(b.Family);
        order = order != 0 ? order : string.CompareOrdinal(a.AppId, b.AppId);
        order = order != 0 ? order : string.CompareOrdinal(a.ClientAppId, b.ClientAppId);
        return order != 0 ? order : a.Logon.CompareTo(b.Logon);
    }

    /// <summary>Sorts by day first with a counting pass, then each day by one packed key: a comparer per pair would cost as much as reading.</summary>
    private static int[] OrderRows(ChunkedList<MailAccessFact> rows, FactLists lists)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        int firstDay = int.MaxValue;
        int lastDay = int.MinValue;
        for (int i = 0; i < rows.Count; i++)
        {
            firstDay = Math.Min(firstDay, rows[i].Day);
            lastDay = Math.Max(lastDay, rows[i].Day);
        }

        int[] starts = new int[lastDay - firstDay + 2];
        for (int i = 0; i < rows.Count; i++)
        {
            starts[rows[i].Day - firstDay + 1]++;
        }

        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        int[] order = new int[rows.Count];
        UInt128[] keys = new UInt128[rows.Count];
        int[] next = starts.ToArray();
        for (int i = 0; i < rows.Count; i++)
        {
            ref MailAccessFact row = ref rows[i];
            int place = next[row.Day - firstDay]++;
            order[place] = i;
            keys[place] = new UInt128(
                ((ulong)(uint)row.Mailbox << 32) | (uint)row.Path,
                ((ulong)(uint)row.Network << 32) | (uint)row.Activity);
        }

        int kept = 0;
        for (int day = 0; day + 1 < starts.Length; day++)
        {
            int length = starts[day + 1] - starts[day];
            Array.Sort(keys, order, starts[day], length);
            int dayStart = kept;
            for (int i = starts[day]; i < starts[day + 1]; i++)
            {
                // Two mailboxes that turned out to be one leave two facts of one key.
                if (kept > dayStart && keys[i] == keys[kept - 1])
                {
                    ref MailAccessFact into = ref rows[order[kept - 1]];
                    ref MailAccessFact from = ref rows[order[i]];
                    MailAccessFact.Combine(ref into, from);
                    lists.Merge(ref into, lists, from, null, null);
                }
                else
                {
                    order[kept] = order[i];
                    keys[kept++] = keys[i];
                }
            }
        }

        return kept == order.Length ? order : order[..kept];
    }

    /// <summary>A folder synchronised under two names of one mailbox was counted under each.</summary>
    private static void RecountFolders(Source source, int[] order, int[] mailboxMap, int[] pathMap, int[] networkMap)
    {
        Dictionary<(int Mailbox, int Day, int Path, int Network), int> counts = [];
        RowTable<SyncedFolder> folders = new();
        for (int i = 0; i < source.SyncedFolders.Count; i++)
        {
            SyncedFolder folder = source.SyncedFolders[i];
            folder = folder with { Mailbox = mailboxMap[folder.Mailbox], Path = pathMap[folder.Path], Network = networkMap[folder.Network] };
            folders.GetOrAdd(folder, out bool isNew);
            if (isNew)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (folder.Mailbox, folder.Day, folder.Path, folder.Network), out _)++;
            }
        }

        foreach (int index in order)
        {
            ref MailAccessFact row = ref source.Rows[index];
            if (row.SyncedFolders > 1)
            {
                row.SyncedFolders = counts[(row.Mailbox, row.Day, row.Path, row.Network)];
            }
        }
    }

    private static SessionFact[] OrderSessions(
        ChunkedList<SessionFact> sessions, int[] sessionMap, int[] networkMap, int[] mailboxMap, int[] pathMap)
    {
        for (int i = 0; i < sessions.Count; i++)
        {
            ref SessionFact session = ref sessions[i];
            session.Session = sessionMap[session.Session];
            session.Network = networkMap[session.Network];
            session.Mailbox = mailboxMap[session.Mailbox];
            session.Path = pathMap[session.Path];
        }

        return Sorted(sessions, static s => new UInt128(
            (uint)s.Session, ((ulong)(uint)s.Network << 32) | (uint)s.Mailbox));
    }

    /// <summary>What is known of mailbox-days: other activity as counted, and what the facts (already in their final indexes) say of mail access.</summary>
    private static MailboxDay[] OrderDays(ChunkedList<MailboxDay> others, int[] mailboxMap, ChunkedList<MailAccessFact> facts)
    {
        RowTable<MailboxDay> days = new();
        for (int i = 0; i < others.Count; i++)
        {
            MailboxDay day = others[i];
            day.Mailbox = mailboxMap[day.Mailbox];
            days.Add(day);
        }

        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            bool bind = fact.Activity == MailActivity.Bind;
            days.Add(new MailboxDay
            {
                Mailbox = fact.Mailbox,
                Day = fact.Day,
                BindHours = bind ? fact.Hours : 0,
                OtherHours = bind ? 0 : fact.Hours,
                ThrottledHours = fact.ThrottledHours,
                Binds = bind ? fact.Records : 0,
                LastBind = bind ? fact.Last : int.MinValue,
            });
        }

        return Sorted(days.Rows, static d => new UInt128(0, ((ulong)(uint)d.Mailbox << 32) | (uint)d.Day));
    }

    /// <summary>Sorts rows by their key; two mailboxes that turned out to be one leave two rows of one key, which become one here.</summary>
    private static T[] Sorted<T>(ChunkedList<T> rows, Func<T, UInt128> key)
        where T : struct, IRow<T>
    {
        T[] sorted = rows.ToArray();
        UInt128[] keys = Array.ConvertAll(sorted, row => key(row));
        Array.Sort(keys, sorted);
        int kept = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (kept > 0 && T.IsSameKey(sorted[kept - 1], sorted[i]))
            {
                T.Combine(ref sorted[kept - 1], sorted[i]);
            }
            else
            {
                sorted[kept++] = sorted[i];
            }
        }

        return kept == sorted.Length ? sorted : sorted[..kept];
    }

    internal sealed record Source(
        IndexTable<string> Tenants,
        IndexTable<MailboxIdentity> Mailboxes,
        IndexTable<AccessPath> Paths,
        IndexTable<Network> Networks,
        IndexTable<string> Users,
        IndexTable<Guid> Sessions,
        ChunkedList<MailAccessFact> Rows,
        FactLists Lists,
        ChunkedList<SessionFact> SessionFacts,
        ChunkedList<MailboxDay> Days,
        IEnumerable<TenantHour> Hours,
        NamedIds RecordNames,
        NamedIds SessionNames,
        ChunkedList<SyncedFolder> SyncedFolders);
}
