namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What is known of one mailbox.</summary>
internal struct MailboxState
{
    /// <summary>Days with mail access.</summary>
    public int Days;

    public bool Synced, Delegated;

    /// <summary>Delegates first seen while novelty was counted.</summary>
    public int NewDelegates;
}
