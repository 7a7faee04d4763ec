namespace StormDetect.Core;

/// <summary>What is noteworthy about an archive.</summary>
public enum ArchiveFindingKind
{
    /// <summary>The header is missing, changed, or of another tenant or format.</summary>
    HeaderDamaged,

    /// <summary>An entry of the manifest is missing.</summary>
    EntryMissing,

    /// <summary>An entry of the manifest was changed, or contradicts itself.</summary>
    EntryDamaged,

    /// <summary>An entry does not follow the one before it: it was exchanged, or the one before was.</summary>
    ChainBroken,

    /// <summary>A part that the manifest names is in none of the folders given.</summary>
    PartMissing,

    /// <summary>A part is not what the manifest says.</summary>
    PartDamaged,

    /// <summary>An index that the manifest names is in none of the folders given.</summary>
    IndexMissing,

    /// <summary>An index is not what the manifest says.</summary>
    IndexDamaged,

    /// <summary>A file that the manifest does not name.</summary>
    NotInManifest,

    /// <summary>The hash that was noted elsewhere is not in the chain: the chain was cut or written anew.</summary>
    HeadMissing,

    /// <summary>A file that could not be read, so that nothing is known about it.</summary>
    Unreadable,

    /// <summary>A run ended early. What it left is no part of the archive; the next run takes it away.</summary>
    UnfinishedRun,

    /// <summary>A record is in the archive more than once.</summary>
    DuplicateRecords,

    /// <summary>A stretch of time is missing.</summary>
    Gap,

    /// <summary>A stretch of time is missing, and somebody accepted that it is lost.</summary>
    AcceptedLoss,
}
