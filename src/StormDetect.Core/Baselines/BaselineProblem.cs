namespace StormDetect.Core;

/// <summary>What is wrong with a baseline file, or with what it is asked to take in. Nothing is overwritten in any of these cases.</summary>
public enum BaselineProblem
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>There is a file already where a new one should be made.</summary>
    AlreadyExists,

    /// <summary>The path is a folder.</summary>
    IsFolder,

    /// <summary>The file is something else.</summary>
    NotABaseline,

    /// <summary>A newer version of this module wrote it.</summary>
    NewerVersion,

    /// <summary>It is cut off, or its bytes were changed.</summary>
    Corrupt,

    /// <summary>The records are of a tenant the file does not know.</summary>
    ForeignTenant,

    /// <summary>An input could not be read to its end: learning what is left would close days that are not whole.</summary>
    IncompleteInput,

    /// <summary>All records are older than what is learned already.</summary>
    OldInput,

    /// <summary>The clock shows a time before days that are closed already.</summary>
    ClockBackwards,

    /// <summary>Another run is writing it.</summary>
    Locked,

    /// <summary>The operating system refuses to read or write it.</summary>
    AccessDenied,

    /// <summary>There is no room left on the disk, or none for this user.</summary>
    DiskFull,

    /// <summary>Reading or writing failed.</summary>
    InputOutput,

    /// <summary>An approval that cannot be taken: no pattern, no tenant, no reason, or a time that is not to be.</summary>
    InvalidApproval,
}
