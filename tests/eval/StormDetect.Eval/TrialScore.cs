using System.Collections.Generic;

namespace StormDetect.Eval;

/// <summary>What became of one tenant: hunted clean, and with each intrusion alone.</summary>
internal sealed record TrialScore
{
    public required int Mailboxes { get; init; }

    public required int Seed { get; init; }

    /// <summary>The large legitimate change that was played; empty for none.</summary>
    public required string Drift { get; init; }

    /// <summary>Weeks of log after the warm-up.</summary>
    public required double WeeksAfterWarmUp { get; init; }

    /// <summary>False stories of the clean tenant by budget.</summary>
    public required IReadOnlyList<BudgetScore> Budgets { get; init; }

    /// <summary>Stories at Medium or above of the clean tenant, all of them false.</summary>
    public required IReadOnlyList<StoryScore> CleanStories { get; init; }

    /// <summary>How many candidates of the clean tenant have a p-value.</summary>
    public required long Candidates { get; init; }

    /// <summary>The p-values of the clean tenant's stories, down to Informational, ascending; empty where the hunt gives none.</summary>
    public required IReadOnlyList<double> PValues { get; init; }

    /// <summary>By how many bits the stories of the clean log are above the bar, or below it: what another budget would let through.</summary>
    public IReadOnlyList<double> Margins { get; init; } = [];

    public required IReadOnlyList<IntrusionScore> Intrusions { get; init; }

    /// <summary>Stories at Medium or above of the hunts with an intrusion.</summary>
    public required IReadOnlyList<StoryScore> AttackedStories { get; init; }
}
