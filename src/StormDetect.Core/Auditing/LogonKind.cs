namespace StormDetect.Core;

/// <summary>On whose authority a mailbox was opened, from LogonType.</summary>
public enum LogonKind
{
    /// <summary>The record does not say.</summary>
    Unknown,

    /// <summary>The mailbox owner, or an application acting for the owner (LogonType 0).</summary>
    Owner,

    /// <summary>Somebody with rights on another's mailbox (LogonType 2).</summary>
    Delegate,

    /// <summary>An administrator, including a partner's (LogonType 1 and 6).</summary>
    Admin,

    /// <summary>Exchange itself (LogonType 3, 4 and 5).</summary>
    Service,
}
