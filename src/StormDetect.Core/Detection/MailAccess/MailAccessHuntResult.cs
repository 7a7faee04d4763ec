using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a mail-access hunt found, what it could not see, and what it read.</summary>
public sealed class MailAccessHuntResult
{
    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The sentence that decides the verdict.</summary>
    public required string VerdictText { get; init; }

    /// <summary>The verdict over every tenant of the log by itself, those first that somebody has to look at; one row where the log is of one tenant.</summary>
    public IReadOnlyList<TenantVerdict> Tenants { get; init; } = [];

    /// <summary>How much could be judged, and what was blind.</summary>
    public required CoverageReport Coverage { get; init; }

    /// <summary>The stories, most severe first, then the highest score.</summary>
    public required IReadOnlyList<MailAccessAnomaly> Findings { get; init; }

    /// <summary>Findings that approvals of the baseline left out, with the reasons; they are not in <see cref="Findings"/> unless asked for.</summary>
    public IReadOnlyList<SuppressedFindings> Suppressed { get; init; } = [];

    /// <summary>How many findings approvals suppress.</summary>
    public int SuppressedCount
    {
        get
        {
            int count = 0;
            foreach (SuppressedFindings suppressed in Suppressed)
            {
                count += suppressed.Count;
            }

            return count;
        }
    }

    /// <summary>The baseline the hunt used; null without one.</summary>
    public MailAccessBaselineUse? Baseline { get; init; }

    /// <summary>What somebody should know who asked for this, such as days named as clean that the log has not.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was read, kept and dropped.</summary>
    public required ReadReport ReadReport { get; init; }
}
