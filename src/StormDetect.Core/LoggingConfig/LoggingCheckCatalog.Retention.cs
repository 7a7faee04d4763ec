using System.Collections.Generic;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <content>Licences and retention.</content>
public static partial class LoggingCheckCatalog
{
    private static IEnumerable<LoggingCheck> RetentionChecks() =>
    [
        new()
        {
            Id = "Retention.Policies", Title = "Retention policies keep mail records long enough", Severity = Severity.High, Parts = [ConfigPart.RetentionPolicies], Judge = RetentionJudges.Policies,
            Why = "The enabled policy with the lowest priority number wins. One new policy of 7 days and priority 1 empties the log of a record type, or of one user, and no list of long policies shows it.",
            Expectation = "For each record type that mail hunts read, what wins keeps it as long as the retention profile asks",
            Proves = "What the policies do to users with Audit Premium. Whether users have it is Licence.Retention's question.",
            HollowElsewhere = "ScubaGear's MS.SECURITYSUITE.5.2v1 passes if any enabled policy keeps any record type for a year; Maester asks one policy to hold five record types. Neither sees a shorter policy that comes first.",
            ScubaIds = ["MS.SECURITYSUITE.5.2v1"], FormerScubaIds = ["MS.EXO.17.3v1", "MS.DEFENDER.6.3v1"], References = [AuditPolicies, ScubaSuite],
        },
        new()
        {
            Id = "Licence.Retention", Title = "Users have the licence that keeps their records", Severity = Severity.Medium, Parts = [ConfigPart.Mailboxes, ConfigPart.UserLicences], Judge = RetentionJudges.Licences,
            Why = "How long a record is kept follows the licence of the one who acted: a year with Audit Premium, else 180 days. It is not the licence of the mailbox that was read.",
            Expectation = "M365_ADVANCED_AUDITING, provisioned, for every user with a mailbox, where the retention profile asks for more than 180 days",
            Proves = "How long what these users do is kept. Of applications and of guests no source says.",
            HollowElsewhere = "Tenant-wide tests look for one licence anywhere in the tenant, or for a product by name: one E5 among a thousand E3 passes.",
            ScubaIds = ["MS.SECURITYSUITE.5.2v1"], FormerScubaIds = ["MS.EXO.17.2v1", "MS.DEFENDER.6.2v1"], References = [AuditPolicies],
        },
        new()
        {
            Id = "Licence.Generation", Title = "Mailboxes have a plan that records reads", Severity = Severity.Medium, Parts = [ConfigPart.Mailboxes, ConfigPart.UserLicences], Judge = RetentionJudges.Generation,
            Why = "Until June 2024 only Audit Premium recorded MailItemsAccessed; since then the standard plans do. Of kiosk and other plans no source says.",
            Expectation = "EXCHANGE_S_ENTERPRISE, EXCHANGE_S_STANDARD or M365_ADVANCED_AUDITING, provisioned, for every user mailbox",
            Proves = "That the plan is one of which it is documented. What the mailbox is set to record is MailboxAudit.ForensicActions' question.",
            Techniques = [], References = [Playbook, MailboxAuditing],
        },
    ];
}
