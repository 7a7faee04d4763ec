using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// Reads UpdateInboxRules, what Outlook, MAPI and EWS clients leave of a rule: OperationProperties with RuleOperation, RuleId, RuleState, RuleCondition, RuleName and RuleActions, or a
/// ServerRule. Outlook writes all of its rules again when it synchronises; then only the id is there.
/// </summary>
internal static class UpdateRulesReader
{
    public static RuleChange? Read(ChangeRecord record)
    {
        NamedValues properties = record.OperationProperties;
        List<string> names = [];
        Add(record.MailboxOwner);
        Add(record.MailboxGuid);
        RuleActorRole role = Role(record);
        if (names.Count == 0 || (role == RuleActorRole.Owner && record.MailboxOwner.Length == 0))
        {
            Add(record.UserId);
        }

        if (names.Count == 0)
        {
            return null;
        }

        List<(string, IEnumerable<string>)> actions = [];
        foreach (NamedValue property in properties)
        {
            if (property.Name.Equals("RuleActions", StringComparison.OrdinalIgnoreCase) || property.Name.Equals("ServerRule", StringComparison.OrdinalIgnoreCase)
                || property.Name.Equals("Actions", StringComparison.OrdinalIgnoreCase) || property.Name.Equals("RuleAction", StringComparison.OrdinalIgnoreCase))
            {
                RuleActionText.Read(property.Value, actions);
            }
            else if (RuleActionText.IsAction(property.Name))
            {
                RuleActionText.Add(property.Name, [property.Value, properties["Recipients"] ?? string.Empty], actions);
            }
            else if (RuleActionText.IsAction(property.Value))
            {
                RuleActionText.Add(property.Value, [properties["Recipients"] ?? string.Empty], actions);
            }
        }

        string state = properties["RuleState"] ?? string.Empty;
        bool? enabled = state.Length == 0 ? null : state.Contains("Enabled", StringComparison.OrdinalIgnoreCase);
        RuleChangeKind kind = Kind(properties["RuleOperation"] ?? string.Empty);
        RuleSettings? settings = null;
        if (actions.Count > 0)
        {
            if (state.Contains("ExitAfterExecution", StringComparison.OrdinalIgnoreCase))
            {
                actions.Add((RuleParts.StopProcessingRules, ["True"]));
            }

            RestrictionText.Read(properties["RuleCondition"] ?? properties["RuleConditions"] ?? properties["Conditions"] ?? string.Empty, actions);
            settings = RuleSettings.Of(actions, isComplete: true);
        }

        string? name = properties["RuleName"];
        return new RuleChange(record, role, names)
        {
            Kind = kind,
            // An empty name is how these records leave it out.
            RuleName = string.IsNullOrEmpty(name) ? null : RuleChangeReader.Cut(name),
            RuleId = RuleIds.Normalise(properties["RuleId"] ?? string.Empty) is { Length: <= 64 } id ? id : string.Empty,
            Settings = kind == RuleChangeKind.Remove ? null : settings,
            Enabled = enabled,
        };

        void Add(string value)
        {
            string name = MailboxNames.Normalise(value);
            if (name.Length > 0 && !names.Contains(name))
            {
                names.Add(RuleChangeReader.Cut(name));
            }
        }
    }

    private static RuleChangeKind Kind(string operation) =>
        operation.StartsWith("Add", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("Create", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("New", StringComparison.OrdinalIgnoreCase)
            ? RuleChangeKind.Create
            : operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("Delete", StringComparison.OrdinalIgnoreCase)
                ? RuleChangeKind.Remove
                : RuleChangeKind.Modify;

    private static RuleActorRole Role(ChangeRecord record)
    {
        string actor = MailboxNames.Normalise(record.UserId);
        if (record.Logon == LogonKind.Delegate || (MailboxNames.IsAddress(actor) && MailboxNames.IsAddress(record.MailboxOwner) && actor != record.MailboxOwner && record.Logon is LogonKind.Unknown))
        {
            return RuleActorRole.Delegate;
        }

        return record.Logon switch
        {
            LogonKind.Admin => RuleChangeReader.IsForeign(record) ? RuleActorRole.ForeignAdmin : RuleActorRole.Admin,
            LogonKind.Owner => RuleActorRole.Owner,
            _ => MailboxNames.IsAddress(actor) && actor == record.MailboxOwner ? RuleActorRole.Owner : RuleActorRole.Unknown,
        };
    }
}
