using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Timelines;

/// <summary>Puts what could not be seen in its place among the records: of the whole tenant, and of the mailboxes and users the timeline is about.</summary>
internal static class TimelineBlindness
{
    public static IEnumerable<ActivityTimelineEntry> Of(
        CoverageReport coverage, IReadOnlyList<ActivityTimelineEntry> entries, ActivityTimelineOptions options, DateTimeOffset from, DateTimeOffset to)
    {
        HashSet<string> tenants = new(entries.Select(static e => e.TenantId), StringComparer.OrdinalIgnoreCase);
        HashSet<string> subjects = new(
            [.. options.Mailboxes, .. options.UserIds, .. options.Stories.SelectMany(static s => s.Subjects), .. entries.SelectMany(static e => new[] { e.Mailbox, e.MailboxGuid, e.UserId })],
            StringComparer.OrdinalIgnoreCase);
        foreach (BlindInterval interval in coverage.BlindIntervals)
        {
            bool isHere = interval.To > from && interval.From < to && (entries.Count == 0 || tenants.Contains(interval.TenantId) || interval.TenantId.Length == 0);
            bool concerns = interval.Scope == BlindScope.Tenant || subjects.Contains(interval.SubjectKey);
            if (isHere && concerns && interval.Cause != BlindCause.WarmUpNotJudged)
            {
                yield return new ActivityTimelineEntry
                {
                    Time = interval.From,
                    EndTime = interval.To,
                    Kind = interval.Cause is BlindCause.LostRows or BlindCause.WindowMissing or BlindCause.OutOfRetention or BlindCause.LogNotYetComplete ? TimelineEntryKind.Gap : TimelineEntryKind.Blind,
                    Text = interval.Certainty == Certainty.Certain ? interval.Text : $"{interval.Text} ({interval.Certainty})",
                    Operation = interval.Cause.ToString(),
                    Mailbox = interval.Scope == BlindScope.Mailbox ? interval.Subject : string.Empty,
                    UserId = interval.Scope == BlindScope.Actor ? interval.Subject : string.Empty,
                    TenantId = interval.TenantId,
                };
            }
        }
    }
}
