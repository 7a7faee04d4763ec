using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a mail-access hunt is asked.</summary>
public sealed record MailAccessHuntOptions
{
    /// <summary>What is judged; empty for the default: mail access alone, and in <see cref="MailHunt"/> all of it. The budget of false stories is shared by what is judged.</summary>
    public IReadOnlyList<ActivityGroup> Activities { get; init; } = [];

    /// <summary>Start of the window to report on (UTC), inclusive; null for the first record. Earlier records still count as history.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End of the window to report on (UTC), exclusive; null for the last record.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Start (UTC) of days that are known to be clean, inclusive; null for the first record when <see cref="BaselineEnd"/> is given. They are learned from first, wherever they lie, and not judged.</summary>
    public DateTimeOffset? BaselineStart { get; init; }

    /// <summary>End (UTC) of days that are known to be clean, exclusive; null for the last record when <see cref="BaselineStart"/> is given.</summary>
    public DateTimeOffset? BaselineEnd { get; init; }

    /// <summary>Findings below it are left out, and do not make the verdict suspicious.</summary>
    public Severity MinimumSeverity { get; init; } = Severity.Medium;

    /// <summary>How many false statistical stories a week the operator accepts.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Normal;

    /// <summary>Whether each finding carries the sums behind it.</summary>
    public bool Explain { get; init; }

    /// <summary>Mailboxes (address or MailboxGuid) that weigh more, and whose blind hours alone forbid a clean verdict.</summary>
    public IReadOnlyList<string> PriorityMailboxes { get; init; } = [];

    /// <summary>Networks in CIDR notation that count as the tenant's own. They lower the surprise of a network, they never silence a path.</summary>
    public IReadOnlyList<string> TrustedNetworks { get; init; } = [];

    /// <summary>
    /// The present time; null for that of the latest record. Approvals expire by it, and records from further than a day in its future close no days of a baseline.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>With a baseline: leave out findings somebody was told of, unless their severity grew since.</summary>
    public bool NewOnly { get; init; }

    /// <summary>With a baseline: show findings that an approval suppresses, marked with its reason.</summary>
    public bool IncludeSuppressed { get; init; }

    /// <summary>With a baseline: learn the days that are closed by now, for <see cref="MailAccessHunt.UpdatedBaseline"/>.</summary>
    public bool LearnBaseline { get; init; }

    /// <summary>
    /// What the tenant's configuration says of each mailbox and actor (<see cref="AuditCoverageMatrix.Rows"/>): where a read would have left no record, the hunt is blind.
    /// </summary>
    public IReadOnlyList<AuditCoverage> Coverage { get; init; } = [];

    /// <summary>Above this share of blind active mailbox-days, in percent, nothing found is not an answer.</summary>
    public double MaximumBlindPercent { get; init; } = 5;
}
