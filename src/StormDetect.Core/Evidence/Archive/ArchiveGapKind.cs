namespace StormDetect.Core;

/// <summary>Why an archive has nothing of a stretch of time.</summary>
public enum ArchiveGapKind
{
    /// <summary>No run asked for it.</summary>
    NeverAsked,

    /// <summary>It was asked for, and did not come completely.</summary>
    NotReceived,

    /// <summary>The files that were archived have no record of these days, and do not say whether they cover them.</summary>
    NoRecords,

    /// <summary>The manifest has it, but the parts are not in this folder: kept elsewhere, or gone.</summary>
    NotHere,

    /// <summary>It was asked for, could not be had, and somebody accepted that it is lost (<c>Export-M365AuditLog -AcceptLoss</c>). It is not asked for again, and stays blind.</summary>
    LossAccepted,
}
