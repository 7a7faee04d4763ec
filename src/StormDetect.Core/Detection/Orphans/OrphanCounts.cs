namespace StormDetect.Core.Detection.Orphans;

/// <summary>Records of a path and some mailboxes: how many a sign-in explains and how many the story is about.</summary>
internal readonly record struct OrphanCounts(long Matched, long Unmatched);
