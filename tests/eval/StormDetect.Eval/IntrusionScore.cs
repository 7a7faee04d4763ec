using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>What became of one planted intrusion.</summary>
internal sealed record IntrusionScore
{
    public required string Attack { get; init; }

    /// <summary>
    /// Whether a story at Medium or above holds one of its records when the whole log is hunted. Days of warm-up are judged again when more of them come, so there one found
    /// in time may be lost later.
    /// </summary>
    public required bool Found { get; init; }

    /// <summary>Whether that was so when its time was up: two days after the third day on which it read mail, seven for low-and-slow.</summary>
    public required bool FoundInTime { get; init; }

    /// <summary>Days from its first access to the first daily hunt that finds it, 0 for the evening of the same day; null when never.</summary>
    public required int? DaysToDetect { get; init; }

    /// <summary>The most severe story about it.</summary>
    public required Severity? Severity { get; init; }

    public required int Records { get; init; }

    /// <summary>What the hunt made of its days, where that was asked for.</summary>
    public IReadOnlyList<string> Days { get; init; } = [];

    /// <summary>How many of its records belong to mailboxes, networks and days that a story holds.</summary>
    public required int CoveredRecords { get; init; }
}
