namespace StormDetect.Binding;

/// <summary>What a piped object turned out to be.</summary>
internal enum AuditInputKind
{
    /// <summary>Nothing that holds audit records.</summary>
    NotSupported,

    /// <summary>A path, perhaps with wildcards.</summary>
    Path,

    /// <summary>The full path of a file or folder.</summary>
    LiteralPath,

    /// <summary>An audit record.</summary>
    Record,

    /// <summary>An audit record as JSON.</summary>
    Text,

    /// <summary>The report of a search of a live audit log.</summary>
    Search,

    /// <summary>What is left of the report of a search, and not enough of it.</summary>
    DamagedSearch,

    /// <summary>A finding: it names records but has none.</summary>
    Finding,
}
