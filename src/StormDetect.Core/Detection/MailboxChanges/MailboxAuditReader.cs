using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>A mailbox's own auditing: what of it is real, and what only looks like it.</summary>
internal static class MailboxAuditReader
{
    private const string Reads = "MailItemsAccessed";
    private static readonly string[] s_telling = ["UpdateInboxRules", "UpdateFolderPermissions", "SendAs", "Send", "SoftDelete", "HardDelete", "MoveToDeletedItems"];

    private static readonly (string Parameter, string Who)[] s_sets = [("AuditOwner", "its owner"), ("AuditDelegate", "delegates"), ("AuditAdmin", "administrators and applications")];

    public static void Read(ChangeRecord record, ChangeLog log, string mailbox)
    {
        Enabled(record, log, mailbox);
        foreach ((string parameter, string who) in s_sets)
        {
            if (record.Parameters[parameter] is { } value)
            {
                Set(record, log, mailbox, parameter, who, value);
            }
        }

        DefaultSet(record, log, mailbox);
        AgeLimit(record, log, mailbox);
    }

    private static MailboxChange Change(
        ChangeRecord record, string mailbox, ChangeDirection direction, string state, string value, ChangeSignal? signal = null, BlindSpot? blinds = null) =>
        new(record, MailboxChangeKind.AuditTampering, direction)
        {
            Subject = mailbox,
            IsOfMailbox = true,
            State = state,
            OldValue = MailboxReader.Old(record, state),
            NewValue = $"{state}: {value}",
            Signals = signal is null ? [] : [signal],
            Blinds = blinds,
        };

    /// <summary>Ignored while auditing is on for the organisation, which is the default: an attempt, and no blind time.</summary>
    private static void Enabled(ChangeRecord record, ChangeLog log, string mailbox)
    {
        if (ChangeText.Flag(record.Parameters, "AuditEnabled") is bool enabled)
        {
            log.Add(Change(record, mailbox, enabled ? ChangeDirection.Restores : ChangeDirection.Weakens, "AuditEnabled", $"{enabled}", new ChangeSignal(
                "AuditEnabledFalse",
                "AuditEnabled was set to False. Exchange ignores that while auditing is on for the organisation (AuditDisabled False), so the mailbox went on being audited; but somebody tried.",
                4)));
        }
    }

    private static void Set(ChangeRecord record, ChangeLog log, string mailbox, string parameter, string who, string value)
    {
        (IReadOnlyList<string> added, IReadOnlyList<string> removed, bool replaces) = ChangeText.Edit(value);
        if (replaces)
        {
            added = ChangeText.IsCleared(value) ? [] : ChangeText.Words(value);
        }

        bool losesReads = replaces ? !ChangeText.Has(added, Reads) : ChangeText.Has(removed, Reads);
        string[] lost = [.. s_telling.Where(action => Applies(parameter, action) && (replaces ? !ChangeText.Has(added, action) : ChangeText.Has(removed, action)))];
        if (losesReads)
        {
            log.Add(Change(
                record, mailbox, ChangeDirection.Weakens, parameter, value,
                new ChangeSignal("ReadsNotAudited", $"{parameter} lost {Reads}: from then on no read by {who} leaves a record.", 7),
                new BlindSpot(BlindScope.Mailbox, BlindCause.AuditOff, Certainty.Certain, $"{parameter} lacks {Reads}, so reads by {who} leave no record")));
        }
        else if (lost.Length > 0)
        {
            log.Add(Change(record, mailbox, ChangeDirection.Weakens, parameter, value, new ChangeSignal(
                "ActionsNotAudited", $"{parameter} lost {string.Join(", ", lost)}: these acts of {who} leave no record any more. Reads are still audited.", replaces ? 2 : 4)));
        }

        if (ChangeText.Has(added, Reads))
        {
            log.Add(Change(record, mailbox, ChangeDirection.Restores, parameter, value));
        }
    }

    // Send is audited for owners and administrators, SendAs for others than the owner (Microsoft's table of mailbox actions).
    private static bool Applies(string parameter, string action) => action switch
    {
        "Send" => parameter != "AuditDelegate",
        "SendAs" => parameter != "AuditOwner",
        _ => true,
    };

    private static void DefaultSet(ChangeRecord record, ChangeLog log, string mailbox)
    {
        if (record.Parameters["DefaultAuditSet"] is not { } value)
        {
            return;
        }

        IReadOnlyList<string> names = ChangeText.IsCleared(value) ? [] : ChangeText.Words(value);
        string[] missing = [.. s_sets.Select(static set => set.Parameter[5..]).Where(name => !ChangeText.Has(names, name))];
        foreach ((string parameter, _) in s_sets.Where(set => !missing.Contains(set.Parameter[5..])))
        {
            log.Add(Change(record, mailbox, ChangeDirection.Restores, parameter, value));
        }

        log.Add(Change(record, mailbox, missing.Length == 0 ? ChangeDirection.Restores : ChangeDirection.Weakens, "DefaultAuditSet", value, new ChangeSignal(
            "DefaultAuditSetLeft",
            $"DefaultAuditSet no longer covers {string.Join(", ", missing)}: actions that Microsoft adds to the default later are not audited here. What is audited now stays audited.",
            2)));
    }

    /// <summary>Only the copies in the mailbox's own hidden folder; the unified audit log keeps its records.</summary>
    private static void AgeLimit(ChangeRecord record, ChangeLog log, string mailbox)
    {
        if (record.Parameters["AuditLogAgeLimit"] is not { } value || Days(value) is not double days)
        {
            return;
        }

        log.Add(Change(record, mailbox, days < 90 ? ChangeDirection.Weakens : ChangeDirection.Restores, "AuditLogAgeLimit", value, new ChangeSignal(
            "AuditLogAgeLimitShort",
            FormattableString.Invariant($"AuditLogAgeLimit is {days:0.#} days. That empties the mailbox's own audit folder only; the unified audit log keeps its records for as long as before."),
            days <= 7 ? 4 : 2)));
    }

    private static double? Days(string value)
    {
        string text = value.Trim();
        if (TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out TimeSpan span))
        {
            return span.TotalDays;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text).TotalDays;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
