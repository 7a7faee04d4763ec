using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Coverage;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What could not be seen because of the changes: from each switch until it was switched back, or until now.</summary>
internal static class BlindTimes
{
    public static IReadOnlyList<BlindInterval> Of(IEnumerable<ChangeStory> stories, HuntContext context)
    {
        List<BlindInterval> intervals = [];
        foreach (MailboxChange change in stories.SelectMany(static story => story.Changes).Where(static c => c.Blinds is not null && c.Direction == ChangeDirection.Weakens))
        {
            BlindSpot spot = change.Blinds!;
            DateTimeOffset now = Later(context.Now, context.Report.LastRecord?.AddSeconds(1) ?? context.Now);
            DateTimeOffset from = change.Time;
            DateTimeOffset to = change.EndedBy?.Time ?? now;
            if (spot.Cause == BlindCause.OutOfRetention)
            {
                // What is older than the policy keeps may be gone, unless the log was exported in time.
                from = context.Report.FirstRecord ?? change.Time;
                to = change.EndedBy is null ? now.AddDays(-(change.Amount ?? 0)) : from;
            }

            if (from < to)
            {
                string subject = spot.Scope == BlindScope.Tenant ? string.Empty : change.Subject;
                intervals.Add(new BlindInterval(
                    change.TenantId, spot.Scope, subject, from, to, spot.Cause, spot.Certainty, CoverageText.Interval(subject.Length == 0 ? "The whole tenant" : PlainText.Safe(subject), from, to, PlainText.Safe(spot.Why))));
            }
        }

        return [.. intervals.Distinct()];
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
