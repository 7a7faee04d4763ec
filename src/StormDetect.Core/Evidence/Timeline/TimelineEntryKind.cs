namespace StormDetect.Core;

/// <summary>What a line of a timeline tells.</summary>
public enum TimelineEntryKind
{
    /// <summary>Mail was read or synchronised.</summary>
    Access,

    /// <summary>Somebody signed in, or tried to.</summary>
    SignIn,

    /// <summary>A setting, rule, permission, application or account was changed.</summary>
    Change,

    /// <summary>Mail was sent.</summary>
    Send,

    /// <summary>Something was searched for.</summary>
    Search,

    /// <summary>Mail was moved, or copied.</summary>
    Move,

    /// <summary>Mail was deleted.</summary>
    Delete,

    /// <summary>Anything else the log tells.</summary>
    Other,

    /// <summary>The log is missing: records of this stretch were cut, lost or never exported.</summary>
    Gap,

    /// <summary>Nothing could be seen: auditing was off, throttled, or somebody was exempt from it.</summary>
    Blind,
}
