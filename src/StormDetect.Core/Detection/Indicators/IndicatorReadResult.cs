using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What files of indicators hold.</summary>
/// <param name="Indicators">The indicators that can be looked for.</param>
/// <param name="Problems">What does not count, and why.</param>
public sealed record IndicatorReadResult(IReadOnlyList<ThreatIndicator> Indicators, IReadOnlyList<IndicatorProblem> Problems);
