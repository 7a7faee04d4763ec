namespace StormDetect.Core.Reports;

/// <summary>Mail access of one mailbox on one UTC day.</summary>
internal struct ReportDay
{
    /// <summary>Item-read records, the items they stand for, and folders synchronised.</summary>
    public int Reads, Items, Syncs;

    /// <summary>The part of <see cref="Items"/> and <see cref="Syncs"/> that belongs to a finding.</summary>
    public int FlaggedItems, FlaggedSyncs;
}
