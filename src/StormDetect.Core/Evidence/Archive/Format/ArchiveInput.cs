namespace StormDetect.Core.Archives;

/// <summary>A file a run read.</summary>
/// <param name="Name">Its name without folders, which are the machine's.</param>
/// <param name="Bytes">Bytes of text.</param>
/// <param name="Rows">Rows.</param>
internal sealed record ArchiveInput(string Name, long Bytes, long Rows);
