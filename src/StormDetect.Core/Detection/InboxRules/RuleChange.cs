using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>One record about one rule, decoded.</summary>
internal sealed class RuleChange
{
    public required RuleChangeKind Kind { get; init; }

    public required string TenantId { get; init; }

    /// <summary>Every name of the mailbox that the record gives, normalised (<see cref="MailboxNames"/>).</summary>
    public required IReadOnlyList<string> MailboxNames { get; init; }

    /// <summary>The rule's name; null where the record does not say (Outlook's records can lack it).</summary>
    public required string? RuleName { get; init; }

    /// <summary>The name it has from now on, where the change renames it.</summary>
    public string? NewName { get; init; }

    /// <summary>The rule's number; empty where the record has none.</summary>
    public required string RuleId { get; init; }

    /// <summary>What the record says of the rule; null where it says nothing (a removal, a blank modification).</summary>
    public required RuleSettings? Settings { get; init; }

    /// <summary>Whether the record says that the rule is on or off.</summary>
    public bool? Enabled { get; init; }

    public required RuleActor Actor { get; init; }

    /// <summary>Domains of the organisation that the record itself names.</summary>
    public required IReadOnlyList<string> OwnDomains { get; init; }

    /// <summary>Whether Exchange refused it.</summary>
    public required bool Failed { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required Guid Key { get; init; }

    public required string RecordId { get; init; }

    public required string Network { get; init; }

    public required string SessionId { get; init; }
}
