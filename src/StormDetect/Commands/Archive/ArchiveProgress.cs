namespace StormDetect.Commands;

/// <summary>How far work on an archive has come.</summary>
/// <param name="Done">Bytes or records done.</param>
/// <param name="Total">Bytes or records to do.</param>
internal sealed record ArchiveProgress(long Done, long Total);
