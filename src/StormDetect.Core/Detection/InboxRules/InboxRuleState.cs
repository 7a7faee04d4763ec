namespace StormDetect.Core;

/// <summary>What has become of an inbox rule, as far as log and live rules show.</summary>
public enum InboxRuleState
{
    /// <summary>Neither the log nor the rules at hand say.</summary>
    Unknown,

    /// <summary>It is there and switched on, as far as the log reaches.</summary>
    Present,

    /// <summary>It is there but switched off.</summary>
    Disabled,

    /// <summary>It was removed.</summary>
    Removed,
}
