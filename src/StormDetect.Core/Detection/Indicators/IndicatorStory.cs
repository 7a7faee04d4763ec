using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Evidence of one source that hangs together by an indicator, an actor or a session.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Source">The source.</param>
/// <param name="Class">What it is worth.</param>
/// <param name="Evidence">The evidence, earliest first.</param>
internal sealed record IndicatorStory(string Tenant, string Source, StoryClass Class, IReadOnlyList<IndicatorEvidence> Evidence);
