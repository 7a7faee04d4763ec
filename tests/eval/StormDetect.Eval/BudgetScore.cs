using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>False stories of a clean tenant hunted with one budget.</summary>
internal sealed record BudgetScore
{
    public required Sensitivity Sensitivity { get; init; }

    /// <summary>After the warm-up.</summary>
    public required int Medium { get; init; }

    /// <summary>Of those, the ones at High or above.</summary>
    public required int High { get; init; }

    public required int MediumInWarmUp { get; init; }

    public required int HighInWarmUp { get; init; }

    /// <summary>What the sensitivity promises: false stories a week at Medium or above.</summary>
    public static double Promise(Sensitivity sensitivity) => sensitivity switch
    {
        Sensitivity.Low => 0.2,
        Sensitivity.High => 5,
        _ => 1,
    };
}
