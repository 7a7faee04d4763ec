namespace StormDetect.Core;

/// <summary>Why something could not have been seen.</summary>
public enum BlindCause
{
    /// <summary>Exchange stopped recording item reads of a busy mailbox for 24 hours.</summary>
    Throttled,

    /// <summary>Records were cut, unreadable or missing from the export.</summary>
    LostRows,

    /// <summary>Auditing was switched off.</summary>
    AuditOff,

    /// <summary>A user's actions are exempt from auditing.</summary>
    ActorBypassed,

    /// <summary>The licence does not produce these records.</summary>
    NotLicensed,

    /// <summary>The records are older than they are kept.</summary>
    OutOfRetention,

    /// <summary>The export does not contain this time.</summary>
    WindowMissing,

    /// <summary>The log is there, but too short a history to judge it by. Possible where mailboxes could be compared with each other.</summary>
    WarmUpNotJudged,

    /// <summary>Records of the last hours may still be on their way.</summary>
    LogNotYetComplete,

    /// <summary>There are no sign-ins to compare with.</summary>
    SignInsMissing,

    /// <summary>Inbox rules as they stand could not be read: one that is older than the log is not seen.</summary>
    InboxRulesMissing,

    /// <summary>The log has records, and not one of mail access: it was not exported or not audited, or nobody read mail.</summary>
    MailAccessMissing,
}
