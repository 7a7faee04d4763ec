using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>A finding at Medium or above, judged by the answer key.</summary>
internal sealed record FindingScore
{
    public required string DetectionId { get; init; }

    /// <summary>The finding's type.</summary>
    public required string Type { get; init; }

    public required string Id { get; init; }

    public required Severity Severity { get; init; }

    public required bool WithSignIns { get; init; }

    /// <summary>The intrusion in the log; empty for none.</summary>
    public required string Attack { get; init; }

    /// <summary>Whether it names a planted record.</summary>
    public required bool IsTrue { get; init; }

    /// <summary>Whether it begins in the first week, which is judged without a past.</summary>
    public required bool InWarmUp { get; init; }

    /// <summary>Of a false one, what it mistook, where the background tells.</summary>
    public required string Mistook { get; init; }

    public required string Title { get; init; }

    public required string Reasons { get; init; }
}
