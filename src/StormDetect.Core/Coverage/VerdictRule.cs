using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Coverage;

/// <summary>What findings and coverage allow to be said, and the sentence that decides it.</summary>
internal static class VerdictRule
{
    private const int MostNamed = 3;

    public static (Verdict Verdict, string Text) Decide(int findings, string heaviest, CoverageLedger ledger, MailAccessHuntOptions options, int known = 0, bool judgesAccess = true)
    {
        CoverageReport report = ledger.Report;
        string judged = $" {char.ToUpperInvariant(report.Sentence[0])}{report.Sentence.AsSpan(1)}.";
        if (findings > 0)
        {
            string rest = findings == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" (and {findings - 1:#,0} more)");
            return (Verdict.Suspicious, $"Suspicious: {heaviest}{rest}.{judged}");
        }

        string? why =
            ledger.UnreadInputs.Count > 0 ? $"not everything that was named could be read: {Unread(ledger.UnreadInputs)}"
            : ledger.OutsideLog is var (first, last)
                ? string.Create(CultureInfo.InvariantCulture, $"the log has no record in the window: it goes from {first:yyyy-MM-dd HH:mm} to {last:yyyy-MM-dd HH:mm} UTC")
            : ledger.IsWholeWindowUnjudged && ledger.IsCompared
                ? "the log is too short a history: mailboxes were compared with each other only, and who was inside from the beginning may not stand out. Give a longer log, or name clean days"
            : ledger.IsAccessMissing ? AccessMissing.Reason
            : ledger.IsWholeWindowUnjudged ? "nothing in the window could be judged: too short a history, and no other mailbox to compare with"
            : ledger.MissingWindows.Count > 0 ? $"part of the time is missing. {ledger.MissingWindows[0].Text.TrimEnd('.')}"
            : ledger.BlindPriorityMailboxes.Count > 0 ? $"a priority mailbox was blind for a time: {string.Join(", ", ledger.BlindPriorityMailboxes)}"
            : ledger.Standing.TenantMissing is { } rules ? $"{char.ToLowerInvariant(rules.Text[0])}{rules.Text.AsSpan(1).TrimEnd('.')}"
            : ledger.Standing.UnreadPercent > options.MaximumBlindPercent
                ? string.Create(CultureInfo.InvariantCulture, $"inbox rules of more than {options.MaximumBlindPercent:0.#} % of the mailboxes could not be read")
            : report.BlindPercent > options.MaximumBlindPercent
                ? string.Create(CultureInfo.InvariantCulture, $"{report.BlindPercent:0.#} % of the active mailbox-days were blind, more than the {options.MaximumBlindPercent:0.#} % allowed")
            : null;
        return why is null
            ? (Verdict.NoEvidence, known > 0
                ? $"Nothing new: no evidence at {options.MinimumSeverity} or above beyond what was reported before.{judged}"
                : $"No evidence of {(judgesAccess ? "unusual mail access" : "what was hunted for")} at {options.MinimumSeverity} or above.{judged}")
            : (Verdict.CannotConclude, $"Cannot conclude: {why}.{judged}");
    }

    private static string Unread(IReadOnlyList<string> inputs) =>
        string.Join(", ", inputs.Take(MostNamed)) + (inputs.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {inputs.Count - MostNamed:#,0} more") : string.Empty);
}
