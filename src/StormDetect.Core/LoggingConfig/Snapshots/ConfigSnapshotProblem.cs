namespace StormDetect.Core;

/// <summary>What is wrong with a snapshot file.</summary>
public enum ConfigSnapshotProblem
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>There is a file already where a new one should be made.</summary>
    AlreadyExists,

    /// <summary>The file is neither a snapshot nor results of ScubaGear.</summary>
    NotASnapshot,

    /// <summary>A newer version of this module wrote it.</summary>
    NewerVersion,

    /// <summary>It is cut off or damaged.</summary>
    Corrupt,

    /// <summary>It is larger than any snapshot.</summary>
    TooLarge,

    /// <summary>It is of another tenant than the one to go on with.</summary>
    ForeignTenant,

    /// <summary>The operating system refuses to read or write it.</summary>
    AccessDenied,

    /// <summary>There is no room left on the disk, or none for this user.</summary>
    DiskFull,

    /// <summary>Reading or writing failed.</summary>
    InputOutput,
}
