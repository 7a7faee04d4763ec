namespace StormDetect.Core;

/// <summary>Where an inbox rule is known from.</summary>
public enum InboxRuleSource
{
    /// <summary>From the audit log.</summary>
    AuditLog,

    /// <summary>From Get-InboxRule.</summary>
    Exchange,

    /// <summary>From Microsoft Graph.</summary>
    Graph,

    /// <summary>From the audit log and from the mailbox as it is now.</summary>
    AuditLogAndMailbox,
}
