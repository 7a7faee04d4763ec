namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What is known of one path, or one family of paths, over all mailboxes of a tenant.</summary>
internal struct PathState
{
    /// <summary>The first day (<see cref="System.DateOnly.DayNumber"/>).</summary>
    public int FirstDay;

    public int Mailboxes;

    /// <summary>Derived: of these, those read by it on several days.</summary>
    public int Established;

    /// <summary>Mailbox-days.</summary>
    public long Days;

    /// <summary>Mailbox-days on which novelty was counted, and those of them with a network new to the mailbox and home to nobody.</summary>
    public long Counted, StrangeDays;

    public AmountStatistics Amounts;
}
