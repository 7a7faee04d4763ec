namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What is known of one mailbox on one path.</summary>
internal struct PathUse
{
    public int Days;

    /// <summary>Days on which novelty was counted, and those of them with a network new to the mailbox and home to nobody.</summary>
    public int Counted, StrangeDays;

    /// <summary>Days on which the log named the program.</summary>
    public int ProgramDays;

    public bool Synced;

    public AmountStatistics Amounts;
}
