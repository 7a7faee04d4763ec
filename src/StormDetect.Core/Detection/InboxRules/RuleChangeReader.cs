using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Makes changes of rules of audit records: of the cmdlets (RecordType 1), here, and of UpdateInboxRules (RecordType 2), by <see cref="UpdateRulesReader"/>.</summary>
internal static class RuleChangeReader
{
    private const int MaxName = 512;

    /// <summary>Parameters that say how the cmdlet was called, not what the rule does.</summary>
    private static readonly HashSet<string> s_plumbing = new(StringComparer.OrdinalIgnoreCase)
    {
        "AlwaysDeleteOutlookRulesBlob", "Force", "Mailbox", "Identity", "Name", "Priority", "Confirm", "WhatIf", "DomainController", "ErrorAction", "WarningAction", "Verbose", "Debug",
        "Enabled", "ValidateOnly", "FromMessageId", "Organization",
    };

    /// <summary>Whether records of an operation are about inbox rules.</summary>
    public static bool Wants(string operation) => KindOf(operation) is not null || IsUpdate(operation);

    /// <summary>Reads a record.</summary>
    /// <returns>The change; null where the record names no mailbox at all.</returns>
    public static RuleChange? Read(ChangeRecord record)
    {
        if (record.IsService)
        {
            return null;
        }

        return IsUpdate(record.Operation) ? UpdateRulesReader.Read(record) : KindOf(record.Operation) is { } kind ? ReadCmdlet(record, kind) : null;
    }

    /// <summary>Domains of the organisation a record names, and that of the actor where the actor belongs to it.</summary>
    public static IReadOnlyList<string> OwnDomains(ChangeRecord record, IEnumerable<string> mailboxNames)
    {
        HashSet<string> domains = new(StringComparer.Ordinal);
        AddDomain(record["OrganizationName"] ?? string.Empty);
        foreach (string part in record.ObjectId.Split('/'))
        {
            if (part.Contains(".onmicrosoft.", StringComparison.OrdinalIgnoreCase) && !part.Contains('@', StringComparison.Ordinal))
            {
                AddDomain(part);
            }
        }

        foreach (string name in mailboxNames)
        {
            AddDomain(TenantDomains.DomainOf(name));
        }

        // A partner's administrator and a guest are not of this organisation.
        if (!IsForeign(record) && !record.UserId.Contains("#EXT#", StringComparison.OrdinalIgnoreCase))
        {
            AddDomain(TenantDomains.DomainOf(record.UserId));
        }

        return [.. domains.Order(StringComparer.Ordinal)];

        void AddDomain(string domain)
        {
            if (domain.Contains('.', StringComparison.Ordinal) && domain.Length < 256)
            {
                _ = domains.Add(domain.Trim().ToLowerInvariant());
            }
        }
    }

    public static bool IsForeign(ChangeRecord record) => record.UserType is 3 or 9 or 10 || "True".Equals(record["ExternalAccess"], StringComparison.OrdinalIgnoreCase);

    /// <summary>A name no longer than any that Exchange allows.</summary>
    public static string Cut(string name) => name.Length > MaxName ? name[..MaxName] : name;

    private static bool IsUpdate(string operation) => operation.Equals("UpdateInboxRules", StringComparison.OrdinalIgnoreCase);

    private static RuleChangeKind? KindOf(string operation) => operation.ToLowerInvariant() switch
    {
        "new-inboxrule" => RuleChangeKind.Create,
        "set-inboxrule" => RuleChangeKind.Modify,
        "enable-inboxrule" => RuleChangeKind.Enable,
        "disable-inboxrule" => RuleChangeKind.Disable,
        "remove-inboxrule" => RuleChangeKind.Remove,
        _ => null,
    };

    private static RuleChange? ReadCmdlet(ChangeRecord record, RuleChangeKind kind)
    {
        NamedValues parameters = record.Parameters;
        (string objectMailbox, string objectRule) = Split(record.ObjectId);
        (string identityMailbox, string identityRule) = Split(parameters["Identity"] ?? string.Empty);
        string explicitMailbox = MailboxNames.Normalise(parameters["Mailbox"]);
        string named = explicitMailbox.Length > 0 ? explicitMailbox : identityMailbox;
        string actor = MailboxNames.Normalise(record.UserId);
        RuleActorRole role = RoleOf(record, explicitMailbox, named.Length > 0 ? named : objectMailbox, actor);

        List<string> names = [];
        Add(explicitMailbox);
        Add(identityMailbox);
        Add(objectMailbox);
        if (role == RuleActorRole.Owner || names.Count == 0)
        {
            Add(actor);
        }

        if (names.Count == 0)
        {
            return null;
        }

        string? newName = parameters["Name"];
        string identity = identityRule.Length > 0 ? identityRule : objectRule;
        bool isNumber = IsRuleId(identity);
        return new RuleChange(record, role, names)
        {
            Kind = kind,
            RuleName = kind == RuleChangeKind.Create ? Cut(newName ?? identity) : isNumber ? (objectRule.Length > 0 && !IsRuleId(objectRule) ? Cut(objectRule) : null) : Cut(identity),
            NewName = kind == RuleChangeKind.Modify && newName is not null && !newName.Equals(identity, StringComparison.OrdinalIgnoreCase) ? Cut(newName) : null,
            RuleId = kind != RuleChangeKind.Create && isNumber ? RuleIds.Normalise(identity) : string.Empty,
            Settings = kind is RuleChangeKind.Create or RuleChangeKind.Modify ? Settings(parameters, kind) : null,
            Enabled = parameters["Enabled"] is null ? null : parameters.IsTrue("Enabled"),
        };

        void Add(string name)
        {
            if (name.Length > 0 && !names.Contains(name))
            {
                names.Add(Cut(name));
            }
        }
    }

    /// <summary>Which part of the log's own words for the client says most.</summary>
    public static string Client(ChangeRecord record)
    {
        string id = record.ClientAppId.Length > 0 ? record.ClientAppId : record.AppId;
        string text = KnownApplications.NameOf(id) is { Length: > 0 } name ? name : record["ClientProcessName"] is { Length: > 0 } process ? process
            : record.ClientInfo.Length > 0 ? record.ClientInfo : id;
        return text.Length > 128 ? text[..128] : text;
    }

    private static RuleActorRole RoleOf(ChangeRecord record, string explicitMailbox, string mailbox, string actor)
    {
        if (IsForeign(record))
        {
            return RuleActorRole.ForeignAdmin;
        }

        string token = MailboxNames.Normalise(record["TokenObjectId"]);
        bool isOwn = mailbox.Length == 0 || mailbox.Equals(actor, StringComparison.Ordinal) || mailbox.Equals(token, StringComparison.Ordinal)
            || actor.StartsWith(mailbox + "@", StringComparison.Ordinal);
        if (isOwn)
        {
            return RuleActorRole.Owner;
        }

        if (explicitMailbox.Length > 0)
        {
            // Naming another's mailbox takes an administrator's role. An id or alias may still be one's own.
            return MailboxNames.IsAddress(explicitMailbox) && MailboxNames.IsAddress(actor) ? RuleActorRole.Admin : RuleActorRole.Unknown;
        }

        // Without a mailbox the cmdlets work on one's own, and the record names it by alias or id; only a token of somebody else says otherwise.
        return Guid.TryParse(mailbox, out _) && Guid.TryParse(token, out _) ? RuleActorRole.Delegate
            : MailboxNames.IsAddress(mailbox) && MailboxNames.IsAddress(actor) ? RuleActorRole.Admin : RuleActorRole.Owner;
    }

    private static RuleSettings Settings(NamedValues parameters, RuleChangeKind kind)
    {
        List<(string, IEnumerable<string>)> entries = [];
        foreach (NamedValue parameter in parameters)
        {
            if (!s_plumbing.Contains(parameter.Name) && parameter.Name.Length is > 0 and < 64)
            {
                string value = parameter.Value.Equals("$null", StringComparison.OrdinalIgnoreCase) ? string.Empty : parameter.Value;
                entries.Add((parameter.Name, RuleValues.Split(value)));
            }
        }

        return RuleSettings.Of(entries, isComplete: kind == RuleChangeKind.Create);
    }

    /// <summary><c>alias\Name</c>, <c>mailbox\1234</c>, or a directory path with the mailbox last: mailbox and rule. A rule's name may hold a backslash itself.</summary>
    private static (string Mailbox, string Rule) Split(string identity)
    {
        int root = identity.Contains("/Microsoft Exchange Hosted Organizations/", StringComparison.OrdinalIgnoreCase) ? identity.LastIndexOf('/', Math.Max(0, BackslashAfterPath(identity))) : -1;
        string tail = root >= 0 ? identity[(root + 1)..] : identity;
        int at = tail.IndexOf('\\', StringComparison.Ordinal);
        return at < 0
            ? root >= 0 ? (MailboxNames.Normalise(tail), string.Empty) : (string.Empty, tail.Trim())
            : (MailboxNames.Normalise(tail[..at]), tail[(at + 1)..].Trim());
    }

    // The path itself has no backslash; what stands behind the first one is the rule, slashes included.
    private static int BackslashAfterPath(string identity)
    {
        int at = identity.IndexOf('\\', StringComparison.Ordinal);
        return at < 0 ? identity.Length - 1 : at;
    }

    private static bool IsRuleId(string text) => text.Length is >= 5 and <= 20 && text.AsSpan(text[0] == '-' ? 1 : 0).IndexOfAnyExceptInRange('0', '9') < 0;
}
