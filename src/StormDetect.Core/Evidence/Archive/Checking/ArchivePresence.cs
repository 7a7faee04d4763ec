namespace StormDetect.Core.Archives;

/// <summary>Where a part is found, whole.</summary>
internal enum ArchivePresence
{
    /// <summary>Nowhere, or only damaged.</summary>
    Missing,

    /// <summary>It could not be read.</summary>
    Unknown,

    /// <summary>In cold storage.</summary>
    Cold,

    /// <summary>At hand.</summary>
    Hot,
}
