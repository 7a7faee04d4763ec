using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>The organisation's auditing: what is recorded, of whom, and how long it is kept.</summary>
internal static class AuditConfigReader
{
    private static readonly Dictionary<string, int> s_durations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SevenDays"] = 7, ["OneMonth"] = 30, ["ThirtyDays"] = 30, ["ThreeMonths"] = 90, ["SixMonths"] = 180, ["NineMonths"] = 270, ["TwelveMonths"] = 365, ["OneYear"] = 365,
        ["ThreeYears"] = 1095, ["FiveYears"] = 1825, ["SevenYears"] = 2555, ["TenYears"] = 3650,
    };

    private static readonly string[] s_narrowing = ["RecordTypes", "Operations", "UserIds"];

    // Standard retention: a policy that keeps records for less than everybody gets without one has no other use.
    private const int StandardDays = 180;

    public static void AdminAuditLog(ChangeRecord record, ChangeLog log)
    {
        log.Domains(record, null);
        if (ChangeText.Flag(record.Parameters, "UnifiedAuditLogIngestionEnabled") is bool ingests)
        {
            log.Add(Change(record, ingests, "UnifiedAuditLogIngestionEnabled", new ChangeSignal(
                "UnifiedAuditLogOff", "The unified audit log was switched off: from then on (within an hour) nothing anybody does is recorded.", 10),
                new BlindSpot(BlindScope.Tenant, BlindCause.AuditOff, Certainty.Certain, "the unified audit log was switched off")));
        }

        // Cloud admin audit logging cannot be switched off this way; whoever sets it wants to.
        if (ChangeText.Flag(record.Parameters, "AdminAuditLogEnabled") is bool admin)
        {
            log.Add(Change(record, admin, "AdminAuditLogEnabled", new ChangeSignal(
                "AdminAuditLogOff", "AdminAuditLogEnabled was set to False. The switch that ends the log is UnifiedAuditLogIngestionEnabled, so this is an attempt; but somebody tried.", 4)));
        }

        if (record.Parameters["AdminAuditLogAgeLimit"] is { } age && TimeSpan.TryParse(age.Trim(), System.Globalization.CultureInfo.InvariantCulture, out TimeSpan limit) && limit.TotalDays < 90)
        {
            log.Add(Change(record, restores: false, "AdminAuditLogAgeLimit", new ChangeSignal(
                "AdminAuditLogShort", FormattableString.Invariant($"The administrators' own log keeps {limit.TotalDays:0.#} days only; the unified audit log is not touched by that."), 3)));
        }
    }

    public static void Organization(ChangeRecord record, ChangeLog log)
    {
        log.Domains(record, null);
        if (ChangeText.Flag(record.Parameters, "AuditDisabled") is bool disabled)
        {
            log.Add(Change(record, !disabled, "AuditDisabled", new ChangeSignal(
                "MailboxAuditingOff", "Mailbox auditing was switched off for the organisation (AuditDisabled True): reads, rules and deletions in mailboxes leave no record.", 9),
                new BlindSpot(BlindScope.Tenant, BlindCause.AuditOff, Certainty.Certain, "mailbox auditing was switched off for the organisation")));
        }

        EwsReader.ReadOrganization(record, log);
    }

    /// <summary>Hides the actor in every mailbox, not the mailbox from anybody else.</summary>
    public static void Bypass(ChangeRecord record, ChangeLog log)
    {
        if (ChangeText.Flag(record.Parameters, "AuditBypassEnabled") is not bool bypassed)
        {
            return;
        }

        string who = MailboxReader.Mailbox(record, log);
        log.Add(new MailboxChange(record, MailboxChangeKind.AuditTampering, bypassed ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = who,
            IsOfMailbox = true,
            Target = bypassed ? who : string.Empty,
            State = "AuditBypassEnabled",
            OldValue = MailboxReader.Old(record, "AuditBypassEnabled"),
            NewValue = $"AuditBypassEnabled: {bypassed}",
            Signals = [new ChangeSignal("AuditBypass", $"{who} is exempt from mailbox auditing: nothing this account does in any mailbox leaves a record.", 7)],
            Blinds = new BlindSpot(BlindScope.Actor, BlindCause.ActorBypassed, Certainty.Certain, "reads by this user while bypassed cannot be known, in any mailbox"),
        });
    }

    public static void Retention(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        bool isNew = record.Operation.StartsWith("New", StringComparison.OrdinalIgnoreCase);
        string name = (isNew ? values["Name"] : values["Identity"]) ?? values["Name"] ?? record.ObjectId;
        if (record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase))
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.AuditTampering, ChangeDirection.Restores)
            {
                Subject = name,
                State = "Retention",
                NewValue = $"audit retention policy '{name}' removed",
                Alone = new ChangeSignal("RetentionRemoved", $"The audit retention policy '{name}' was removed: records it kept fall back to the default and may be gone sooner.", 5),
            });
            return;
        }

        string duration = values["RetentionDuration"]?.Trim() ?? string.Empty;
        if (!s_durations.TryGetValue(duration, out int days))
        {
            return;
        }

        string what = string.Join(", ", s_narrowing.Where(p => !ChangeText.IsCleared(values[p])).Select(p => $"{p} {values[p]}"));
        string priority = values["Priority"] ?? string.Empty;
        bool isShort = days < StandardDays;
        log.Add(new MailboxChange(record, MailboxChangeKind.AuditTampering, isShort ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = name,
            State = "Retention",
            Amount = days,
            Alone = isNew || days >= 3650 ? null : new ChangeSignal("RetentionSet", FormattableString.Invariant($"The audit retention policy '{name}' was set to {days} days; what it kept before is not in the log."), 1.5),
            OldValue = MailboxReader.Old(record, "RetentionDuration"),
            NewValue = $"RetentionDuration: {duration}" + (priority.Length > 0 ? $", Priority: {priority}" : string.Empty) + (what.Length > 0 ? $", {what}" : string.Empty),
            Signals =
            [
                new ChangeSignal("RetentionShort", FormattableString.Invariant($"Audit records ({(what.Length > 0 ? what : "of all kinds it covers")}) are kept for {days} days, less than the {StandardDays} that everybody gets without a policy.")
                    + (priority.Length > 0 ? $" Its priority is {priority}: it overrules every policy with a higher number, however long that one keeps." : string.Empty), 5),
            ],
            Blinds = new BlindSpot(BlindScope.Tenant, BlindCause.OutOfRetention, Certainty.Possible, FormattableString.Invariant($"the audit retention policy '{name}' keeps {days} days")),
        });
    }

    public static void Alert(ChangeRecord record, ChangeLog log)
    {
        bool isGone = !record.Operation.StartsWith("Set", StringComparison.OrdinalIgnoreCase);
        bool? disabled = ChangeText.Flag(record.Parameters, "Disabled");
        bool? notifies = ChangeText.Flag(record.Parameters, "NotificationEnabled");
        if (!isGone && disabled is null && notifies is null)
        {
            return;
        }

        bool weakens = isGone || disabled == true || notifies == false;
        string name = record.Parameters["Identity"] ?? record.ObjectId;
        log.Add(new MailboxChange(record, MailboxChangeKind.AuditTampering, weakens ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = name,
            State = "Alert",
            NewValue = isGone ? "removed" : disabled == true ? "Disabled: True" : $"NotificationEnabled: {notifies}",
            Signals = [new ChangeSignal("AlertOff", $"The alert policy '{name}' no longer warns anybody.", 3)],
        });
    }

    private static MailboxChange Change(ChangeRecord record, bool restores, string state, ChangeSignal signal, BlindSpot? blinds = null) =>
        new(record, MailboxChangeKind.AuditTampering, restores ? ChangeDirection.Restores : ChangeDirection.Weakens)
        {
            State = state,
            OldValue = MailboxReader.Old(record, state),
            NewValue = $"{state}: {record.Parameters[state]}",
            Signals = [signal],
            Blinds = blinds,
        };
}
