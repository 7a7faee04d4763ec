namespace StormDetect.Core;

/// <summary>Who does it, as far as it makes a difference to the log.</summary>
public enum AuditActorKind
{
    /// <summary>The mailbox's owner, or somebody with the owner's token.</summary>
    Owner,

    /// <summary>Somebody the mailbox is shared with.</summary>
    Delegate,

    /// <summary>An administrator, by eDiscovery or impersonation.</summary>
    Administrator,

    /// <summary>An application with its own permission, without a user.</summary>
    Application,

    /// <summary>An account that is exempt from auditing.</summary>
    BypassedAccount,
}
