namespace StormDetect.Core;

/// <summary>Why an input as a whole could not be read. The name is the error id.</summary>
public enum InputProblemKind
{
    /// <summary>There is no such file or folder.</summary>
    PathNotFound,

    /// <summary>The folder, wildcard or archive holds nothing that is an audit log.</summary>
    NoAuditLogFound,

    /// <summary>The file may not be read.</summary>
    AccessDenied,

    /// <summary>The file could not be read to its end.</summary>
    ReadFailed,

    /// <summary>The file is not text.</summary>
    BinaryFile,

    /// <summary>The file is text, but in no form of an audit log.</summary>
    UnknownForm,

    /// <summary>The archive is damaged or cut.</summary>
    CorruptArchive,

    /// <summary>The archive unpacks to more than is plausible.</summary>
    ArchiveTooLarge,
}
