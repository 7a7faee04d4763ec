using System.Collections.Generic;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Groups that are told as one.</summary>
/// <param name="DetectionId">The detection.</param>
/// <param name="Groups">Its groups, of one path and grade.</param>
/// <param name="IsWholePath">Whether the path itself is what the story is about, so that its id needs no other anchor.</param>
internal sealed record OrphanStory(string DetectionId, IReadOnlyList<UnexplainedGroup> Groups, bool IsWholePath);
