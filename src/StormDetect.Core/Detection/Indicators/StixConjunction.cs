using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Comparisons that must all hold, while a pattern is read.</summary>
/// <param name="Terms">What must hold.</param>
/// <param name="Excluded">What must not.</param>
/// <param name="IsForeign">Whether it asks for something no audit log carries, so that it can never be seen to hold.</param>
internal sealed record StixConjunction(IReadOnlyList<IndicatorTerm> Terms, IReadOnlyList<IndicatorTerm> Excluded, bool IsForeign)
{
    public static StixConjunction Empty { get; } = new([], [], false);

    public static StixConjunction Foreign { get; } = new([], [], true);

    public static StixConjunction With(IndicatorTerm term) => new([term], [], false);

    public static StixConjunction Without(IndicatorTerm term) => new([], [term], false);

    public StixConjunction And(StixConjunction other) => new([.. Terms, .. other.Terms], [.. Excluded, .. other.Excluded], IsForeign || other.IsForeign);
}
