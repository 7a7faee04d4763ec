namespace StormDetect.Core.Detection.InboxRules;

/// <summary>What a record did to a rule.</summary>
internal enum RuleChangeKind : byte
{
    /// <summary>Made it.</summary>
    Create,

    /// <summary>Changed it, or wrote it again as it was.</summary>
    Modify,

    /// <summary>Switched it on.</summary>
    Enable,

    /// <summary>Switched it off.</summary>
    Disable,

    /// <summary>Removed it.</summary>
    Remove,
}
