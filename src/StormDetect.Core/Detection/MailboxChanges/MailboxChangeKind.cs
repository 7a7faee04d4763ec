namespace StormDetect.Core;

/// <summary>What kind of change a <see cref="MailboxChangeFinding"/> is about. Its <see cref="Finding.DetectionId"/> is <c>MailboxChange.</c> and the kind.</summary>
public enum MailboxChangeKind
{
    /// <summary>A mailbox forwards its mail (ForwardingSmtpAddress, ForwardingAddress).</summary>
    Forwarding,

    /// <summary>Somebody got the right to open a mailbox (FullAccess, or the right to give rights).</summary>
    Permission,

    /// <summary>Somebody may send as a mailbox.</summary>
    SendAs,

    /// <summary>Somebody may send on behalf of a mailbox.</summary>
    SendOnBehalf,

    /// <summary>Somebody, or everybody (Default, Everyone, Anonymous), may read a folder of a mailbox.</summary>
    FolderPermission,

    /// <summary>A mail flow rule copies, redirects or deletes mail.</summary>
    TransportRule,

    /// <summary>A journal rule, or the address of undeliverable journal reports, sends copies of mail elsewhere.</summary>
    Journaling,

    /// <summary>A connector lets mail in, or routes it through a server of the connector's choice.</summary>
    Connector,

    /// <summary>A remote domain allows automatic forwarding.</summary>
    RemoteDomain,

    /// <summary>An outbound spam policy allows automatic forwarding.</summary>
    OutboundPolicy,

    /// <summary>An application or user got a role that opens mailboxes (RBAC for Applications, ApplicationImpersonation), or a policy that limited an application was removed.</summary>
    ApplicationAccess,

    /// <summary>An application was given permissions to read or send mail: consent, delegated grant or app role.</summary>
    Consent,

    /// <summary>An application may read mail now, and no consent in the log says since when: found among the grants that stand in the tenant.</summary>
    StandingConsent,

    /// <summary>An application or service principal got a secret or certificate, or trusts another issuer's tokens (federated credential).</summary>
    Credential,

    /// <summary>An application or service principal got an owner, who can give it secrets.</summary>
    Owner,

    /// <summary>An application was registered under a name that passes for another's.</summary>
    Application,

    /// <summary>An account got a directory role or role group that can give itself mailbox access.</summary>
    AdminRole,

    /// <summary>Another organisation was given delegated administration of the tenant.</summary>
    PartnerAccess,

    /// <summary>Exchange Web Services were opened, or what may use them was widened.</summary>
    EwsAccess,

    /// <summary>A protocol was switched on for mailboxes (IMAP, POP, SMTP AUTH ...).</summary>
    Protocol,

    /// <summary>Auditing was switched off, narrowed, bypassed, or its records are kept for less time.</summary>
    AuditTampering,
}
