using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Judges what is audited of mailboxes.</summary>
internal static class MailboxJudges
{
    private const string Mailboxes = "mailboxes";
    private const double LeastAgeDays = 90;

    public static CheckJudgement Organization(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Organization);
        foreach (ConfigRow row in facts.Rows(ConfigPart.Organization))
        {
            Judge(tally, "Organisation", "AuditDisabled", row.Bool("AuditDisabled"), expected: false);
        }

        return tally.Conclude("organisation settings", "mailbox auditing is on for the organisation", "switch mailbox auditing off for the whole organisation", ["Set-OrganizationConfig -AuditDisabled $false"]);
    }

    public static CheckJudgement DefaultActions(CheckFacts facts) =>
        Actions(facts, MailboxActions.Defaults, "everything Exchange audits by default is audited", "lack actions that Exchange audits by default");

    public static CheckJudgement ForensicActions(CheckFacts facts) =>
        Actions(facts, MailboxActions.Forensic, "reads, sends, deletions and rule changes are audited for owners, delegates and administrators", "lack actions without which an intrusion leaves no trace");

    public static CheckJudgement SearchQueries(CheckFacts facts) =>
        Actions(facts, new Dictionary<string, string[]> { [MailboxActions.Owner] = [MailboxActions.Search] }, "searches by owners are audited", "do not audit what is searched for");

    public static CheckJudgement Enabled(CheckFacts facts)
    {
        bool? organization = facts.IsOrganizationAudited;
        RowTally tally = new(facts, ConfigPart.Mailboxes, ConfigPart.Organization);
        List<string> off = [];
        foreach (ConfigRow mailbox in Peoples(facts))
        {
            string name = MailboxKind.Name(mailbox);
            bool? enabled = mailbox.Bool("AuditEnabled");
            if (enabled == false && (organization == true || (organization == false && MailboxKind.IsKnown(mailbox))))
            {
                off.Add(name);
            }

            switch (organization)
            {
                case true when enabled == false:
                    tally.Note(name, "AuditEnabled False", "no difference while auditing is on for the organisation");
                    break;
                case true:
                    tally.Pass();
                    break;
                case false when MailboxKind.IsKnown(mailbox):
                    tally.Fail(name, enabled == false ? "AuditEnabled False" : "AuditDisabled True for the organisation, which overrides the mailbox", "auditing on");
                    break;
                default:
                    tally.Doubt(name, $"AuditEnabled {Text(enabled)}", "auditing on for the organisation, or known to be");
                    break;
            }
        }

        CheckJudgement judgement = NoneOfPeople(facts, tally) ?? tally.Conclude(Mailboxes, "audited", "are not audited", 
            [.. organization == false ? ["Set-OrganizationConfig -AuditDisabled $false"] : Array.Empty<string>(), .. Repair.Capped(Repair.ForEach(off, "Set-Mailbox -Identity $_ -AuditEnabled $true"))]);
        return judgement.Status == CheckStatus.Passed && tally.Noted > 0
            ? judgement with
            {
                Severity = Severity.Informational,
                Summary = string.Create(CultureInfo.InvariantCulture, $"{tally.Judged:#,0} mailboxes audited; {tally.Noted:#,0} of them say AuditEnabled False, which makes no difference while auditing is on for the organisation"),
            }
            : judgement;
    }

    public static CheckJudgement AgeLimit(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Mailboxes);
        List<string> low = [];
        foreach (ConfigRow mailbox in Peoples(facts))
        {
            string name = MailboxKind.Name(mailbox);
            double? days = ConfigValue.Days(mailbox.Text("AuditLogAgeLimit"));
            if (days >= LeastAgeDays)
            {
                tally.Pass();
            }
            else if (days is null || !MailboxKind.IsKnown(mailbox))
            {
                tally.Doubt(name, $"AuditLogAgeLimit {mailbox.Text("AuditLogAgeLimit") ?? "not known"}", "90 days or more");
            }
            else
            {
                low.Add(name);
                tally.Fail(name, $"AuditLogAgeLimit {mailbox.Text("AuditLogAgeLimit")}", "90 days or more");
            }
        }

        return NoneOfPeople(facts, tally) ?? tally.Conclude(Mailboxes, "records in the mailbox are kept 90 days or more", "keep the records in the mailbox for less than 90 days", Repair.Capped(Repair.ForEach(low, "Set-Mailbox -Identity $_ -AuditLogAgeLimit 90")));
    }

    public static CheckJudgement Bypass(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.AuditBypass);
        List<string> bypassed = [];
        foreach (ConfigRow account in facts.Rows(ConfigPart.AuditBypass))
        {
            string name = account.FirstText("Name", "Identity", "ObjectId", "Guid") ?? "(unnamed account)";
            bool? enabled = account.Bool("AuditBypassEnabled");
            if (enabled == true)
            {
                string since = account.Text("WhenChangedUTC") is { Length: > 0 } time ? $", last changed {time}" : string.Empty;
                bypassed.Add(account.FirstText("Identity", "Name", "ObjectId", "Guid") ?? name);
                tally.Fail(name, $"AuditBypassEnabled True: nothing this account does in any mailbox is recorded{since}", "AuditBypassEnabled False");
            }
            else
            {
                Judge(tally, name, "AuditBypassEnabled", enabled, expected: false);
            }
        }

        return tally.Conclude(
            "accounts", "no account is exempt from mailbox auditing", "are exempt from mailbox auditing, whatever mailbox they open",
            Repair.Capped(Repair.ForEach(bypassed, "Set-MailboxAuditBypassAssociation -Identity $_ -AuditBypassEnabled $false")));
    }

    public static CheckJudgement GroupMailboxes(CheckFacts facts)
    {
        ConfigRow[] groups = facts.Rows(ConfigPart.Mailboxes).Where(MailboxKind.IsGroup).ToArray();
        string count = groups.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{groups.Length:#,0} group mailboxes: ") : string.Empty;
        return new CheckJudgement(CheckStatus.NotApplicable, count + "Exchange records no reads of group mailboxes, and what Get-Mailbox -GroupMailbox shows of their audit settings is not reliable. Nothing can be configured; look at group membership instead")
        {
            Evidence = groups.Take(facts.Options.MaximumEvidence).Select(static mailbox => new CheckEvidence(MailboxKind.Name(mailbox), "GroupMailbox", "reads are never recorded")).ToArray(),
            EvidenceCount = groups.Length,
        };
    }

    public static CheckJudgement ResourceMailboxes(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Mailboxes);
        List<(string, IReadOnlyDictionary<string, string[]>)> repair = [];
        List<string> off = [];
        int resources = 0;
        foreach (ConfigRow mailbox in facts.Rows(ConfigPart.Mailboxes).Where(static mailbox => MailboxKind.IsResource(mailbox) || !MailboxKind.IsKnown(mailbox)))
        {
            resources++;
            string name = MailboxKind.Name(mailbox);
            Dictionary<string, string[]?> missing = MailboxActions.Missing(mailbox, MailboxActions.Forensic);
            bool? enabled = mailbox.Bool("AuditEnabled");
            bool isBad = enabled == false || missing.Values.Any(static actions => actions is { Length: > 0 });
            if (isBad && MailboxKind.IsKnown(mailbox))
            {
                tally.Fail(name, $"AuditEnabled {Text(enabled)}, {Lacks(missing)}", "AuditEnabled True and the same actions as other mailboxes: auditing by default does not reach this kind");
                repair.Add((name, Known(missing)));
                if (enabled == false)
                {
                    off.Add(name);
                }
            }
            else if (isBad || enabled is null || missing.ContainsValue(null))
            {
                tally.Doubt(name, $"AuditEnabled {Text(enabled)}, {Lacks(missing)}", "AuditEnabled True and the same actions as other mailboxes");
            }
            else
            {
                tally.Pass();
            }
        }

        if (resources == 0 && facts.Of(ConfigPart.Mailboxes) is { IsComplete: true, Rows.Count: > 0 })
        {
            return new CheckJudgement(CheckStatus.NotApplicable, "There are no room, equipment or public folder mailboxes");
        }

        return tally.Conclude(
            "resource mailboxes", "audited as other mailboxes are", "are not audited as other mailboxes are",
            [.. Repair.Capped(Repair.ForEach(off, "Set-Mailbox -Identity $_ -AuditEnabled $true")), .. Repair.AddActions(repair.Where(static entry => entry.Item2.Values.Any(static actions => actions.Length > 0)))]);
    }

    private static CheckJudgement Actions(CheckFacts facts, IReadOnlyDictionary<string, string[]> required, string good, string bad)
    {
        RowTally tally = new(facts, ConfigPart.Mailboxes);
        List<(string, IReadOnlyDictionary<string, string[]>)> repair = [];
        foreach (ConfigRow mailbox in Peoples(facts))
        {
            string name = MailboxKind.Name(mailbox);
            Dictionary<string, string[]?> missing = MailboxActions.Missing(mailbox, required);
            if (missing.Values.Any(static actions => actions is { Length: > 0 }) && MailboxKind.IsKnown(mailbox))
            {
                IReadOnlyList<string>? managed = mailbox.List("DefaultAuditSet");
                string set = managed is null ? "not known" : managed.Count == 0 ? "empty" : string.Join(", ", managed);
                tally.Fail(name, $"{Lacks(missing)}; DefaultAuditSet {set}", string.Join("; ", required.Select(static pair => $"{pair.Key}: {string.Join(", ", pair.Value)}")));
                repair.Add((name, Known(missing)));
            }
            else if (missing.Values.Any(static actions => actions is not { Length: 0 }))
            {
                tally.Doubt(name, Lacks(missing), "lists that are known, of a mailbox whose kind is known");
            }
            else
            {
                tally.Pass();
            }
        }

        return NoneOfPeople(facts, tally) ?? tally.Conclude(Mailboxes, good, bad, Repair.AddActions(repair));
    }

    private static CheckJudgement? NoneOfPeople(CheckFacts facts, RowTally tally) =>
        tally.Judged == 0 && facts.Of(ConfigPart.Mailboxes) is { IsComplete: true, Rows.Count: > 0 } ? new CheckJudgement(CheckStatus.NotApplicable, "There are no user or shared mailboxes") : null;

    /// <summary>Mailboxes that people use; those of unknown kind among them, because they may be.</summary>
    private static IEnumerable<ConfigRow> Peoples(CheckFacts facts) => facts.Rows(ConfigPart.Mailboxes).Where(MailboxKind.IsPeoples);

    private static Dictionary<string, string[]> Known(Dictionary<string, string[]?> missing) =>
        missing.Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Key, static pair => pair.Value!);

    private static string Lacks(Dictionary<string, string[]?> missing)
    {
        string lacks = string.Join("; ", missing.Where(static pair => pair.Value is null or { Length: > 0 })
            .Select(static pair => pair.Value is null ? $"{pair.Key} is not known" : $"{pair.Key} lacks {string.Join(", ", pair.Value)}"));
        return lacks.Length > 0 ? lacks : "no action is missing";
    }

    private static void Judge(RowTally tally, string subject, string property, bool? observed, bool expected)
    {
        if (observed is null)
        {
            tally.Doubt(subject, $"{property} not known", $"{property} {expected}");
        }
        else if (observed == expected)
        {
            tally.Pass();
        }
        else
        {
            tally.Fail(subject, $"{property} {observed}", $"{property} {expected}");
        }
    }

    private static string Text(bool? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "not known";
}
