namespace StormDetect.Core;

/// <summary>Kinds of events that mail hunts read.</summary>
public enum AuditEventKind
{
    /// <summary>Reading: MailItemsAccessed.</summary>
    MailItemsAccessed,

    /// <summary>Sending: Send, SendAs, SendOnBehalf.</summary>
    Send,

    /// <summary>Searching: SearchQueryInitiatedExchange.</summary>
    Search,

    /// <summary>Deleting: SoftDelete, HardDelete, MoveToDeletedItems.</summary>
    Deletion,

    /// <summary>Inbox rules made by a client: UpdateInboxRules.</summary>
    InboxRule,
}
