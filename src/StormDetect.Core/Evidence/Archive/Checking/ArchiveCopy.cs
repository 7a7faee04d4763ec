namespace StormDetect.Core.Archives;

/// <summary>One copy of a file of an archive.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsCold">Whether it is in cold storage.</param>
internal sealed record ArchiveCopy(string Path, long Length, bool IsCold);
