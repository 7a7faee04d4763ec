namespace StormDetect.Core;

/// <summary>Why the state of a search cannot be used. Each is an error id of its own.</summary>
public enum SearchStateProblem
{
    /// <summary>Another run uses it.</summary>
    Locked,

    /// <summary>It is of another search: another tenant, route, window or filter.</summary>
    OtherSearch,

    /// <summary>The folder holds other things.</summary>
    FolderNotEmpty,

    /// <summary>A newer version wrote it.</summary>
    Newer,

    /// <summary>It is damaged.</summary>
    Damaged,

    /// <summary>It may not be read or written.</summary>
    AccessDenied,

    /// <summary>There is no room left on the disk, or none for this user.</summary>
    DiskFull,

    /// <summary>Reading or writing failed.</summary>
    InputOutput,
}
