using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>
/// Stretches in which a usually active tenant logged nothing at all. Usual is the tenant's own week: an hour of the day, on working days or at the weekend, that
/// had records on nearly every other such day. A night that is always quiet is not silence.
/// </summary>
internal static class SilentHours
{
    /// <summary>So many hours that are otherwise nearly always active must be empty in one stretch.</summary>
    private const int MinimumBusyHours = 6;

    private const int MinimumDays = 4;
    private const double NearlyAlways = 0.9;

    public static IEnumerable<BlindInterval> Find(MailAccessFacts facts)
    {
        IReadOnlyList<TenantHour> hours = facts.TenantHours;
        int start = 0;
        while (start < hours.Count)
        {
            int end = start;
            while (end < hours.Count && hours[end].Tenant == hours[start].Tenant)
            {
                end++;
            }

            foreach (BlindInterval interval in FindInTenant(facts, hours, start, end))
            {
                yield return interval;
            }

            start = end;
        }
    }

    private static IEnumerable<BlindInterval> FindInTenant(MailAccessFacts facts, IReadOnlyList<TenantHour> hours, int from, int to)
    {
        int[] active = new int[to - from];
        for (int i = from; i < to; i++)
        {
            active[i - from] = hours[i].Hour;
        }

        foreach ((int gapStart, int gapEnd) in Gaps(active))
        {
            DateTimeOffset start = FactTime.ToTime(gapStart * 3600);
            DateTimeOffset end = FactTime.ToTime(gapEnd * 3600);
            string tenant = facts.Tenants[hours[from].Tenant];
            yield return new BlindInterval(
                tenant, BlindScope.Tenant, string.Empty, start, end, BlindCause.WindowMissing, Certainty.Likely,
                CoverageText.Interval("The whole tenant", start, end, $"not one record in {gapEnd - gapStart} hours, most of which are otherwise busy"));
        }
    }

    /// <summary>The stretches in which a usually active log was silent.</summary>
    /// <param name="hours">The hours with a record, ascending, each once.</param>
    /// <returns>First hour without, and first hour with a record again.</returns>
    public static IEnumerable<(int From, int To)> Gaps(int[] hours)
    {
        if (hours.Length == 0)
        {
            yield break;
        }

        int first = hours[0];
        int last = hours[^1];
        int[] active = new int[48];
        int[] all = new int[48];
        for (int hour = first; hour <= last; hour++)
        {
            all[Slot(hour)]++;
        }

        foreach (int hour in hours)
        {
            active[Slot(hour)]++;
        }

        for (int i = 1; i < hours.Length; i++)
        {
            int gapStart = hours[i - 1] + 1;
            int gapEnd = hours[i];
            if (gapEnd - gapStart >= MinimumBusyHours && BusyHours(gapStart, gapEnd, active, all) >= MinimumBusyHours)
            {
                yield return (gapStart, gapEnd);
            }
        }
    }

    /// <summary>The gap itself is left out of what it is compared with.</summary>
    private static int BusyHours(int from, int to, int[] active, int[] all)
    {
        int[] inGap = new int[48];
        for (int hour = from; hour < to; hour++)
        {
            inGap[Slot(hour)]++;
        }

        int busy = 0;
        for (int hour = from; hour < to; hour++)
        {
            int slot = Slot(hour);
            int others = all[slot] - inGap[slot];
            busy += others >= MinimumDays && active[slot] >= NearlyAlways * others ? 1 : 0;
        }

        return busy;
    }

    private static int Slot(int hour)
    {
        // 2000-01-01 was a Saturday.
        int day = (int)Math.Floor(hour / 24.0);
        bool weekend = ((day % 7) + 7) % 7 <= 1;
        return (weekend ? 24 : 0) + (((hour % 24) + 24) % 24);
    }
}
