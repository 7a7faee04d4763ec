using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>What one kind of finding made of one intrusion.</summary>
internal sealed record PartScore
{
    public required string Attack { get; init; }

    /// <summary>The kind, as the answer key has it.</summary>
    public required string Finding { get; init; }

    /// <summary>Whether sign-in files were given.</summary>
    public required bool WithSignIns { get; init; }

    /// <summary>Whether a finding of the kind at Medium or above names one of the records.</summary>
    public required bool Found { get; init; }

    /// <summary>Days from its first record of the kind to the first daily hunt that finds it, 0 for the evening of the same day; null when never.</summary>
    public required int? DaysToDetect { get; init; }

    public required Severity? Severity { get; init; }

    /// <summary>How many records the kind has.</summary>
    public required int Records { get; init; }
}
