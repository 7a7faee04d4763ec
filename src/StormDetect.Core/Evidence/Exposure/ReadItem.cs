namespace StormDetect.Core.Exposures;

/// <summary>A message that a record names.</summary>
/// <param name="Key">Hash of its InternetMessageId; of the item's id where it has none, as drafts do.</param>
/// <param name="InternetMessageId">As the log spells it; empty for an item without one.</param>
/// <param name="Subject">Its subject where the log has it; else empty.</param>
/// <param name="Size">Its size in bytes; -1 where the log does not say.</param>
internal readonly record struct ReadItem(System.Guid Key, string InternetMessageId, string Subject, long Size);
