namespace StormDetect.Core.Detection.InboxRules;

/// <summary>How much of the mail a rule picks.</summary>
internal enum RuleSelectionKind
{
    /// <summary>Only a part of the rule is known.</summary>
    Unknown,

    /// <summary>What meets its conditions.</summary>
    Some,

    /// <summary>Nearly everything that is addressed to the owner.</summary>
    ToOwner,

    /// <summary>All mail, or as good as all.</summary>
    All,
}
