using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Which groups of activities a tenant's log had shown by a day, and so how the week's budget is shared on it: what never occurs in a log needs no part of it. Only earlier days count, so
/// that a run over many days and many runs over one share alike.
/// </summary>
internal sealed class ActivityShares
{
    private readonly Dictionary<string, List<(ActivityGroup Group, int FirstDay)>> _first = new(StringComparer.Ordinal);

    private readonly ActivityGroup[] _judged;

    public ActivityShares(IReadOnlyList<ActivityFacts> groups)
    {
        _judged = groups.Select(static group => group.Group).ToArray();
        foreach (ActivityFacts group in groups)
        {
            foreach ((string tenant, int day) in FirstDays(group))
            {
                if (!_first.TryGetValue(tenant, out List<(ActivityGroup, int)>? list))
                {
                    _first.Add(tenant, list = []);
                }

                list.Add((group.Group, day));
            }
        }
    }

    /// <summary>The share of a group on a day. In the first week nobody knows yet what occurs.</summary>
    public double Of(string tenant, ActivityGroup group, int day)
    {
        List<(ActivityGroup Group, int FirstDay)> seen = _first[tenant];
        bool isFirstWeek = day - seen.Min(static seen => seen.FirstDay) < TenantHunt.WarmUpDays;
        return ActivityBudget.Share(group, isFirstWeek ? _judged : seen.Where(other => other.Group == group || other.FirstDay < day).Select(static seen => seen.Group).ToArray());
    }

    private static Dictionary<string, int> FirstDays(ActivityFacts group)
    {
        Dictionary<string, int> first = new(StringComparer.Ordinal);
        MailAccessFacts facts = group.Facts;

        // In order of days: the first fact of a tenant is of its first day, and once all tenants were met the rest, which may be a million, says nothing more.
        bool[] met = new bool[facts.Tenants.Count];
        for (int i = 0; i < facts.Count && first.Count < met.Length; i++)
        {
            int tenant = facts.Mailboxes[facts[i].Mailbox].Tenant;
            if (!met[tenant])
            {
                met[tenant] = true;
                first.Add(facts.Tenants[tenant], facts[i].Day);
            }
        }

        foreach (string tenant in facts.Tenants)
        {
            if (group.Run?.FirstDay(tenant) is > 0 and int learned)
            {
                first[tenant] = Math.Min(learned, first.GetValueOrDefault(tenant, learned));
            }
        }

        return first;
    }
}
