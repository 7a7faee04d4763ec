namespace StormDetect.Core;

/// <summary>Why an archive cannot be written or read. The name is the error id.</summary>
public enum ArchiveProblem
{
    /// <summary>Another run is writing the archive.</summary>
    ArchiveLocked,

    /// <summary>The folder is no archive of audit records, or one of a later version.</summary>
    NotAnArchive,

    /// <summary>The archive is not as its manifest says, so nothing is added to it.</summary>
    ArchiveDamaged,

    /// <summary>There is no room left.</summary>
    ArchiveDiskFull,

    /// <summary>The folder may not be written or read.</summary>
    ArchiveAccessDenied,

    /// <summary>Reading or writing failed.</summary>
    ArchiveInputOutput,
}
