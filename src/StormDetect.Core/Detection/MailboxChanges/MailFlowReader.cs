using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>The organisation's mail flow besides rules: journaling, connectors, and who may forward automatically.</summary>
internal static class MailFlowReader
{
    private const string SwitchedOn = "switched on";
    private static readonly DestinationWeights s_journal = new("is journaled", External: 5, Internal: 2, Unknown: 3);
    private static readonly DestinationWeights s_reports = new("goes in journal reports that could not be delivered", External: 4, Internal: 0, Unknown: 2);

    public static void Journal(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        log.Domains(record, null);
        string name = Name(record);
        if (IsGone(record))
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.Journaling, ChangeDirection.Restores)
            {
                Subject = name,
                State = "Rule",
                Alone = new ChangeSignal("RuleGone", "A journal rule was removed or switched off: an archive that was relied upon may end here.", 1),
            });
            return;
        }

        IReadOnlyList<string> to = ChangeText.List(values["JournalEmailAddress"]);
        if (to.Count == 0)
        {
            if (IsBack(record))
            {
                log.Add(new MailboxChange(record, MailboxChangeKind.Journaling, ChangeDirection.Weakens)
                {
                    Subject = name,
                    State = "Rule",
                    NewValue = SwitchedOn,
                    Signals = [new ChangeSignal("RuleSwitchedOn", "A journal rule was switched on; this record does not say where copies go.", 1)],
                });
            }

            return;
        }

        bool all = ChangeText.IsCleared(values["Recipient"]);
        log.Add(new MailboxChange(record, MailboxChangeKind.Journaling, ChangeDirection.Weakens)
        {
            Subject = name,
            State = "Rule",
            Destinations = to,
            Routing = s_journal,
            NewValue = $"JournalEmailAddress: {string.Join(", ", to)}, Scope: {values["Scope"]}, Recipient: {values["Recipient"]}",
            Signals =
            [
                all
                    ? new ChangeSignal("JournalsAll", "It journals the mail of everybody. Journal copies leave no record in the mailboxes.", 1)
                    : new ChangeSignal("Journals", $"It journals the mail of {values["Recipient"]}. Journal copies leave no record in the mailbox.", 0.5),
            ],
        });
    }

    public static void Inbound(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        if (Ended(record, log, MailboxChangeKind.Connector))
        {
            return;
        }

        bool open = ChangeText.IsCleared(values["SenderIPAddresses"]) && ChangeText.IsCleared(values["TlsSenderCertificateName"]);
        bool isNew = record.Operation.StartsWith("New", StringComparison.OrdinalIgnoreCase);
        bool trusted = values.IsTrue("TreatMessagesAsInternal") || values.IsTrue("CloudServicesMailEnabled");
        if (!isNew && !values.Has("SenderIPAddresses") && !values.Has("SenderDomains") && !trusted)
        {
            Back(record, values, log);
            return;
        }

        string from = ChangeText.IsCleared(values["SenderIPAddresses"]) ? "any address" : values["SenderIPAddresses"]!;
        List<ChangeSignal> signals = [new ChangeSignal("InboundConnector", $"Mail from {from} is taken in by a connector of its own. Intruders use such a connector to send through the tenant; it reads no mail.", 1)];
        if (isNew && open)
        {
            signals.Add(new ChangeSignal("ConnectorForAll", "Neither addresses nor a certificate narrow it.", 1));
        }

        log.Add(Connector(record, values, ["SenderDomains", "SenderIPAddresses", "TlsSenderCertificateName", "ConnectorType"], signals));
    }

    public static void Outbound(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        if (Ended(record, log, MailboxChangeKind.Connector))
        {
            return;
        }

        IReadOnlyList<string> hosts = ChangeText.List(values["SmartHosts"]);
        bool all = ChangeText.Words(values["RecipientDomains"]).Any(static domain => domain.Trim('"') is "*" or "smtp:*;1" or "smtp:*") || values.IsTrue("RouteAllMessagesViaOnPremises");
        if (hosts.Count == 0 && !all)
        {
            Back(record, values, log);
            return;
        }

        string via = hosts.Count == 0 ? "another server" : string.Join(", ", hosts);
        log.Add(Connector(record, values, ["RecipientDomains", "SmartHosts", "ConnectorType", "IsTransportRuleScoped", "RouteAllMessagesViaOnPremises"],
        [
            all && hosts.Count > 0
                ? new ChangeSignal("OutboundConnectorForAll", $"All mail to the outside goes through {via}, which can read it.", 4)
                : new ChangeSignal("OutboundConnector", $"Some mail to the outside goes through {via}, which can read it.", 2),
        ]));
    }

    public static void RemoteDomain(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        if (Ended(record, log, MailboxChangeKind.RemoteDomain) || ChangeText.Flag(values, "AutoForwardEnabled") is not bool enabled)
        {
            return;
        }

        string name = values["DomainName"] ?? Name(record);
        bool all = name.Trim() is "*" or "" || NameKey.Of(name) == "default";
        log.Add(new MailboxChange(record, MailboxChangeKind.RemoteDomain, enabled ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = Name(record),
            State = "AutoForwardEnabled",
            OldValue = MailboxReader.Old(record, "AutoForwardEnabled"),
            NewValue = $"AutoForwardEnabled: {enabled}",
            Signals =
            [
                all
                    ? new ChangeSignal("AutoForwardToAll", "Rules and settings of every mailbox may forward mail to any domain outside.", 4)
                    : new ChangeSignal("AutoForwardToDomain", $"Rules and settings of every mailbox may forward mail to {name}.", 2),
            ],
        });
    }

    public static void OutboundPolicy(ChangeRecord record, ChangeLog log)
    {
        if (Ended(record, log, MailboxChangeKind.OutboundPolicy) || record.Parameters["AutoForwardingMode"] is not { } mode)
        {
            return;
        }

        // Automatic is off, by Microsoft's own choice since 2020.
        bool on = mode.Trim().Equals("On", StringComparison.OrdinalIgnoreCase);
        bool isDefault = NameKey.Of(Name(record)) is "default" or "";
        log.Add(new MailboxChange(record, MailboxChangeKind.OutboundPolicy, on ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = Name(record),
            State = "AutoForwardingMode",
            OldValue = MailboxReader.Old(record, "AutoForwardingMode"),
            NewValue = $"AutoForwardingMode: {mode}",
            Signals = [new ChangeSignal("AutoForwardingOn", $"Automatic forwarding to the outside is no longer stopped{(isDefault ? " for anybody" : " for those whom this policy covers")}.", isDefault ? 4 : 3)],
        });
    }

    public static void TransportConfig(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        log.Domains(record, null);
        if (ChangeText.Flag(values, "SmtpClientAuthenticationDisabled") is bool disabled)
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.Protocol, disabled ? ChangeDirection.Restores : ChangeDirection.Weakens)
            {
                State = "SmtpClientAuthenticationDisabled",
                NewValue = $"SmtpClientAuthenticationDisabled: {disabled}",
                Signals = [new ChangeSignal("SmtpAuthForAll", "SMTP AUTH was switched on for the organisation: a password is enough to send as anybody it belongs to.", 3)],
            });
        }

        if (values["JournalingReportNdrTo"] is { } address)
        {
            bool isCleared = ChangeText.IsCleared(address) || address.Trim() == "<>";
            log.Add(new MailboxChange(record, MailboxChangeKind.Journaling, isCleared ? ChangeDirection.Restores : ChangeDirection.Weakens)
            {
                State = "JournalingReportNdrTo",
                Destinations = isCleared ? [] : ChangeText.List(address),
                Routing = s_reports,
                NewValue = $"JournalingReportNdrTo: {address}",
            });
        }
    }

    /// <summary>A connector that was switched off and on again was not taken back; what it does is told by its story, where the log has that.</summary>
    private static void Back(ChangeRecord record, NamedValues values, ChangeLog log)
    {
        if (IsBack(record))
        {
            log.Add(Connector(record, values, ["Enabled"], [new ChangeSignal("ConnectorSwitchedOn", "A connector was switched on; this record does not say what it does.", 1)]));
        }
    }

    private static bool IsBack(ChangeRecord record) =>
        record.Operation.StartsWith("Enable", StringComparison.OrdinalIgnoreCase)
        || (record.Operation.StartsWith("Set", StringComparison.OrdinalIgnoreCase) && ChangeText.Flag(record.Parameters, "Enabled") == true);

    private static string Name(ChangeRecord record) =>
        record.Operation.StartsWith("New", StringComparison.OrdinalIgnoreCase)
            ? record.Parameters["Name"] ?? record.ObjectId
            : record.Parameters["Identity"] ?? (record.ObjectId.Length > 0 ? record.ObjectId : record.Parameters["Name"] ?? string.Empty);

    private static bool IsGone(ChangeRecord record) =>
        record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase)
        || record.Operation.StartsWith("Disable", StringComparison.OrdinalIgnoreCase)
        || ChangeText.Flag(record.Parameters, "Enabled") == false;

    /// <summary>Whether the record removes the thing or switches it off, which is then noted.</summary>
    private static bool Ended(ChangeRecord record, ChangeLog log, MailboxChangeKind kind)
    {
        log.Domains(record, null);
        if (!IsGone(record))
        {
            return false;
        }

        string state = kind switch
        {
            MailboxChangeKind.RemoteDomain => "AutoForwardEnabled",
            MailboxChangeKind.OutboundPolicy => "AutoForwardingMode",
            _ => "Connector",
        };
        log.Add(new MailboxChange(record, kind, ChangeDirection.Restores) { Subject = Name(record), State = state });
        return true;
    }

    private static MailboxChange Connector(ChangeRecord record, NamedValues values, string[] shown, IReadOnlyList<ChangeSignal> signals) =>
        new(record, MailboxChangeKind.Connector, ChangeDirection.Weakens)
        {
            Subject = Name(record),
            State = "Connector",
            NewValue = string.Join(", ", shown.Where(name => !ChangeText.IsCleared(values[name])).Select(name => $"{name}: {values[name]}")),
            Signals = signals,
        };
}
