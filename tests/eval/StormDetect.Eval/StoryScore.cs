using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>One reported story, judged by the answer key.</summary>
internal sealed record StoryScore
{
    public required string Id { get; init; }

    public required Severity Severity { get; init; }

    public required double Score { get; init; }

    /// <summary>Null where the hunt gives none.</summary>
    public required double? PValue { get; init; }

    /// <summary>Whether most of its records were planted.</summary>
    public required bool IsTrue { get; init; }

    /// <summary>Whether it was already reported when the warm-up ended.</summary>
    public required bool InWarmUp { get; init; }

    /// <summary>What a false story mistook: the kind of the benign event that fits it, <c>everyday</c> when none does. Empty for true stories.</summary>
    public required string Mistook { get; init; }

    public required string Title { get; init; }

    public required string Reasons { get; init; }
}
