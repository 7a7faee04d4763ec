using System.Collections.Generic;

namespace StormDetect.Eval;

/// <summary>What all hunts made of one tenant.</summary>
internal sealed record HuntTrialScore
{
    public required int Mailboxes { get; init; }

    public required int Seed { get; init; }

    /// <summary>Weeks of log.</summary>
    public required double Weeks { get; init; }

    /// <summary>Weeks of log after the warm-up.</summary>
    public required double WeeksAfterWarmUp { get; init; }

    public required IReadOnlyList<PartScore> Parts { get; init; }

    /// <summary>The findings of the clean tenant, all of them false.</summary>
    public required IReadOnlyList<FindingScore> Clean { get; init; }

    /// <summary>The findings of the tenant with an intrusion.</summary>
    public required IReadOnlyList<FindingScore> Attacked { get; init; }

    public required IReadOnlyList<BlindScore> Blind { get; init; }
}
