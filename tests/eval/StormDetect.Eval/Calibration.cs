using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Eval;

/// <summary>Whether p-values keep their word: of N candidates without an intrusion, about x * N should have p at most x.</summary>
internal static class Calibration
{
    private const int PerDecade = 2;
    private const int Decades = 5;

    /// <summary>From 1e-5 to 1; empty where no candidate has a p-value.</summary>
    public static IReadOnlyList<CalibrationPoint> Of(IEnumerable<TrialScore> trials) => Of([.. trials.SelectMany(static trial => trial.PValues)]);

    /// <summary>From 1e-5 to 1; empty where there is no p-value.</summary>
    public static IReadOnlyList<CalibrationPoint> Of(IReadOnlyList<double> pValues) => pValues.Count == 0
        ? []
        : [.. Enumerable.Range(-Decades * PerDecade, (Decades * PerDecade) + 1).Select(step => At(Math.Pow(10, (double)step / PerDecade), pValues))];

    private static CalibrationPoint At(double p, IReadOnlyList<double> pValues) => new(p, p * pValues.Count, pValues.Count(value => value <= p));
}
