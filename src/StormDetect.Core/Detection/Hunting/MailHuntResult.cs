using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Reports;

namespace StormDetect.Core;

/// <summary>What a hunt found, what it could not see, and what it read.</summary>
public sealed class MailHuntResult
{
    /// <summary>The verdict over all hunts.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The sentence that decides the verdict.</summary>
    public required string VerdictText { get; init; }

    /// <summary>The verdict over every tenant of the log by itself, those first that somebody has to look at; one row where the log is of one tenant.</summary>
    public IReadOnlyList<TenantVerdict> Tenants { get; init; } = [];

    /// <summary>How much could be judged, and what was blind.</summary>
    public required CoverageReport Coverage { get; init; }

    /// <summary>The findings of all hunts, most severe first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The findings joined into incidents, most severe first. Suppressed findings are in none.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>The hunts that were run.</summary>
    public required IReadOnlyList<string> Hunts { get; init; }

    /// <summary>Findings that approvals of the baseline left out, with the reasons; they are not in <see cref="Findings"/> unless asked for.</summary>
    public IReadOnlyList<SuppressedFindings> Suppressed { get; init; } = [];

    /// <summary>How many findings approvals suppress.</summary>
    public int SuppressedCount => Suppressed.Sum(static suppressed => suppressed.Count);

    /// <summary>The baseline the hunt used; null without one.</summary>
    public MailAccessBaselineUse? Baseline { get; init; }

    /// <summary>Things worth a warning that are no findings.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was read of the sign-ins given beside the log; null where none were.</summary>
    public ReadReport? SignInReport { get; init; }

    /// <summary>What was read, kept and dropped.</summary>
    public required ReadReport ReadReport { get; init; }

    /// <summary>What a report draws; null for a result that was made otherwise than by a hunt.</summary>
    internal HuntReportData? ReportData { get; init; }
}
