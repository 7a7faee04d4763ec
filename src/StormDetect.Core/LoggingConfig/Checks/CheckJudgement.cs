using System.Collections.Generic;

namespace StormDetect.Core.LoggingConfig;

/// <summary>What a judge says.</summary>
internal sealed record CheckJudgement(CheckStatus Status, string Summary)
{
    public IReadOnlyList<CheckEvidence> Evidence { get; init; } = [];

    public int EvidenceCount { get; init; }

    public IReadOnlyList<string> Remediation { get; init; } = [];

    /// <summary>Where it differs from the check's own.</summary>
    public Severity? Severity { get; init; }

    /// <summary>What would help, beside reading the parts that are not complete.</summary>
    public string? Needs { get; init; }
}
