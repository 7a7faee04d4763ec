using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Facts;

/// <summary>
/// Days a tenant's log has a handful of records of that are dated as none of the others: after the present, or more than a year from all of them. Such a date is a wrong clock's or a damaged record's. They are judged,
/// and nothing goes by them: no window, no silence, no warm-up, no day of a baseline.
/// </summary>
/// <remarks>By the other records first, and by the clock only beside them: a log that is all from the future, or all old, is what somebody wants to be judged.</remarks>
internal sealed class StrayDays
{
    private const int MostRecords = 20;
    private const int LeastOthers = 10;
    private const int FarDays = 365;

    private readonly HashSet<(string Tenant, int Day)> _days = [];

    /// <summary>No day.</summary>
    public static StrayDays None { get; } = new();

    /// <summary>Finds them.</summary>
    /// <param name="hours">What each tenant logged, in order of tenant and hour.</param>
    /// <param name="tenants">The names of the tenants.</param>
    /// <param name="now">The present; null where nobody knows.</param>
    public static StrayDays Find(IReadOnlyList<TenantHour> hours, IReadOnlyList<string> tenants, DateTimeOffset? now)
    {
        StrayDays strays = new();
        foreach (IGrouping<int, TenantHour> tenant in hours.GroupBy(static hour => hour.Tenant))
        {
            List<(int Day, long Records)> days = tenant.GroupBy(DayOf).Select(static day => (day.Key, day.Sum(static hour => (long)hour.Records))).ToList();
            if (now is { } present)
            {
                strays.Take(tenants[tenant.Key], days, day => FactTime.ToTime(FactTime.StartOfDay(day)) > present.AddDays(1));
            }

            List<(int First, int Last, long Records)> runs = Runs(days);
            if (runs.Count > 1)
            {
                (int first, int last, _) = runs.MaxBy(static run => (run.Records, run.First));
                foreach ((int from, int to, _) in runs.Where(run => run.First > last || run.Last < first))
                {
                    strays.Take(tenants[tenant.Key], days, day => day >= from && day <= to);
                }
            }
        }

        return strays._days.Count == 0 ? None : strays;
    }

    /// <summary>The UTC day of an hour (<see cref="DateOnly.DayNumber"/>).</summary>
    public static int DayOf(TenantHour hour) => FactTime.Day(hour.Hour * 3600);

    /// <summary>Whether a day of a tenant is one.</summary>
    public bool Contains(string tenant, int day) => _days.Count > 0 && _days.Contains((tenant, day));

    /// <summary>Whether an hour of a tenant is in one.</summary>
    public bool Contains(string tenant, TenantHour hour) => _days.Count > 0 && Contains(tenant, DayOf(hour));

    /// <summary>Says in a report which records lie there, and leaves them out of the time it says the log is of.</summary>
    /// <param name="report">What was read.</param>
    /// <param name="facts">What was counted.</param>
    public static void LeaveOut(ReadReport report, MailAccessFacts facts)
    {
        ILookup<bool, TenantHour> hours = facts.HoursRead.ToLookup(hour => facts.Strays.Contains(facts.Tenants[hour.Tenant], hour));
        if (!hours.Contains(true) || !hours.Contains(false))
        {
            return;
        }

        int first = hours[false].Min(static hour => hour.Hour);
        int last = hours[false].Max(static hour => hour.Hour);
        StrayRecords[] strays = hours[true].GroupBy(hour => (hour.Tenant, IsBefore: hour.Hour < first)).Select(group => new StrayRecords(
            facts.Tenants[group.Key.Tenant], group.Sum(static hour => (long)hour.Records), Time(group.Min(static hour => hour.Hour)), Time(group.Max(static hour => hour.Hour)))).ToArray();
        report.LeaveOut(strays, Time(first), Time(last + 1).AddSeconds(-1));
    }

    private static DateTimeOffset Time(int hour) => FactTime.ToTime(hour * 3600);

    // Runs of days with no year without a record between them.
    private static List<(int First, int Last, long Records)> Runs(List<(int Day, long Records)> days)
    {
        List<(int First, int Last, long Records)> runs = [];
        foreach ((int day, long records) in days)
        {
            if (runs.Count > 0 && day - runs[^1].Last <= FarDays)
            {
                runs[^1] = (runs[^1].First, day, runs[^1].Records + records);
            }
            else
            {
                runs.Add((day, day, records));
            }
        }

        return runs;
    }

    // A handful beside many others; else nobody can say which of them are dated wrong.
    private void Take(string tenant, List<(int Day, long Records)> days, Func<int, bool> isOdd)
    {
        long odd = days.Where(day => isOdd(day.Day)).Sum(static day => day.Records);
        if (odd is > 0 and <= MostRecords && days.Sum(static day => day.Records) - odd >= LeastOthers * odd)
        {
            _days.UnionWith(days.Where(day => isOdd(day.Day)).Select(day => (tenant, day.Day)));
            _ = days.RemoveAll(day => isOdd(day.Day));
        }
    }
}
