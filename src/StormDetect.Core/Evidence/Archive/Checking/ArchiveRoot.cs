namespace StormDetect.Core.Archives;

/// <summary>A folder that holds an archive of a tenant, or a part of it.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="IsCold">Whether what is only there takes time to get at.</param>
internal sealed record ArchiveRoot(string Folder, bool IsCold);
