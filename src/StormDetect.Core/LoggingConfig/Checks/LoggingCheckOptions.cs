using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What to judge, and by which rule of retention.</summary>
public sealed record LoggingCheckOptions
{
    /// <summary>Checks to run, by id; empty for all. <c>*</c> and <c>?</c> stand for any characters.</summary>
    public IReadOnlyList<string> CheckIds { get; init; } = [];

    /// <summary>Severities of checks to run; empty for all.</summary>
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>How long the log has to be kept.</summary>
    public RetentionProfile Retention { get; init; } = RetentionProfile.Default;

    /// <summary>Months for which an archive of your own keeps what the service has dropped. It counts as cold storage: retrievable, not searchable.</summary>
    public int ArchiveMonths { get; init; }

    /// <summary>How many values a result shows at most.</summary>
    public int MaximumEvidence { get; init; } = 100;
}
