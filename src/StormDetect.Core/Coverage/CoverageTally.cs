using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>What blind intervals leave of active mailbox-days.</summary>
internal sealed class CoverageTally
{
    public int Mailboxes { get; set; }

    public int Fully { get; set; }

    public int Partly { get; set; }

    public long Days { get; set; }

    public long BlindDays { get; set; }

    public List<string> Priority { get; } = [];

    public static CoverageTally Sum(IReadOnlyList<CoverageTally> tallies)
    {
        CoverageTally sum = new();
        foreach (CoverageTally tally in tallies)
        {
            sum.Mailboxes += tally.Mailboxes;
            sum.Fully += tally.Fully;
            sum.Partly += tally.Partly;
            sum.Days += tally.Days;
            sum.BlindDays += tally.BlindDays;
            sum.Priority.AddRange(tally.Priority);
        }

        return sum;
    }

    /// <summary>What is left of every tenant's active mailbox-days.</summary>
    public static CoverageTally[] Count(
        MailAccessFacts facts, List<BlindInterval> intervals, MailAccessHuntOptions options, DateTimeOffset start, DateTimeOffset end)
    {
        List<BlindInterval> blind = intervals.Where(static i => i.Certainty >= Certainty.Likely).ToList();
        ILookup<string, BlindInterval> byTenant = blind.Where(static i => i.Scope == BlindScope.Tenant).ToLookup(static i => i.TenantId);
        ILookup<(string, string), BlindInterval> byMailbox =
            blind.Where(static i => i.Scope == BlindScope.Mailbox).ToLookup(static i => (i.TenantId, i.SubjectKey));
        HashSet<string> priority = new(options.PriorityMailboxes.Select(static p => p.Trim()), StringComparer.OrdinalIgnoreCase);
        CoverageTally[] tallies = [.. facts.Tenants.Select(static _ => new CoverageTally())];
        IReadOnlyList<MailboxDay> days = facts.MailboxDays;
        int i = 0;
        while (i < days.Count)
        {
            MailboxIdentity mailbox = facts.Mailboxes[days[i].Mailbox];
            string tenant = facts.Tenants[mailbox.Tenant];
            BlindInterval[] own = [.. byTenant[tenant], .. byMailbox[(tenant, mailbox.Display)]];
            int active = 0;
            int blindDays = 0;
            int unseenDays = 0;
            for (int index = days[i].Mailbox; i < days.Count && days[i].Mailbox == index; i++)
            {
                DateTimeOffset day = FactTime.ToTime(FactTime.StartOfDay(days[i].Day));
                DateTimeOffset next = day.AddDays(1);
                if (next <= start || day >= end)
                {
                    continue;
                }

                active++;
                if (IsBlind(own, day, next, static _ => true))
                {
                    blindDays++;

                    // Where rows were lost, those that came were judged.
                    unseenDays += IsBlind(own, day, next, static cause => cause != BlindCause.LostRows) ? 1 : 0;
                }
            }

            CoverageTally tally = tallies[mailbox.Tenant];
            tally.Mailboxes += active > 0 ? 1 : 0;
            tally.Fully += active > 0 && blindDays == 0 ? 1 : 0;
            tally.Partly += blindDays > 0 && unseenDays < active ? 1 : 0;
            tally.Days += active;
            tally.BlindDays += blindDays;
            bool isPriority = priority.Contains(mailbox.Address) || (mailbox.Guid is Guid guid && priority.Contains(guid.ToString("D")));
            if (isPriority && own.Length > 0)
            {
                tally.Priority.Add(mailbox.Display);
            }
        }

        return tallies;
    }

    private static bool IsBlind(BlindInterval[] intervals, DateTimeOffset day, DateTimeOffset next, Func<BlindCause, bool> isCause)
    {
        foreach (BlindInterval interval in intervals)
        {
            if (interval.From < next && interval.To > day && isCause(interval.Cause))
            {
                return true;
            }
        }

        return false;
    }
}
