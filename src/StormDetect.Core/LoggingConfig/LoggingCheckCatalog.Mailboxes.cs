using System.Collections.Generic;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <content>What is audited of mailboxes.</content>
public static partial class LoggingCheckCatalog
{
    private static IEnumerable<LoggingCheck> MailboxChecks() =>
    [
        new()
        {
            Id = "MailboxAudit.Organization", Title = "Mailbox auditing is on for the organisation", Severity = Severity.Critical, Parts = [ConfigPart.Organization], Judge = MailboxJudges.Organization,
            Why = "AuditDisabled True stops mailbox records of the whole tenant, whatever the mailboxes say.",
            Expectation = "AuditDisabled False",
            Proves = "That auditing by default is on. Not that a mailbox audits reads, and not that nobody is exempt.",
            HollowElsewhere = "MS.EXO.13.1v1 in ScubaGear and Maester, and CIS 6.1.1, end here: they pass while a mailbox's set lacks MailItemsAccessed and while an account is exempt.",
            ScubaIds = ["MS.EXO.13.1v1"], CisIds = ["6.1.1"], References = [MailboxAuditing, ScubaExchange],
        },
        new()
        {
            Id = "MailboxAudit.Bypass", Title = "Nobody is exempt from mailbox auditing", Severity = Severity.Critical, Parts = [ConfigPart.AuditBypass], Judge = MailboxJudges.Bypass,
            Why = "Whatever an exempt account does, in its own and in every other mailbox, leaves no record. It is one command to set, and no other setting shows it.",
            Expectation = "AuditBypassEnabled False for every account, services included",
            Proves = "That no account is exempt, of all that were read. The evidence names the actor, not the mailbox: it is the actor who is invisible.",
            HollowElsewhere = "ScubaGear does not look (its users asked). Others ask mailboxes only, or join by one form of name and miss; here every account counts.",
            CisIds = ["6.1.3"], References = [MailboxAuditing],
        },
        new()
        {
            Id = "MailboxAudit.ForensicActions", Title = "Reads, sends, deletions and rule changes are audited", Severity = Severity.High, Parts = [ConfigPart.Mailboxes], Judge = MailboxJudges.ForensicActions,
            Why = "MailItemsAccessed is the one record that reading leaves. A mailbox whose list lacks it is blind, and a list can be changed per mailbox and per kind of access.",
            Expectation = "AuditOwner and AuditAdmin: MailItemsAccessed, Send, MoveToDeletedItems, SoftDelete, HardDelete, UpdateInboxRules; AuditDelegate: the same without Send",
            Proves = "What user and shared mailboxes are set to record, list by list. Records still need an account that is not exempt, and a log that takes them in.",
            HollowElsewhere = "No baseline tool reads the lists; one reads the first 50 mailboxes.",
            FormerScubaIds = ["MS.EXO.17.2v1", "MS.DEFENDER.6.2v1"], CisIds = ["6.1.2"], References = [MailboxAuditing, Playbook],
        },
        new()
        {
            Id = "MailboxAudit.DefaultActions", Title = "Everything Exchange audits by default is audited", Severity = Severity.Medium, Parts = [ConfigPart.Mailboxes], Judge = MailboxJudges.DefaultActions,
            Why = "A list that was changed once no longer follows Microsoft's additions. What is asked for is a list that holds today's defaults and whatever else you want.",
            Expectation = "AuditOwner, AuditDelegate and AuditAdmin hold all of today's defaults; more is welcome",
            Proves = "That nothing of today's defaults is missing. A list outside DefaultAuditSet will not follow tomorrow's: check again after changes of the service.",
            HollowElsewhere = "Asking for DefaultAuditSet 'Admin, Delegate, Owner' fails every mailbox that audits more than the defaults, and its repair takes the addition away.",
            CisIds = ["6.1.2"], References = [MailboxAuditing, "https://learn.microsoft.com/powershell/module/exchange/set-mailbox"],
        },
        new()
        {
            Id = "MailboxAudit.SearchQueries", Title = "What owners search for is audited", Severity = Severity.Low, Parts = [ConfigPart.Mailboxes], Judge = MailboxJudges.SearchQueries,
            Why = "SearchQueryInitiated shows what an intruder looked for. It is not audited by default.",
            Expectation = "AuditOwner holds SearchQueryInitiated",
            Proves = "That searches by owners are recorded. Searches by delegates and applications never are.",
            References = [Playbook, MailboxAuditing],
        },
        new()
        {
            Id = "MailboxAudit.Enabled", Title = "Auditing is not switched off for single mailboxes", Severity = Severity.High, Parts = [ConfigPart.Mailboxes, ConfigPart.Organization], Judge = MailboxJudges.Enabled,
            Why = "While auditing is on for the organisation, AuditEnabled of a user or shared mailbox changes nothing; the day it is switched off there, these mailboxes follow.",
            Expectation = "Auditing on for the organisation; AuditEnabled False is told as information",
            Proves = "That AuditEnabled hides no user or shared mailbox. (A document of 2023 said that records of mailboxes without E5 reach the log only where AuditEnabled was set by hand; whether that holds today is not known.)",
            HollowElsewhere = "Failing on AuditEnabled False alone is a false alarm; passing on AuditEnabled True alone is hollow while AuditDisabled is True.",
            CisIds = ["6.1.2"], References = [MailboxAuditing],
        },
        new()
        {
            Id = "MailboxAudit.AgeLimit", Title = "Records in the mailbox are kept 90 days", Severity = Severity.Medium, Parts = [ConfigPart.Mailboxes], Judge = MailboxJudges.AgeLimit,
            Why = "AuditLogAgeLimit of a day is a known way to make the records in a mailbox vanish. The copies in the unified audit log have their own retention.",
            Expectation = "AuditLogAgeLimit of 90 days or more",
            Proves = "That nobody shortened it. It says nothing of the unified audit log.",
            References = ["https://learn.microsoft.com/powershell/module/exchange/set-mailbox"],
        },
        new()
        {
            Id = "MailboxAudit.ResourceMailboxes", Title = "Room, equipment and public folder mailboxes are audited too", Severity = Severity.Low, Parts = [ConfigPart.Mailboxes], Judge = MailboxJudges.ResourceMailboxes,
            Why = "Auditing by default does not reach these kinds: they record what they are set to, one by one.",
            Expectation = "AuditEnabled True and the same actions as other mailboxes",
            Proves = "That these mailboxes are set to record. Shared mailboxes are judged with those of users.",
            References = [MailboxAuditing],
        },
        new()
        {
            Id = "MailboxAudit.GroupMailboxes", Title = "Reads of group mailboxes are never recorded", Severity = Severity.Informational, Parts = [ConfigPart.Mailboxes], Judge = MailboxJudges.GroupMailboxes,
            Why = "Mail of Microsoft 365 groups can be read without a trace. Who knows can keep it in mind; nobody can configure it.",
            Expectation = "Nothing: there is no such record",
            Proves = "Nothing. It is here because a green page without it would say too much.",
            Techniques = [], References = [MailboxAuditing],
        },
    ];
}
