using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>Turns a builder's tables, which are in order of arrival, into facts whose order depends on the records alone.</summary>
internal static class MailAccessFactsOrder
{
    public static MailAccessFacts Build(MailAccessFactsSource source)
    {
        (string[] tenants, int[] tenantMap) = source.Tenants.Sort(string.CompareOrdinal);
        (MailboxIdentity[] mailboxes, int[] mailboxMap) = JoinMailboxes(source.Mailboxes, tenantMap);
        (AccessPath[] paths, int[] pathMap) = source.Paths.Sort(ComparePaths);
        (Network[] networks, int[] networkMap) = source.Networks.Sort(static (a, b) => a.CompareTo(b));
        (string[] users, int[] userMap) = source.Users.Sort(string.CompareOrdinal);
        (string[] programs, int[] programMap) = source.Programs.Sort(string.CompareOrdinal);
        foreach (FactPage counted in source.Pages)
        {
            counted.Remap(mailboxMap, pathMap, networkMap, userMap, programMap);
        }

        FactPage page = source.Join.Join(source.Pages);
        source.Pages.Clear();
        TenantHour[] read = Order(source.HoursRead, tenantMap);
        TenantHour[] hours = Order(source.HoursRead.Concat(source.HoursRestored), tenantMap);
        StrayDays strays = source.Strays ?? StrayDays.Find(hours, tenants, source.Now);
        return new MailAccessFacts(page, source.RecordNames, source.SessionNames)
        {
            Tenants = tenants,
            Mailboxes = mailboxes,
            Paths = paths,
            Networks = networks,
            Users = users,
            Programs = programs,
            MailboxDays = OrderDays(source.Days, mailboxMap, page.Facts),
            Origin = new FactOrigin(tenantMap, mailboxMap, pathMap, networkMap, userMap, programMap),
            TenantHours = strays == StrayDays.None ? hours : Array.FindAll(hours, hour => !strays.Contains(tenants[hour.Tenant], hour)),
            HoursRead = read,
            Strays = strays,
        };
    }

    private static TenantHour[] Order(IEnumerable<TenantHour> hours, int[] tenantMap) => hours
        .GroupBy(hour => (Tenant: tenantMap[hour.Tenant], hour.Hour))
        .Select(static hour => new TenantHour(hour.Key.Tenant, hour.Key.Hour, hour.Sum(static h => h.Records), hour.Sum(static h => h.MailAccess)))
        .OrderBy(static hour => hour.Tenant).ThenBy(static hour => hour.Hour).ToArray();

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

    /// <summary>What is known of mailbox-days: other activity as counted, and what the facts (already in their final indexes) say of mail access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static MailboxDay[] OrderDays(ChunkedList<MailboxDay> others, int[] mailboxMap, ChunkedList<MailAccessFact> facts)
    {
        ChunkedList<MailboxDay> days = new();
        for (int i = 0; i < others.Count; i++)
        {
            days.Add(others[i]);
            days[i].Mailbox = mailboxMap[others[i].Mailbox];
        }

        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (i == 0 || facts[i - 1].Mailbox != fact.Mailbox || facts[i - 1].Day != fact.Day)
            {
                days.Add(new MailboxDay { Mailbox = fact.Mailbox, Day = fact.Day, LastBind = int.MinValue });
            }

            bool bind = fact.Activity == MailActivity.Bind;
            ref MailboxDay day = ref days[days.Count - 1];
            day.BindHours |= bind ? fact.Hours : 0;
            day.OtherHours |= bind ? 0 : fact.Hours;
            day.ThrottledHours |= fact.ThrottledHours;
            day.Binds += bind ? fact.Records : 0;
            day.LastBind = bind ? Math.Max(day.LastBind, fact.Last) : day.LastBind;
        }

        SortItem[] items = new SortItem[days.Count];
        SortItem[] spare = new SortItem[days.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new SortItem(((ulong)(uint)days[i].Mailbox << 32) | (uint)days[i].Day, 0, i);
        }

        RadixSort.Sort(ref items, ref spare, items.Length);
        MailboxDay[] sorted = new MailboxDay[items.Length];
        int kept = 0;
        for (int i = 0; i < items.Length; i++)
        {
            ref readonly MailboxDay day = ref days[items[i].Index];
            if (kept > 0 && MailboxDay.IsSameKey(sorted[kept - 1], day))
            {
                MailboxDay.Combine(ref sorted[kept - 1], day);
            }
            else
            {
                sorted[kept++] = day;
            }
        }

        return kept == sorted.Length ? sorted : sorted[..kept];
    }
}
