using System.Collections.Generic;

namespace StormDetect.Core.Detection;

/// <summary>What one hunt found.</summary>
/// <param name="Findings">Its findings of every severity, in any order.</param>
/// <param name="BlindIntervals">What could not be seen because of what it found (auditing switched off, an actor exempted), or for want of what it needs.</param>
internal sealed record HuntOutcome(IReadOnlyList<Finding> Findings, IReadOnlyList<BlindInterval> BlindIntervals)
{
    /// <summary>Things worth a warning that are no findings, such as input that says too little to judge.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it knows of findings of hunts before it.</summary>
    public IReadOnlyList<FindingAmendment> Amendments { get; init; } = [];

    /// <summary>What was asked for beside the log, and gave nothing at all.</summary>
    public IReadOnlyList<string> UnreadInputs { get; init; } = [];

    /// <summary>What was read of sign-ins given beside the log; null where none were.</summary>
    public ReadReport? SignIns { get; init; }
}
