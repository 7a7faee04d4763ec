namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What the days of a story have in common.</summary>
/// <param name="Path">The path.</param>
/// <param name="Kind">What the value is an index of.</param>
/// <param name="Value">The index; 0 for <see cref="StoryKeyKind.Path"/>.</param>
internal readonly record struct StoryKey(int Path, StoryKeyKind Kind, int Value);
