using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Judges how long the log is kept, and for whom it is written. Two questions: the mailbox decides whether there is a record, the one who acted how long it is kept.</summary>
internal static class RetentionJudges
{
    public static CheckJudgement Policies(CheckFacts facts)
    {
        int required = facts.Options.Retention.ServiceDays(facts.Options.ArchiveMonths);
        string expected = string.Create(CultureInfo.InvariantCulture, $"{required} days ({facts.Options.Retention}{Archive(facts)})");
        RowTally tally = new(facts, ConfigPart.RetentionPolicies);
        PartContent policies = facts.Of(ConfigPart.RetentionPolicies);
        HashSet<ConfigRow> shortOnes = [];
        foreach (string type in AuditRetention.RecordTypes)
        {
            // The default of Audit Premium; whether everybody has it is Licence.Retention's question.
            int? days = AuditRetention.CertainDays(policies, type, AuditRetention.PremiumDays);
            List<ConfigRow> bad = Shorter(policies.Rows, type, required);
            shortOnes.UnionWith(bad);
            if (bad.Count > 0)
            {
                tally.Fail(type, $"kept for {string.Join(", ", bad.Select(static policy => $"{policy.Text("RetentionDuration")} by policy '{policy.Text("Name")}', priority {policy.Text("Priority")}{Scope(policy)}{Changed(policy)}"))}", expected);
            }
            else if (days is null)
            {
                tally.Doubt(type, "how long it is kept is not known", expected);
            }
            else if (days >= required)
            {
                tally.Pass();
            }
            else
            {
                tally.Fail(type, string.Create(CultureInfo.InvariantCulture, $"kept for {days} days"), expected);
            }
        }

        List<string> repair = shortOnes.Select(static policy => $"Set-UnifiedAuditLogRetentionPolicy -Identity {PowerShellText.Quote(policy.FirstText("Name", "Identity") ?? string.Empty)} -RetentionDuration TwelveMonths  # look first who made it and why").ToList();
        if (required > AuditRetention.PremiumDays)
        {
            repair.Add("# Longer than a year takes a policy of up to TenYears with the 10-year add-on, or an archive of your own (-ArchiveMonths)");
        }

        return tally.Conclude("record types", $"kept long enough by policy, of users with Audit Premium ({expected})", "are not kept as long as they have to be", repair);
    }

    public static CheckJudgement Licences(CheckFacts facts)
    {
        int required = facts.Options.Retention.ServiceDays(facts.Options.ArchiveMonths);
        if (required <= AuditRetention.StandardDays)
        {
            return new CheckJudgement(CheckStatus.NotApplicable, string.Create(CultureInfo.InvariantCulture, $"{required} days are asked for, and every licence keeps {AuditRetention.StandardDays}"));
        }

        RowTally tally = new(facts, ConfigPart.Mailboxes, ConfigPart.UserLicences);
        foreach (ConfigRow mailbox in facts.Rows(ConfigPart.Mailboxes).Where(static mailbox => MailboxKind.IsPeoples(mailbox) && !MailboxKind.IsShared(mailbox)))
        {
            string name = MailboxKind.Name(mailbox);
            switch (LicenceIndex.HasAdvancedAuditing(facts.Licences.Of(mailbox)))
            {
                case true:
                    tally.Pass();
                    break;
                case false when MailboxKind.IsKnown(mailbox):
                    tally.Fail(name, $"no M365_ADVANCED_AUDITING: what this user does is kept {AuditRetention.StandardDays} days", string.Create(CultureInfo.InvariantCulture, $"{required} days"));
                    break;
                default:
                    tally.Doubt(name, "licence not known", "M365_ADVANCED_AUDITING, provisioned");
                    break;
            }
        }

        return NoUsers(facts, tally) ?? tally.Conclude(
            "users", "what they do is kept for a year", $"have no Audit Premium: what they do, in whatever mailbox, is kept {AuditRetention.StandardDays} days",
            ["# Assign a licence with M365_ADVANCED_AUDITING (2f442157-a11c-46b9-ae5b-6e39ff4e5849) to these users, or keep an archive of your own (-ArchiveMonths)"]);
    }

    public static CheckJudgement Generation(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Mailboxes, ConfigPart.UserLicences);
        foreach (ConfigRow mailbox in facts.Rows(ConfigPart.Mailboxes).Where(static mailbox => MailboxKind.IsPeoples(mailbox) && !MailboxKind.IsShared(mailbox)))
        {
            ConfigRow? user = facts.Licences.Of(mailbox);
            if (LicenceIndex.HasExchange(user) == true || LicenceIndex.HasAdvancedAuditing(user) == true)
            {
                tally.Pass();
            }
            else
            {
                // Kiosk and archive-only plans, or none at all: no source says what they record today.
                tally.Doubt(MailboxKind.Name(mailbox), user?.List("Plans") is null ? "licence not known" : "neither EXCHANGE_S_ENTERPRISE nor EXCHANGE_S_STANDARD nor M365_ADVANCED_AUDITING", "a plan of which it is documented that reads are recorded");
            }
        }

        return NoUsers(facts, tally) ?? tally.Conclude("user mailboxes", "licensed with a plan that records reads, sends and searches (since June 2024)", string.Empty);
    }

    /// <summary>Policies in force that keep a record type too briefly for somebody: every one before, and the first, that is for everybody.</summary>
    private static List<ConfigRow> Shorter(IReadOnlyList<ConfigRow> policies, string type, int required)
    {
        List<ConfigRow> found = [];
        foreach (ConfigRow policy in policies.OrderBy(static policy => policy.Number("Priority") ?? double.MaxValue))
        {
            if (AuditRetention.IsEnabled(policy) != true || AuditRetention.Covers(policy, type) != true)
            {
                continue;
            }

            // Something not known may come before it, and be for everybody: then this one decides nothing. What is not known is told as a doubt elsewhere.
            bool isShadowed = policies.Any(other => other != policy && AuditRetention.IsEnabled(other) != false && AuditRetention.Covers(other, type) != false
                && (other.Number("Priority") ?? double.MinValue) <= (policy.Number("Priority") ?? double.MaxValue) && AuditRetention.IsPartial(other) != true);
            if (!isShadowed && AuditRetention.Days(policy) < required)
            {
                found.Add(policy);
            }
        }

        return found;
    }

    private static CheckJudgement? NoUsers(CheckFacts facts, RowTally tally) =>
        tally.Judged == 0 && facts.Of(ConfigPart.Mailboxes) is { IsComplete: true, Rows.Count: > 0 } ? new CheckJudgement(CheckStatus.NotApplicable, "There are no user mailboxes") : null;

    private static string Archive(CheckFacts facts) =>
        facts.Options.ArchiveMonths > 0 ? string.Create(CultureInfo.InvariantCulture, $"; an archive of {facts.Options.ArchiveMonths} months counts as cold storage, as declared") : string.Empty;

    private static string Scope(ConfigRow policy) =>
        (policy.List("UserIds") is { Count: > 0 } users ? $", for {string.Join(", ", users.Take(5))}" : string.Empty)
        + (policy.List("Operations") is { Count: > 0 } operations ? $", operations {string.Join(", ", operations.Take(5))}" : string.Empty);

    private static string Changed(ConfigRow policy) => policy.FirstText("WhenChangedUTC", "WhenCreatedUTC") is { } time ? $", changed {time}" : string.Empty;
}
