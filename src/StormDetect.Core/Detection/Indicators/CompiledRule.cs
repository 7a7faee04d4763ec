namespace StormDetect.Core.Detection.Indicators;

/// <summary>A rule ready to be looked for.</summary>
/// <param name="Indicator">The indicator it belongs to.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Terms">Numbers of the terms that must hold, ascending.</param>
/// <param name="Excluded">Numbers of those that must not.</param>
/// <param name="IsOrdinary">Whether it counts only together with another fact.</param>
internal sealed record CompiledRule(ThreatIndicator Indicator, IndicatorRule Rule, int[] Terms, int[] Excluded, bool IsOrdinary);
