using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>
/// What the window asks for beyond the log, and the last hours of the log. There is no clock here: records arrive up to 26 hours late, so the last day of a log may grow yet. That
/// is only <see cref="Certainty.Possible"/>; counted as blind it would make every export an open question.
/// </summary>
internal static class WindowEdges
{
    private static readonly TimeSpan s_late = TimeSpan.FromHours(26);
    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(24);

    public static IEnumerable<BlindInterval> Find(MailAccessFacts facts, MailAccessHuntOptions options)
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

            string tenant = facts.Tenants[hours[start].Tenant];
            DateTimeOffset first = FactTime.ToTime(hours[start].Hour * 3600);
            DateTimeOffset last = FactTime.ToTime((hours[end - 1].Hour + 1) * 3600);
            if (options.Start is DateTimeOffset from && first - from >= s_quiet)
            {
                yield return Missing(tenant, from, Earlier(first, options.End), "the log begins later than the window");
            }

            if (options.End is DateTimeOffset to && to - last >= s_quiet)
            {
                yield return Missing(tenant, Later(last, options.Start), to, "the log ends before the window");
            }

            DateTimeOffset late = Later(last - s_late, first);
            if ((options.End is null || options.End > late) && (options.Start is null || options.Start < last))
            {
                yield return new BlindInterval(
                    tenant, BlindScope.Tenant, string.Empty, late, last, BlindCause.LogNotYetComplete, Certainty.Possible,
                    CoverageText.Interval("The whole tenant", late, last, "the end of the log; records arrive up to 26 hours late, so some may have been on their way when it was exported"));
            }

            start = end;
        }
    }

    private static BlindInterval Missing(string tenant, DateTimeOffset from, DateTimeOffset to, string why) => new(
        tenant, BlindScope.Tenant, string.Empty, from, to, BlindCause.WindowMissing, Certainty.Certain, CoverageText.Interval("The whole tenant", from, to, why));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
