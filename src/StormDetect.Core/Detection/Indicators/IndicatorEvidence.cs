using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>A row of records as one source's indicators see it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Rules">The source's rules that hold.</param>
/// <param name="Together">Whether telling indicators of two kinds hold in these very records.</param>
/// <param name="Tie">The finding of another hunt that names the records; null for none.</param>
internal sealed record IndicatorEvidence(IndicatorRow Row, IReadOnlyList<CompiledRule> Rules, bool Together, Finding? Tie);
