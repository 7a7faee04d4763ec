using System.Collections.Generic;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>A rule as it stands in a mailbox now.</summary>
internal sealed class RuleSnapshot
{
    /// <summary>The tenant it was read from; empty where the rule was given, which says nothing of a tenant.</summary>
    public string TenantId { get; set; } = string.Empty;

    public required InboxRuleSource Source { get; init; }

    /// <summary>Names of the mailbox, normalised; empty where the rule does not say.</summary>
    public required IReadOnlyList<string> MailboxNames { get; init; }

    public required string RuleName { get; init; }

    /// <summary>RuleIdentity, which Graph's id is another writing of; Graph's id itself where it is not; empty where the rule has none.</summary>
    public required string RuleId { get; init; }

    /// <summary>The rule's Identity as it was given, for commands.</summary>
    public required string Identity { get; init; }

    public required RuleSettings Settings { get; init; }

    public required bool? Enabled { get; init; }

    /// <summary>Whether clients do not show it (Get-InboxRule -IncludeHidden).</summary>
    public required bool IsHidden { get; init; }
}
