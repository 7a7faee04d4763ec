using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>Which findings of a hunt with a baseline are shown: not those an approval covers, and on request not those somebody was told of.</summary>
internal sealed class FindingSieve
{
    public required IReadOnlyList<Finding> Shown { get; init; }

    /// <summary>Of these, the ones that count for the verdict: those that are not suppressed.</summary>
    public required IReadOnlyList<Finding> Counted { get; init; }

    public required IReadOnlyList<SuppressedFindings> Suppressed { get; init; }

    /// <summary>Findings left out because they are known.</summary>
    public required int Known { get; init; }

    public static FindingSieve Of(IReadOnlyList<Finding> findings, BaselineRun? run, MailAccessHuntOptions options, DateTimeOffset now)
    {
        List<Finding> shown = [];
        List<Finding> counted = [];
        Dictionary<string, (MailAccessApproval Approval, List<string> Ids)> suppressed = new(StringComparer.Ordinal);
        int known = 0;
        foreach (Finding finding in findings)
        {
            finding.IsKnown = run?.IsKnown(finding) == true;
            if (run?.Approval(finding, now) is { } approval)
            {
                finding.SuppressedBecause = approval.Reason;
                if (!suppressed.TryGetValue(approval.Id, out (MailAccessApproval, List<string> Ids) entry))
                {
                    suppressed.Add(approval.Id, entry = (approval, []));
                }

                entry.Ids.Add(finding.Id);
                if (options.IncludeSuppressed)
                {
                    shown.Add(finding);
                }
            }
            else if (options.NewOnly && finding.IsKnown)
            {
                known++;
            }
            else
            {
                shown.Add(finding);
                counted.Add(finding);
            }
        }

        return new FindingSieve
        {
            Shown = shown.ToArray(),
            Counted = counted.ToArray(),
            Suppressed = suppressed.Values.Select(static s => new SuppressedFindings(s.Approval.Id, s.Approval.Reason, s.Approval.Until, s.Ids.ToArray()))
                .OrderByDescending(static s => s.Count).ThenBy(static s => s.ApprovalId, StringComparer.Ordinal).ToArray(),
            Known = known,
        };
    }

    /// <summary>What a verdict has to add, so that what is left out is never out of sight.</summary>
    public string Note()
    {
        int count = Suppressed.Sum(static s => s.Count);
        string text = count == 0 ? string.Empty : FormattableString.Invariant(
            $" Suppressed: {count:#,0}, because {string.Join("; ", Suppressed.Take(3).Select(static s => $"{PlainText.Safe(s.Reason)} ({s.ApprovalId})"))}{(Suppressed.Count > 3 ? $"; and {Suppressed.Count - 3} more" : string.Empty)}.");
        return Known == 0 ? text : text + FormattableString.Invariant($" {Known:#,0} known before {(Known == 1 ? "is" : "are")} left out.");
    }
}
