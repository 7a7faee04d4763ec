using System.Collections.Generic;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <content>The audit log itself.</content>
public static partial class LoggingCheckCatalog
{
    private static IEnumerable<LoggingCheck> AuditLogChecks() =>
    [
        new()
        {
            Id = "UnifiedAudit.Ingestion", Title = "The unified audit log takes records in", Severity = Severity.Critical, Parts = [ConfigPart.AuditLogConfig], Judge = AuditLogJudges.Ingestion,
            Why = "Without it no record of Exchange, Entra or any other service reaches the log that every hunt reads. Switching it off is among the first things an intruder with rights does.",
            Expectation = "UnifiedAuditLogIngestionEnabled True, answered by Exchange Online",
            Proves = "That records are taken in now. Not that they were yesterday, nor that any mailbox writes some.",
            HollowElsewhere = "Security and Compliance PowerShell answers the same command with False whatever is set. Tools that ask there report a healthy tenant as failed; tools that were taught to ignore the False would miss a real one.",
            ScubaIds = ["MS.SECURITYSUITE.5.1v1"], FormerScubaIds = ["MS.EXO.17.1v1", "MS.DEFENDER.6.1v1"], CisIds = ["3.1.1"], References = ["https://learn.microsoft.com/purview/audit-log-enable-disable", ScubaSuite],
        },
        new()
        {
            Id = "Canary.Access", Title = "A known access shows up in the log", Severity = Severity.High, Parts = [ConfigPart.Canaries], Judge = AuditLogJudges.Canary,
            Why = "Settings say what should be recorded. Only a record of something that is known to have happened says that it is.",
            Expectation = "A record of the known access within the hours given",
            Proves = "The whole way from one mailbox to the log that was searched, for one kind of access, at one time. It is the strongest check here, and the narrowest.",
            HollowElsewhere = "No other tool tries.",
            References = [Playbook],
        },
        new()
        {
            Id = "Access.AuditSearch", Title = "Those who hunt can search the log", Severity = Severity.Medium, Parts = [ConfigPart.RoleAssignments], Judge = AuditLogJudges.Search,
            Why = "The roles Audit Logs and View-Only Audit Logs of Exchange decide who can search with Search-UnifiedAuditLog; roles of the Purview portal do not. The first of them also lets its holder switch the log off.",
            Expectation = "At least one person holds Audit Logs or View-Only Audit Logs in Exchange; the evidence names all who do",
            Proves = "That somebody can. Whether it is the right people, the evidence lets you say.",
            References = ["https://learn.microsoft.com/purview/audit-search"],
        },
        new()
        {
            Id = "Export.AuditLog", Title = "Somebody collects the audit log", Severity = Severity.Medium, Parts = [ConfigPart.ActivitySubscriptions], Judge = AuditLogJudges.AuditLogExport,
            Why = "What is nowhere but in the tenant ends with its retention, and with an intruder who may change that.",
            Expectation = "Subscriptions to Audit.Exchange and Audit.AzureActiveDirectory that are enabled",
            Proves = "That an application subscribed. Not that it fetches: content waits seven days and is gone.",
            HollowElsewhere = "ScubaGear marks the like (MS.SECURITYSUITE.4.2v1) as not implemented.",
            Techniques = [], References = ["https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference"],
        },
        new()
        {
            Id = "Export.EntraLogs", Title = "Entra logs are sent to a place of the tenant's own", Severity = Severity.High, Parts = [ConfigPart.DiagnosticSettings], Judge = AuditLogJudges.EntraExport,
            Why = "Mail access that no sign-in explains can be told only while the sign-ins are there, those without a person at the keyboard too. Entra keeps them 30 days, 7 without Entra ID P1.",
            Expectation = "The thirteen categories of MS.AAD.4.1v1 go to a workspace, event hub or storage account",
            Proves = "That a setting names each category and a destination. Not that the destination keeps them, nor for how long.",
            HollowElsewhere = "ScubaGear leaves MS.AAD.4.1v1 to be answered by hand. Maester tests categories, as here.",
            ScubaIds = ["MS.AAD.4.1v1"], References = [ScubaEntra],
        },
    ];
}
