namespace StormDetect.Core.Exports;

/// <summary>What a record is to those read before it.</summary>
internal enum RecordIdOutcome
{
    New,

    /// <summary>Equal in id and content.</summary>
    Duplicate,

    /// <summary>Equal in id, another in content.</summary>
    ConflictingId,
}
