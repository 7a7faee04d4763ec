using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Archives;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>
/// What an archive says that it has not. A day that nobody collected and that has records after all, of another input, is not blind: something filled it, and silence within it is judged as everywhere.
/// What was asked for and did not come whole stays blind whatever records there are of it, and so does what was accepted as lost: a part that came says nothing of the rest. It ends when an entry of the archive states that it covers it.
/// </summary>
internal static class ArchiveHoles
{
    public static IEnumerable<BlindInterval> Find(MailAccessFacts facts, ReadReport report)
    {
        foreach (IGrouping<string, ArchiveGap> gaps in report.ArchiveGaps.GroupBy(static gap => gap.TenantId, StringComparer.OrdinalIgnoreCase))
        {
            string? tenant = facts.Tenants.FirstOrDefault(name => name.Equals(gaps.Key, StringComparison.OrdinalIgnoreCase));
            if (tenant is null)
            {
                continue;
            }

            HashSet<int> hours = [.. facts.TenantHours.Where(hour => facts.Tenants[hour.Tenant] == tenant).Select(static hour => hour.Hour)];
            foreach (ArchiveGap gap in gaps)
            {
                foreach (ArchiveWindow window in ArchiveCoverage.Union(Days(gap).Where(part => gap.Kind is ArchiveGapKind.LossAccepted or ArchiveGapKind.NotReceived || !IsFilled(part, hours))))
                {
                    yield return new BlindInterval(
                        tenant, BlindScope.Tenant, string.Empty, window.From, window.To, BlindCause.WindowMissing, gap.Kind == ArchiveGapKind.NoRecords ? Certainty.Possible : Certainty.Certain,
                        CoverageText.Interval("The whole tenant", window.From, window.To, Why(gap)));
                }
            }
        }
    }

    private static string Why(ArchiveGap gap) => gap.Kind switch
    {
        ArchiveGapKind.LossAccepted => $"the archive could not get all of it, and the loss was accepted by {gap.Operator} ({gap.Reason})",
        ArchiveGapKind.NeverAsked => "the archive was never asked to collect it",
        ArchiveGapKind.NotReceived => "it was asked for, and did not come completely into the archive",
        ArchiveGapKind.NotHere => "the archive's parts of these days are not in this folder",
        _ => "the archived exports have no record of it and do not say whether they cover it",
    };

    private static IEnumerable<ArchiveWindow> Days(ArchiveGap gap)
    {
        for (DateTimeOffset from = gap.From; from < gap.To;)
        {
            DateTimeOffset midnight = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
            DateTimeOffset to = midnight < gap.To ? midnight : gap.To;
            yield return new ArchiveWindow(from, to);
            from = to;
        }
    }

    // Only hours that lie wholly in it: what happened in the rest of an hour says nothing about the gap.
    private static bool IsFilled(ArchiveWindow window, HashSet<int> hours)
    {
        int first = FactTime.HourNumber(FactTime.FromTicks(window.From.UtcTicks) + 3599);
        int end = FactTime.HourNumber(FactTime.FromTicks(window.To.UtcTicks));
        for (int hour = first; hour < end; hour++)
        {
            if (hours.Contains(hour))
            {
                return true;
            }
        }

        return false;
    }
}
