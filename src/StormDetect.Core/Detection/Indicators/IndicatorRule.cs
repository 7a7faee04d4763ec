using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Comparisons that must all hold in one record; an indicator holds when one of its rules does.</summary>
/// <param name="Terms">What must hold; at least one.</param>
/// <param name="Excluded">What must not hold.</param>
internal sealed record IndicatorRule(IReadOnlyList<IndicatorTerm> Terms, IReadOnlyList<IndicatorTerm> Excluded)
{
    public static IndicatorRule Of(IndicatorTerm term) => new([term], []);

    /// <summary>
    /// Whether what it names is met everywhere: it says nothing unless another fact goes with it. Storm-0558's best known user agent is that of Exchange's own services.
    /// </summary>
    public bool IsOrdinary => Terms.All(OrdinaryValues.Contains);
}
