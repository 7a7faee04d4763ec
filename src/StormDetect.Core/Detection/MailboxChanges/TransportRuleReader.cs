using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Mail flow rules: what they do with mail, to which mail, and how they hide.</summary>
internal static class TransportRuleReader
{
    private static readonly (string Parameter, DestinationWeights Routing)[] s_routes =
    [
        ("BlindCopyTo", new("is copied unseen", External: 5, Internal: 2, Unknown: 2)),
        ("RedirectMessageTo", new("is redirected", External: 5, Internal: 2, Unknown: 2)),
        ("CopyTo", new("is copied", External: 4, Internal: 1, Unknown: 1)),
        ("AddToRecipients", new("is sent as well", External: 4, Internal: 1, Unknown: 1)),
    ];

    private static readonly string[] s_conditions =
    [
        "SubjectContainsWords", "SubjectOrBodyContainsWords", "SubjectMatchesPatterns", "SubjectOrBodyMatchesPatterns", "From", "FromAddressContainsWords", "FromAddressMatchesPatterns",
        "FromMemberOf", "SentTo", "SentToMemberOf", "RecipientAddressContainsWords", "RecipientAddressMatchesPatterns", "AnyOfToHeader", "AnyOfToCcHeader", "AnyOfCcHeader", "SenderDomainIs", "RecipientDomainIs",
        "HeaderContainsWords", "HeaderMatchesPatterns", "AttachmentNameMatchesPatterns", "AttachmentExtensionMatchesWords", "MessageContainsDataClassifications", "AttachmentContainsWords", "HasClassification",
        "MessageTypeMatches", "BetweenMemberOf1", "ManagerAddresses", "SenderIpRanges",
    ];

    // What intruders look for, and what would give them away.
    private static readonly string[] s_valuable = ["password", "passwort", "invoice", "payment", "wire", "bank", "iban", "swift", "payroll", "credential", "rechnung", "zahlung", "facture", "paiement", "factura", "pago", "fattura", "fatura"];
    private static readonly string[] s_telltale = ["phish", "hack", "compromis", "suspicious", "fraud", "scam", "spam", "malicious", "security", "virus", "unusual"];

    public static void Read(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.Parameters;
        bool isNew = record.Operation.StartsWith("New", StringComparison.OrdinalIgnoreCase);
        string name = (isNew ? values["Name"] : values["Identity"]) ?? values["Identity"] ?? values["Name"] ?? record.ObjectId;
        log.Domains(record, null);
        if (record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase) || record.Operation.StartsWith("Disable", StringComparison.OrdinalIgnoreCase))
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.TransportRule, ChangeDirection.Restores)
            {
                Subject = name,
                State = "Rule",
                Alone = new ChangeSignal("RuleGone", "A mail flow rule was removed or switched off; what it did is not in the log.", 1),
            });
            return;
        }

        if (record.Operation.StartsWith("Enable", StringComparison.OrdinalIgnoreCase))
        {
            // What it does is told by its story, where the log has that; a rule that was switched off and on again was not taken back.
            log.Add(Change(record, name, "switched on", [new ChangeSignal("RuleSwitchedOn", "A mail flow rule was switched on; this record does not say what it does.", 1)]));
            return;
        }

        List<ChangeSignal> signals = [];
        List<string> destinations = [];
        DestinationWeights? routing = null;
        bool clears = false;
        foreach ((string parameter, DestinationWeights route) in s_routes)
        {
            IReadOnlyList<string> to = ChangeText.List(values[parameter]);
            clears |= values.Has(parameter) && to.Count == 0;
            routing = to.Count > 0 && (routing is null || route.External > routing.External) ? route : routing;
            destinations.AddRange(to);
        }

        bool deletes = values.IsTrue("DeleteMessage");
        bool unaudited = values["SetAuditSeverity"] is { } audit && audit.Contains("DoNotAudit", StringComparison.OrdinalIgnoreCase);
        if (deletes)
        {
            signals.Add(new ChangeSignal("DeletesMail", "It deletes messages before anybody sees them.", 2));
        }

        if (routing is null && !deletes)
        {
            if (clears)
            {
                log.Add(new MailboxChange(record, MailboxChangeKind.TransportRule, ChangeDirection.Restores) { Subject = name, State = "Rule" });
            }

            // A disclaimer that is not audited is everyday work; a rule already in the log that stops being audited belongs to its story, by its name.
            if (unaudited)
            {
                log.Add(Change(record, name, "SetAuditSeverity: DoNotAudit", [new ChangeSignal("DoNotAudit", "The rule leaves no trace of what it did (SetAuditSeverity DoNotAudit).", 1)]));
            }

            return;
        }

        if (unaudited)
        {
            signals.Add(new ChangeSignal("DoNotAudit", "The rule leaves no trace of what it did (SetAuditSeverity DoNotAudit).", 2));
        }

        if (SuspectNames.IsMeaningless(name))
        {
            signals.Add(new ChangeSignal("MeaninglessName", $"It is called '{name}', a name to be overlooked.", 2));
        }

        Conditions(values, isNew, deletes, signals);
        log.Add(new MailboxChange(record, MailboxChangeKind.TransportRule, ChangeDirection.Weakens)
        {
            Subject = name,
            State = "Rule",
            Destinations = [.. destinations.Distinct(StringComparer.OrdinalIgnoreCase)],
            Routing = routing,
            NewValue = Text(values),
            Signals = signals,
        });
    }

    private static MailboxChange Change(ChangeRecord record, string name, string value, IReadOnlyList<ChangeSignal> signals) =>
        new(record, MailboxChangeKind.TransportRule, ChangeDirection.Weakens) { Subject = name, State = "Rule", NewValue = value, Signals = signals };

    private static void Conditions(NamedValues values, bool isNew, bool deletes, List<ChangeSignal> signals)
    {
        string[] set = [.. s_conditions.Where(condition => !ChangeText.IsCleared(values[condition]))];
        string words = string.Join(';', set.Select(condition => values[condition]));
        if (s_valuable.FirstOrDefault(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } valuable)
        {
            signals.Add(new ChangeSignal("PicksValuableMail", $"It picks mail with words such as '{valuable}'.", 1));
        }

        if (deletes && s_telltale.FirstOrDefault(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } telltale)
        {
            signals.Add(new ChangeSignal("DeletesWarnings", $"It deletes mail with words such as '{telltale}', which would warn of an intruder.", 2));
        }

        // Set-TransportRule names only what changes.
        if (isNew && set.Length == 0)
        {
            signals.Add(new ChangeSignal("AllMail", "It has no condition that narrows it: it applies to all mail of the organisation.", 1));
        }
    }

    private static string Text(NamedValues values) => string.Join(", ", s_routes.Select(static route => route.Parameter).Concat(["DeleteMessage", "SetAuditSeverity"]).Concat(s_conditions)
        .Where(name => !ChangeText.IsCleared(values[name])).Select(name => $"{name}: {values[name]}"));
}
