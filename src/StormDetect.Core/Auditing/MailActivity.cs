namespace StormDetect.Core;

/// <summary>What was done with mail, as finely as hunts count it.</summary>
public enum MailActivity
{
    /// <summary>Single items were read (MailAccessType Bind).</summary>
    Bind,

    /// <summary>A folder was synchronised to a desktop client (MailAccessType Sync): the whole folder counts as exposed.</summary>
    Sync,

    /// <summary>Items were moved to another folder (Move).</summary>
    Move,

    /// <summary>Items were moved to Deleted Items (MoveToDeletedItems).</summary>
    MoveToDeletedItems,

    /// <summary>Items were deleted from Deleted Items, or past it (SoftDelete): they can be recovered for a while.</summary>
    SoftDelete,

    /// <summary>Items were deleted for good (HardDelete).</summary>
    HardDelete,

    /// <summary>Items of Sent Items were deleted, by whichever of the three operations: the sender's own trace of what was sent.</summary>
    DeleteSentItems,

    /// <summary>Items of Recoverable Items were deleted: nobody gets them back, unless the mailbox is on hold.</summary>
    PurgeRecoverableItems,

    /// <summary>The mailbox was searched (SearchQueryInitiated).</summary>
    Search,

    /// <summary>A message was sent (Send, SendAs, SendOnBehalf).</summary>
    Send,
}
