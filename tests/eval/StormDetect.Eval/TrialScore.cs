using System.Collections.Generic;

namespace StormDetect.Eval;

/// <summary>What became of one tenant: hunted clean, and with each intrusion alone.</summary>
internal sealed record TrialScore
{
    public required int Mailboxes { get; init; }

    public required int Seed { get; init; }

    public required string Drift { get; init; }

    /// <summary>Weeks of log after the warm-up.</summary>
    public required double WeeksAfterWarmUp { get; init; }

    /// <summary>All stories of the clean tenant, down to Informational.</summary>
    public required IReadOnlyList<StoryScore> CleanStories { get; init; }

    public required IReadOnlyList<IntrusionScore> Intrusions { get; init; }

    /// <summary>Stories at Medium or above of the hunts with an intrusion.</summary>
    public required IReadOnlyList<StoryScore> AttackedStories { get; init; }
}
