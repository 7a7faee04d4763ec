namespace StormDetect.Eval;

/// <summary>How many candidates of clean tenants have a p-value so small, and how many should.</summary>
/// <param name="P">The p-value.</param>
/// <param name="Nominal">How many of the candidates should have one at most so large.</param>
/// <param name="Observed">How many have.</param>
internal readonly record struct CalibrationPoint(double P, double Nominal, long Observed);
