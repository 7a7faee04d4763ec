using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>One record about one rule, decoded.</summary>
internal sealed class RuleChange
{
    /// <summary>Takes what every form of record says alike.</summary>
    public RuleChange(ChangeRecord record, RuleActorRole role, IReadOnlyList<string> mailboxNames)
    {
        TenantId = record.TenantId;
        MailboxNames = mailboxNames;
        Actor = new RuleActor(record.UserId, role, record.AppId, record.ClientAppId, RuleChangeReader.Client(record));
        OwnDomains = RuleChangeReader.OwnDomains(record, mailboxNames);
        Failed = record.Failed;
        Time = record.Time;
        Key = record.Key;
        RecordId = record.Id;
        Network = record.Network.IsNone ? string.Empty : record.Network.ToString();
        SessionId = record.SessionId;
    }

    public required RuleChangeKind Kind { get; init; }

    public string TenantId { get; }

    /// <summary>Every name of the mailbox that the record gives, normalised (<see cref="MailboxNames"/>).</summary>
    public IReadOnlyList<string> MailboxNames { get; }

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

    public RuleActor Actor { get; }

    /// <summary>Domains of the organisation that the record itself names.</summary>
    public IReadOnlyList<string> OwnDomains { get; }

    /// <summary>Whether Exchange refused it.</summary>
    public bool Failed { get; }

    public DateTimeOffset Time { get; }

    public Guid Key { get; }

    public string RecordId { get; }

    public string Network { get; }

    public string SessionId { get; }
}
