namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What is known of one mailbox.</summary>
internal struct MailboxState
{
    /// <summary>Days with mail access, and the first of them (<see cref="System.DateOnly.DayNumber"/>).</summary>
    public int Days, FirstDay;

    public bool Synced, Delegated;

    /// <summary>Delegates first seen while novelty was counted.</summary>
    public int NewDelegates;
}
