using System.Collections.Generic;

namespace StormDetect.Core.Baselines;

/// <summary>A story as the run that made a baseline saw it: what marking it as reported needs.</summary>
/// <param name="Severity">Its severity.</param>
/// <param name="Activities">What it is about, one bit for each group of activities.</param>
/// <param name="LastSeen">Its last record (UTC ticks).</param>
/// <param name="Pins">Its accesses on open days.</param>
internal sealed record JudgedStory(Severity Severity, int Activities, long LastSeen, IReadOnlyList<StoryPin> Pins);
