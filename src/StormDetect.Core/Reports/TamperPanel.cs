using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>What was done to the log itself: findings of audit tampering, and the blind intervals that follow from settings, losses and throttling.</summary>
internal static class TamperPanel
{
    private const int MostRows = 100;

    private static readonly (BlindCause Cause, string Meaning)[] s_causes =
    [
        (BlindCause.AuditOff, "Nothing of it is recorded, and nothing brings it back. Who switched it off?"),
        (BlindCause.ActorBypassed, "What this account does is in no mailbox log, whoever uses the account."),
        (BlindCause.Throttled, "Exchange leaves item reads out after a very large number of them: that hides reads, and can be provoked."),
        (BlindCause.LostRows, "Damage of the export, not of the log: export again."),
        (BlindCause.WindowMissing, "Not in the files read: export again, or ask who removed it."),
        (BlindCause.NotLicensed, "The licence of the mailbox does not produce these records."),
        (BlindCause.OutOfRetention, "Deleted by age; a longer retention helps for the next time only."),
    ];

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        MailboxChangeFinding[] tampering = result.Findings.OfType<MailboxChangeFinding>().Where(static f => f.ChangeKind == MailboxChangeKind.AuditTampering).ToArray();
        bool isJudged = result.Hunts.Any(static hunt => hunt.Contains("Change", System.StringComparison.OrdinalIgnoreCase));
        ReportParts.Begin(page, "logging", "Logging and tampering", (tampering.Length, isJudged) switch
        {
            ( > 0, _) => "Somebody changed what is recorded. What happened while less was recorded is in no other part of this report.",
            (0, true) => "No finding says that somebody switched auditing off, narrowed it, exempted an account or shortened retention in the window.",
            _ => "The hunt for changes of audit settings was not run, so tampering is not ruled out.",
        });
        if (tampering.Length > 0)
        {
            ReportParts.Table(page, "Changes of auditing (times in UTC)", ["Severity", "Change*", "By@", "When", "Taken back"], tampering, MostRows, "change", change =>
            {
                _ = page.Raw("<tr><td>");
                ReportParts.Severity(page, change.Severity);
                _ = page.Raw("</td><td>").Addresses($"{change.Title} ({change.Id})").Raw("</td><td>").Addresses(ReportParts.Names(change.UserIds)).Raw("</td><td>").Time(change.FirstSeen).Raw("</td><td>");
                _ = (change.RevertedAt is { } end ? page.Time(end) : page.Raw("not in the log")).Raw("</td></tr>");
            });
        }

        Losses(page, result.Coverage.BlindIntervals);
        _ = page.Raw("<p>A hunt reads the log, not the configuration: it cannot see that auditing was off before the log begins. Check the settings themselves as well: organisation and mailbox audit, bypassed accounts, audited actions (MailItemsAccessed, Send, SearchQueryInitiated), retention policies, licences.</p>");
        ReportParts.End(page);
    }

    private static void Losses(HtmlPage page, IReadOnlyList<BlindInterval> intervals)
    {
        (BlindCause Cause, string Meaning)[] present = s_causes.Where(cause => intervals.Any(i => i.Cause == cause.Cause)).ToArray();
        if (present.Length == 0)
        {
            return;
        }

        ReportParts.Table(page, "Why records are missing", ["Cause", "Intervals#", "First (UTC)", "Last (UTC)", "What it means*"], present, MostRows, "cause", cause =>
        {
            BlindInterval[] some = intervals.Where(i => i.Cause == cause.Cause).ToArray();
            _ = page.Raw("<tr><td>").Text(BlindWords.Of(cause.Cause)).Raw("</td><td class=\"n\">").Number(some.Length).Raw("</td><td>").Time(some.Min(static i => i.From)).Raw("</td><td>").Time(some.Max(static i => i.To))
                .Raw("</td><td>").Text(cause.Meaning).Raw("</td></tr>");
        });
    }
}
