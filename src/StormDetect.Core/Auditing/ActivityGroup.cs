namespace StormDetect.Core;

/// <summary>What can be judged of a mailbox, each with a model of its own: who reads a lot need not delete a lot.</summary>
public enum ActivityGroup
{
    /// <summary>Mail was read or synchronised (MailItemsAccessed).</summary>
    Access,

    /// <summary>Items were moved between folders (Move; not audited by default).</summary>
    Move,

    /// <summary>Items were deleted (MoveToDeletedItems, SoftDelete, HardDelete).</summary>
    Delete,

    /// <summary>The mailbox was searched (SearchQueryInitiatedExchange; not audited by default).</summary>
    Search,

    /// <summary>Messages were sent (Send, SendAs, SendOnBehalf).</summary>
    Send,
}
