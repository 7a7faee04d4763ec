using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Eval;

/// <summary>
/// Whether p-values keep their word: of N candidates without an intrusion, about x * N should have p at most x. Candidates that surprise too little to be a
/// story are counted in N alone, so the last points before 1 fall short.
/// </summary>
internal static class Calibration
{
    private const int PerDecade = 2;
    private const int Decades = 5;

    /// <summary>From 1e-5 to 1; empty where no candidate has a p-value.</summary>
    public static IReadOnlyList<CalibrationPoint> Of(IReadOnlyCollection<TrialScore> trials) =>
        Of([.. trials.SelectMany(static trial => trial.PValues)], trials.Sum(static trial => trial.Candidates));

    /// <summary>From 1e-5 to 1; empty where there is no p-value.</summary>
    public static IReadOnlyList<CalibrationPoint> Of(IReadOnlyList<double> pValues, long candidates) => pValues.Count == 0
        ? []
        : [.. Enumerable.Range(-Decades * PerDecade, (Decades * PerDecade) + 1).Select(step => At(Math.Pow(10, (double)step / PerDecade), pValues, candidates))];

    private static CalibrationPoint At(double p, IReadOnlyList<double> pValues, long candidates) => new(p, p * candidates, p >= 1 ? candidates : pValues.Count(value => value <= p));
}
