using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Detection;
using StormDetect.Core.Detection.InboxRules;
using StormDetect.Core.Exports;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection.InboxRules;

/// <summary>The life of rules: made, changed, renamed, removed; by whom, and in how many mailboxes.</summary>
public sealed class RuleHistoryTests
{
    private const string Dn = "EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/";
    private const string Thief = "thief@elsewhere.example";

    [Fact]
    public void A_rule_that_is_gone_is_reconstructed()
    {
        InboxRuleFinding finding = new RuleLog()
            .Cmdlet("New-InboxRule", new { Name = "..", ForwardTo = Thief }, 1, objectId: Dn + "kim\\..")
            .Cmdlet("Set-InboxRule", new { Identity = "kim\\..", DeleteMessage = "True" }, 2, objectId: Dn + "kim\\..")
            .Cmdlet("Remove-InboxRule", new { Identity = "kim\\..", Confirm = "False" }, 5, objectId: Dn + "kim\\..").One();
        Assert.Equal((InboxRuleState.Removed, RuleLog.Start.AddHours(1), RuleLog.Start.AddHours(5)), (finding.RuleState, finding.CreatedAt, finding.RemovedAt));
        Assert.True(finding.Deletes);
        Assert.Equal(3, finding.RecordIds.Count);
        Assert.Contains(finding.Reasons, static reason => reason.Code == "ShortLife" && Math.Abs(reason.Observed!.Value - 4) < 0.01);
        Assert.Contains("T1070.008", finding.Techniques);
        Assert.DoesNotContain(finding.NextSteps, static step => step.Command?.StartsWith("Remove-InboxRule", StringComparison.Ordinal) == true);
        Assert.Equal(NextStepKind.Preserve, finding.NextSteps[0].Kind);
    }

    [Fact]
    public void What_a_rule_did_before_it_was_made_harmless_still_counts()
    {
        InboxRuleFinding finding = new RuleLog()
            .Cmdlet("New-InboxRule", new { Name = "Sales", ForwardTo = Thief }, 1)
            .Cmdlet("Set-InboxRule", new { Identity = "Sales", ForwardTo = "", ApplyCategory = "Red" }, 30).One();
        Assert.Equal([Thief], finding.ExternalRecipients);
        Assert.True(finding.Severity >= Severity.Medium);
    }

    [Fact]
    public void A_renamed_rule_stays_one_rule()
    {
        InboxRuleFinding finding = new RuleLog()
            .Cmdlet("New-InboxRule", new { Name = "Sales", ForwardTo = Thief }, 1)
            .Cmdlet("Set-InboxRule", new { Identity = "Sales", Name = "." }, 2)
            .Cmdlet("Remove-InboxRule", new { Identity = "." }, 60).One();
        Assert.Equal(InboxRuleState.Removed, finding.RuleState);
        Assert.Contains(finding.Reasons, static reason => reason.Code == "NamePunctuation");
    }

    [Fact]
    public void Outlook_and_cmdlets_meet_by_name_and_by_number()
    {
        InboxRuleFinding finding = new RuleLog()
            .Outlook(new { RuleOperation = "AddMailboxRule", RuleId = "-5555555555555555555", RuleState = "Enabled", RuleName = "Sales", RuleCondition = "{}", RuleActions = $"[{{\"ActionType\":\"Forward\",\"Recipients\":[\"{Thief}\"]}}]" }, 1)
            .Outlook(new { RuleOperation = "ModifyMailboxRule", RuleId = "-5555555555555555555", RuleState = "", RuleName = "", RuleCondition = "{}", RuleActions = "[]" }, 2)
            .Cmdlet("Disable-InboxRule", new { Mailbox = RuleLog.Kim, Identity = "Sales" }, 3, "admin@contoso.example").One();
        Assert.Equal(InboxRuleState.Disabled, finding.RuleState);
        Assert.Equal(3, finding.RecordCount);
    }

    [Theory]
    [InlineData(2, "MadeByDelegate", RuleActorRole.Delegate)]
    [InlineData(1, "MadeByAdmin", RuleActorRole.Admin)]
    public void Who_made_it_in_anothers_mailbox_counts(int logonType, string code, RuleActorRole role)
    {
        InboxRuleFinding finding = new RuleLog().Outlook(
            new { RuleOperation = "AddMailboxRule", RuleId = "1", RuleState = "Enabled", RuleName = "Sales", RuleCondition = "{}", RuleActions = $"[{{\"ActionType\":\"Forward\",\"Recipients\":[\"{Thief}\"]}}]" },
            user: "pat@contoso.example", logonType: logonType).One();
        Assert.Contains(finding.Reasons, reason => reason.Code == code);
        Assert.Equal(role, finding.ActorRole);
        Assert.Contains("pat@contoso.example", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_owner_is_the_owner_whatever_the_mailbox_is_called()
    {
        InboxRuleFinding finding = new RuleLog()
            .Cmdlet("New-InboxRule", new { Name = "a", ForwardTo = Thief }, objectId: Dn + "bc1b1df3-f861-4aec-bf7c-40ce5b5566c1\\a")
            .Cmdlet("New-InboxRule", new { Name = "b", Mailbox = "bc1b1df3-f861-4aec-bf7c-40ce5b5566c1", ForwardTo = Thief }, 1).Hunt()[0];
        Assert.Equal(RuleActorRole.Owner, finding.ActorRole);
        Assert.Equal([RuleLog.Kim], finding.Mailboxes);
    }

    [Fact]
    public void The_same_rule_in_many_mailboxes_by_one_actor_is_one_finding()
    {
        RuleLog log = new();
        for (int i = 0; i < 5; i++)
        {
            log.Cmdlet("New-InboxRule", new { Name = $"Rule {i}", Mailbox = $"user{i}@contoso.example", RedirectTo = Thief }, i, "admin@contoso.example");
        }

        InboxRuleFinding finding = log.One();
        Assert.Equal(5, finding.Mailboxes.Count);
        Assert.Contains(finding.Reasons, static reason => reason.Code == "ManyMailboxes");
        Assert.Equal(finding.Score, finding.Reasons.Sum(static reason => reason.Weight), 6);
        Assert.True(finding.Severity >= Severity.High);

        // The story that grows keeps its id.
        Assert.Equal(finding.Id, Assert.Single(log.Run(log.Records.Take(2)).Findings).Id);
    }

    [Fact]
    public void A_refused_change_is_an_attempt()
    {
        InboxRuleFinding refused = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Sales", ForwardTo = Thief }, with: new { ResultStatus = "False" }).One();
        Assert.Equal(InboxRuleState.Unknown, refused.RuleState);
        Assert.Contains(refused.Reasons, static reason => reason.Code == "Attempt" && reason.Weight < 0);
    }

    [Fact]
    public void A_session_that_an_anomaly_names_counts()
    {
        RuleLog log = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Sales", DeleteMessage = "True", From = "a@fabrikam.example" }, session: "637a72b7-3f4e-445b-bb2e-4605eb2a141b");
        InboxRuleCollector collector = Collect(log.Records);
        InboxRuleHunt hunt = new(log.Options);
        hunt.Collector.Merge(collector);
        MailHuntResult empty = new RuleLog().Run();
        MailAccessAnomaly anomaly = new()
        {
            Id = "MAA-1", DetectionId = "x", Severity = Severity.High, Title = "reads much", TenantId = RuleLog.Tenant, Mailboxes = [], UserIds = [], FirstSeen = RuleLog.Start, LastSeen = RuleLog.Start, Reasons = [], Score = 1,
            RecordIds = [], RecordCount = 1, Techniques = [], NextSteps = [], AppId = "", AppName = "", ClientAppId = "", ClientAppName = "", ClientFamily = ClientFamily.Owa, AccessCount = 1, ItemCount = 1, SyncedFolderCount = 0,
            SessionIds = ["637A72B7-3f4e-445b-bb2e-4605eb2a141b"],
        };
        StormDetect.Core.Facts.MailAccessFacts facts = new FactsTenant().Build();
        HuntContext context = new()
        {
            Options = log.Options, Facts = facts, HasAccessFacts = true, Report = empty.ReadReport, Domains = new TenantDomains(facts, []), Now = RuleLog.Start, Earlier = [anomaly],
        };
        InboxRuleFinding finding = Assert.IsType<InboxRuleFinding>(Assert.Single(hunt.Judge(context, CancellationToken.None).Findings));
        Assert.Contains(finding.Reasons, static reason => reason.Code == "SessionOfFinding" && reason.Text.Contains("MAA-1", StringComparison.Ordinal));
        Assert.True(finding.Severity >= Severity.Medium);
    }

    [Theory]
    [InlineData("\u001b[2J\u202Egpj.exe")]
    [InlineData("'; Remove-Item -Recurse / #\u2019")]
    [InlineData("=cmd|' /C calc'!A0")]
    public void Hostile_names_steer_nothing(string name)
    {
        InboxRuleFinding finding = new RuleLog().Cmdlet("New-InboxRule", new { Name = name, ForwardTo = Thief }).One();
        string all = $"{finding.Title} {finding.RuleName} {finding.ReasonsText} {finding.NextStepsText}";
        Assert.DoesNotContain(all, static c => char.IsControl(c) || c == '\u202E');
        string removal = finding.NextSteps.Select(static step => step.Command).Single(static command => command?.StartsWith("Remove-InboxRule", StringComparison.Ordinal) == true)!;
        Assert.Equal(0, removal.Count(static c => c is '\'' or '\u2019') % 2);
        Assert.False(removal.Contains("; Remove-Item", StringComparison.Ordinal) && !removal.Contains("''; Remove-Item", StringComparison.Ordinal));
    }

    [Fact]
    public void Order_and_threads_change_nothing()
    {
        RuleLog log = new();
        for (int i = 0; i < 12; i++)
        {
            string user = $"user{i % 3}@contoso.example";
            log.Cmdlet("New-InboxRule", new { Name = $"r{i % 4}", ForwardTo = i % 2 == 0 ? Thief : "", DeleteMessage = i % 3 == 0 ? "True" : "False" }, i, user, session: $"s{i % 2}")
                .Cmdlet("Set-InboxRule", new { Identity = $"r{i % 4}", MarkAsRead = "True" }, i + 0.5, user)
                .Cmdlet("Remove-InboxRule", new { Identity = $"r{(i + 1) % 4}" }, i + 1, user, ip: $"198.51.{i}.1:5");
        }

        string expected = Describe(log.Run());
        Prop.ForAll(Gen.Shuffle(log.Records.ToArray()).ToArbitrary(), order =>
        {
            // Two threads that share the records anyhow, joined either way.
            InboxRuleCollector first = Collect(order.Take(order.Length / 2));
            InboxRuleCollector second = Collect(order.Skip(order.Length / 2));
            first.Merge(second);
            string[] folds = [.. first.Folds.Select(FoldText).Order(StringComparer.Ordinal)];
            string[] whole = [.. Collect(log.Records).Folds.Select(FoldText).Order(StringComparer.Ordinal)];
            return Describe(log.Run(order)) == expected && folds.SequenceEqual(whole);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Memory_grows_with_rules_not_with_records()
    {
        RuleLog log = new();
        for (int i = 0; i < 3000; i++)
        {
            log.Outlook(new { RuleOperation = "ModifyMailboxRule", RuleId = $"{i % 10}", RuleState = "", RuleCondition = "{}", RuleName = "", RuleActions = "[]" }, i / 100.0);
        }

        InboxRuleCollector collector = Collect(log.Records);
        Assert.Equal(10, collector.Folds.Count);
        Assert.Equal(3000, collector.Folds.Sum(static fold => fold.Count));
        Assert.All(collector.Folds, static fold => Assert.InRange(fold.Records.All.Count, 1, RuleFold.MaxRecords));
    }

    private static string FoldText(RuleFold fold) =>
        $"{RuleFold.KeyOf(fold.First)}|{fold.First.RecordId}|{fold.Last:O}|{fold.Count}|{string.Join(",", fold.Records.Names)}|{string.Join(",", fold.Networks.Names)}|{string.Join(",", fold.Sessions.Names)}";

    private static string Describe(MailHuntResult result) => string.Join("\n", result.Findings.Cast<InboxRuleFinding>().Select(static finding =>
        $"{finding} {finding.Score} {finding.RuleState} {finding.CreatedAt:O} {finding.RemovedAt:O} {finding.ReasonsText} {finding.RecordIdsText} {finding.MailboxesText} {finding.NetworksText} {finding.SessionIdsText} {finding.NextStepsText}"));

    private static InboxRuleCollector Collect(IEnumerable<string> records)
    {
        InboxRuleCollector collector = new();
        AuditScan scan = new([collector]);
        foreach (string record in records)
        {
            scan.Text(record, "test");
        }

        _ = scan.Complete();
        return collector;
    }
}
