using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Judges the unified audit log itself: whether it takes records in, who can search it, whether it leaves the tenant, and whether it works.</summary>
internal static class AuditLogJudges
{
    private const string Property = "UnifiedAuditLogIngestionEnabled";

    // What the hunts of this module compare mail access with.
    private static readonly string[] s_subscriptions = ["Audit.Exchange", "Audit.AzureActiveDirectory"];

    // ScubaGear's list for MS.AAD.4.1v1.
    private static readonly string[] s_entraLogs =
    [
        "AuditLogs", "SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs", "ProvisioningLogs", "ADFSSignInLogs", "RiskyUsers",
        "UserRiskEvents", "RiskyServicePrincipals", "ServicePrincipalRiskEvents", "EnrichedOffice365AuditLogs", "MicrosoftGraphActivityLogs",
    ];

    private static readonly string[] s_searchRoles = ["Audit Logs", "View-Only Audit Logs"];

    public static CheckJudgement Ingestion(CheckFacts facts)
    {
        PartContent part = facts.Of(ConfigPart.AuditLogConfig);
        ConfigRow[] exchange = part.Rows.Where(static row => row.Text("Origin") == AuditLogOrigin.Exchange).ToArray();

        // Security and Compliance says False whatever is set: its True would be believed like anybody's.
        ConfigRow[] other = part.Rows.Where(static row => row.Text("Origin") != AuditLogOrigin.Exchange && (row.Text("Origin") != AuditLogOrigin.Compliance || row.Bool(Property) == true)).ToArray();
        CheckEvidence[] evidence = part.Rows.Select(static row => new CheckEvidence($"{row.Text("Origin") ?? "an endpoint that is not known"} answered", $"{Property} {row.Text(Property) ?? "not known"}", $"{Property} True, from Exchange Online")).ToArray();
        CheckJudgement Say(CheckStatus status, string summary, string? needs = null) => new(status, summary) { Evidence = evidence, EvidenceCount = evidence.Length, Needs = needs };

        if (exchange.Any(static row => row.Bool(Property) == false))
        {
            return Say(CheckStatus.Failed, "Exchange Online says that the unified audit log takes no records in") with
            {
                Remediation = ["Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true  # in an Exchange Online session; takes up to 60 minutes"],
            };
        }

        bool isTrue = exchange.Length + other.Length > 0 && exchange.Concat(other).All(static row => row.Bool(Property) == true);
        if (isTrue && part.IsComplete)
        {
            // An endpoint that is not known can be believed when it says True: Security and Compliance never does.
            return Say(CheckStatus.Passed, "The unified audit log takes records in");
        }

        const string Needs = "Get-AdminAuditLogConfig answered by Exchange Online: Connect-ExchangeOnline without Connect-IPPSSession after it, or pipe it with -FromExchange";
        return part.Rows.Count == 0 ? Say(CheckStatus.Unknown, "Not read: AuditLogConfig")
            : exchange.Length + other.Length == 0 ? Say(CheckStatus.Unknown, "Security and Compliance answered, and it says False whatever is set", Needs)
            : other.Any(static row => row.Bool(Property) == false) ? Say(CheckStatus.Unknown, "The answer is False, but it does not say that Exchange Online gave it; Security and Compliance says False whatever is set", Needs)
            : Say(CheckStatus.Unknown, "The answer does not hold the setting, or not all of it was read", Needs);
    }

    public static CheckJudgement Search(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.RoleAssignments);
        ConfigRow[] assignments = facts.Rows(ConfigPart.RoleAssignments).Where(static row => row.Bool("Enabled") != false && s_searchRoles.Contains(row.Text("Role"))).ToArray();
        ConfigRow[] people = assignments.Where(static row => row.Text("EffectiveUserName") is { Length: > 0 } user && user != "All Group Members").ToArray();
        foreach (ConfigRow person in people.Where(static row => row.Bool("Enabled") == true))
        {
            tally.Note(person.Text("EffectiveUserName")!, $"{person.Text("Role")}, through {person.FirstText("RoleAssigneeName", "RoleAssignee") ?? "a direct assignment"}", "people who hunt, and no others");
        }

        if (tally.Noted > 0)
        {
            return tally.Conclude("people", "can search the audit log; look whether these are the ones", string.Empty);
        }

        bool isComplete = facts.Of(ConfigPart.RoleAssignments).IsComplete;
        if (isComplete && facts.Rows(ConfigPart.RoleAssignments).Count > 0 && assignments.Length == 0
            && facts.Rows(ConfigPart.RoleAssignments).All(static row => row.Text("Role") is not null && row.Bool("Enabled") is not null))
        {
            return new CheckJudgement(CheckStatus.Failed, "Nobody holds the roles Audit Logs or View-Only Audit Logs in Exchange: the log cannot be searched from PowerShell")
            {
                Evidence = [new CheckEvidence("Audit Logs, View-Only Audit Logs", "assigned to nobody", "at least one person")],
                EvidenceCount = 1,
                Remediation = ["New-ManagementRoleAssignment -Role 'View-Only Audit Logs' -SecurityGroup '<group of those who hunt>'"],
            };
        }

        foreach (ConfigRow group in assignments)
        {
            tally.Doubt(group.FirstText("RoleAssigneeName", "RoleAssignee", "Name") ?? "(unnamed)", $"holds {group.Text("Role")}; its members are not known", "at least one person");
        }

        CheckJudgement judgement = tally.Conclude("groups", string.Empty, string.Empty);
        return judgement with { Status = CheckStatus.Unknown, Needs = "Get-ManagementRoleAssignment -Role 'View-Only Audit Logs' -GetEffectiveUsers, and the same for 'Audit Logs'" };
    }

    public static CheckJudgement AuditLogExport(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.ActivitySubscriptions);
        IReadOnlyList<ConfigRow> rows = facts.Rows(ConfigPart.ActivitySubscriptions);
        foreach (string content in s_subscriptions)
        {
            ConfigRow[] own = rows.Where(row => row.Text("ContentType") is not { } type || type == content).ToArray();
            if (own.Any(row => row.Text("ContentType") == content && row.Text("Status") == "enabled"))
            {
                tally.Pass();
            }
            else if (!facts.Of(ConfigPart.ActivitySubscriptions).IsComplete || own.Any(static row => row.Text("ContentType") is null || row.Text("Status") is null))
            {
                tally.Doubt(content, "its subscription is not known", "a subscription that is enabled");
            }
            else
            {
                tally.Fail(content, own.Length == 0 ? "no subscription" : $"subscription {own[0].Text("Status")}", "a subscription that is enabled, by the application that collects");
            }
        }

        return tally.Conclude("contents", "somebody has subscribed to it", "nobody has subscribed to", ["# Start the Audit.Exchange and Audit.AzureActiveDirectory content in the SIEM's connector for Office 365; it subscribes by itself"]);
    }

    public static CheckJudgement EntraExport(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.DiagnosticSettings);
        IReadOnlyList<ConfigRow> rows = facts.Rows(ConfigPart.DiagnosticSettings);
        bool isKnown = facts.Of(ConfigPart.DiagnosticSettings).IsComplete && rows.All(static row => row.List("Categories") is not null && row.List("Destinations") is not null);
        foreach (string category in s_entraLogs)
        {
            if (rows.Any(row => row.List("Destinations") is { Count: > 0 } && row.List("Categories")?.Contains(category) == true))
            {
                tally.Pass();
            }
            else if (isKnown)
            {
                tally.Fail(category, "goes nowhere", "a diagnostic setting with a destination");
            }
            else
            {
                tally.Doubt(category, "its destination is not known", "a diagnostic setting with a destination");
            }
        }

        return tally.Conclude("Entra logs", "sent to a place of the tenant's own", "are sent nowhere and are gone after 30 days, or 7 without Entra ID P1", ["# Entra admin centre, Monitoring and health, Diagnostic settings: tick the categories above, and send them to the workspace, event hub or storage account the SIEM reads"]);
    }

    public static CheckJudgement Canary(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Canaries);
        foreach (ConfigRow canary in facts.Rows(ConfigPart.Canaries))
        {
            string name = $"{canary.Text("Operation") ?? "access"} of {canary.Text("Mailbox")} at {canary.Text("PerformedAt")}";
            string expected = $"a record within {canary.Text("WithinHours")} hours";
            if (canary.Time("FirstSeenAt") is not null)
            {
                tally.Pass();
            }
            else if (canary.Time("PerformedAt") is { } performed && canary.Number("WithinHours") is { } hours && canary.Time("LogEndsAt") is { } end && end >= performed.AddHours(hours))
            {
                if (canary.Text("FirstSeenAt") == "never")
                {
                    tally.Fail(name, $"no record, in a log that goes on to {canary.Text("LogEndsAt")}", expected);
                }
                else
                {
                    tally.Doubt(name, "whether there is a record is not known", expected);
                }
            }
            else
            {
                tally.Doubt(name, $"no record, and the log ends at {canary.Text("LogEndsAt") ?? "a time that is not known"}", expected);
            }
        }

        return tally.Conclude("known accesses", "the log shows them", "left no record");
    }
}
