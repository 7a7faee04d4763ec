using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>Inbox rules that a hunt reads from a tenant beside its log.</summary>
public sealed class LiveRuleTests
{
    private const string Thief = "thief@elsewhere.example";
    private const string Lee = "lee@contoso.example";

    // The eight bytes of 11558028426879172609, least first.
    private const string Number = "11558028426879172609";
    private const string GraphId = "AQAAAJ5dZqA=";

    private static readonly TenantRequestException s_denied = new(TenantRequestProblem.PermissionMissing, "MailboxSettings.Read is missing.");

    [Fact]
    public void A_rule_older_than_the_log_is_found_beside_what_the_log_tells()
    {
        RuleLog log = Logged();
        string offline = log.One().Id;
        log.Tenants = (Stub(Of(RuleLog.Kim), Of(Lee, ("..", "AQAAAAAAAAE=", "old@elsewhere.example"))), new LiveSources { AllInboxRules = true });
        MailHuntResult result = log.Run();
        InboxRuleFinding older = Assert.Single(result.Findings.Cast<InboxRuleFinding>(), finding => finding.Id != offline);
        Assert.Equal((InboxRuleSource.Graph, InboxRuleState.Present, RuleLog.Tenant), (older.Source, older.RuleState, older.TenantId));
        Assert.Equal([Lee], older.Mailboxes);
        Assert.Equal(["old@elsewhere.example"], older.ExternalRecipients);
        Assert.True(older.Severity >= Severity.Medium);
        Assert.Equal((2, 0), (log.Report!.RuleMailboxes, log.Report.RulesNotRead.Count));
        Assert.DoesNotContain(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.InboxRulesMissing);
    }

    [Theory]
    [InlineData("Sales", GraphId)]
    [InlineData("Sales", "any other form of id")]
    public void A_rule_the_log_has_by_name_is_one_finding_with_the_same_id(string name, string id)
    {
        RuleLog log = Logged();
        string offline = log.One().Id;
        log.Tenants = (Stub(Of(RuleLog.Kim, (name, id, Thief))), new LiveSources { RuleMailboxes = [RuleLog.Kim] });
        InboxRuleFinding finding = log.One();
        Assert.Equal((offline, InboxRuleSource.AuditLogAndMailbox), (finding.Id, finding.Source));
    }

    [Theory]
    [InlineData("Sales", GraphId)]
    [InlineData("renamed by nobody the log knows", GraphId)]
    [InlineData("Sales", "any other form of id")]
    public void A_rule_the_log_has_by_number_is_one_finding_with_the_same_id(string name, string id)
    {
        RuleLog log = new RuleLog().Outlook(new { RuleOperation = "AddMailboxRule", RuleId = unchecked((long)ulong.Parse(Number, null)).ToString(null as IFormatProvider), RuleName = "Sales", RuleActions = $"Forward to {Thief}" });
        string offline = log.One().Id;
        log.Tenants = (Stub(Of(RuleLog.Kim, (name, id, Thief))), new LiveSources { RuleMailboxes = [RuleLog.Kim] });
        InboxRuleFinding finding = log.One();
        Assert.Equal((offline, InboxRuleSource.AuditLogAndMailbox), (finding.Id, finding.Source));
    }

    [Fact]
    public void Two_rules_of_one_name_stay_two()
    {
        RuleLog log = Logged();
        log.Tenants = (Stub(Of(RuleLog.Kim, ("Sales", GraphId, Thief), ("Sales", "AQAAAAAAAAE=", "other@elsewhere.example"))), new LiveSources { AllInboxRules = true });
        Assert.Equal(2, log.Hunt().SelectMany(static finding => finding.ExternalRecipients).Distinct().Count());
        Assert.Equal(log.Hunt().Count, log.Hunt().Select(static finding => finding.Id).Distinct().Count());
    }

    [Fact]
    public void Mailboxes_that_could_not_be_read_are_named_in_the_coverage_and_the_others_are_judged()
    {
        RuleLog log = Logged();
        MailboxRules none = new() { Mailbox = "admin@contoso.example", Failure = new TenantRequestException(TenantRequestProblem.NotFound, "no mailbox"), HasNoMailbox = true };
        MailboxRules refused = new() { Mailbox = Lee, Failure = s_denied };
        log.Tenants = (Stub(none, refused, Of(RuleLog.Kim, ("Sales", GraphId, Thief))), new LiveSources { AllInboxRules = true });
        MailHuntResult result = log.Run();
        BlindInterval interval = Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.InboxRulesMissing);
        Assert.Equal((BlindScope.Mailbox, Lee, RuleLog.Tenant), (interval.Scope, interval.Subject, interval.TenantId));
        Assert.Contains("MailboxSettings.Read is missing.", interval.Text, StringComparison.Ordinal);
        Assert.Contains($"rules of 1 of 2 mailboxes read as they stand (not of {Lee})", result.VerdictText, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["admin@contoso.example"], log.Report!.AccountsWithoutMailbox);
        Assert.Equal(2, log.Report.RuleMailboxes);
        Assert.Equal(InboxRuleSource.AuditLogAndMailbox, Assert.IsType<InboxRuleFinding>(Assert.Single(result.Findings)).Source);

        // Whoever names a mailbox wants to know that there is none.
        log.Tenants = (Stub(none), new LiveSources { RuleMailboxes = ["admin@contoso.example"] });
        Assert.Equal("admin@contoso.example", Assert.Single(Report(log).RulesNotRead).Mailbox);
    }

    [Fact]
    public void Where_nobody_is_let_in_asking_ends_and_the_log_is_judged()
    {
        RuleLog log = Logged();
        log.Tenants = (Stub([.. Enumerable.Range(0, 500).Select(static i => new MailboxRules { Mailbox = $"user{i}@contoso.example", Failure = s_denied })]), new LiveSources { AllInboxRules = true });
        MailHuntResult result = log.Run();
        Assert.Equal((20, s_denied), (log.Report!.RuleMailboxes, log.Report.RulesRefused));
        Assert.Equal(BlindScope.Tenant, Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.InboxRulesMissing).Scope);
        Assert.Contains("rules of no mailbox read as they stand", result.VerdictText, StringComparison.OrdinalIgnoreCase);
        Assert.Single(result.Findings);
    }

    [Fact]
    public void A_list_of_mailboxes_that_breaks_off_is_a_failure_and_blind()
    {
        RuleLog log = Logged();
        TenantStub stub = new() { TenantId = RuleLog.Tenant, ListFailure = new TenantRequestException(TenantRequestProblem.Network, "the line went dead") };
        stub.Rules.Add(Of(RuleLog.Kim, ("Sales", GraphId, Thief)));
        log.Tenants = (stub, new LiveSources { AllInboxRules = true });
        MailHuntResult result = log.Run();
        Assert.Equal("the line went dead", Assert.Single(log.Report!.Failures).Message);
        Assert.Equal(BlindScope.Tenant, Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.InboxRulesMissing).Scope);
        Assert.Single(result.Findings);
    }

    [Fact]
    public void Rules_of_another_tenant_than_the_logs_are_that_ones()
    {
        const string Other = "99999999-9999-4999-8999-999999999999";
        RuleLog log = Logged();
        TenantStub stub = new() { TenantId = Other };
        stub.Rules.Add(Of(RuleLog.Kim, ("Sales", GraphId, Thief)));
        log.Tenants = (stub, new LiveSources { AllInboxRules = true });
        Assert.Equal([RuleLog.Tenant, Other], log.Hunt().Select(static finding => finding.TenantId).Order());
    }

    [Fact]
    public void Nothing_is_read_for_a_hunt_that_is_not_run()
    {
        RuleLog log = Logged();
        log.Options = log.Options with { Hunts = ["MailboxChange"] };
        log.Tenants = (Stub(Of(RuleLog.Kim, ("Sales", GraphId, Thief))), new LiveSources { AllInboxRules = true });
        Assert.Equal(0, Report(log).RuleMailboxes);
    }

    private static LiveReadReport Report(RuleLog log)
    {
        _ = log.Run();
        return log.Report!;
    }

    private static RuleLog Logged() => new RuleLog().Cmdlet("New-InboxRule", new { Name = "Sales", ForwardTo = Thief }, 1);

    private static TenantStub Stub(params MailboxRules[] rules)
    {
        TenantStub stub = new() { TenantId = RuleLog.Tenant };
        stub.Rules.AddRange(rules);
        return stub;
    }

    private static MailboxRules Of(string mailbox, params (string Name, string Id, string To)[] rules) => new()
    {
        Mailbox = mailbox,
        Pages = rules.Length == 0 ? [] :
        [
            new TenantPage("rules", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
            {
                value = rules.Select(rule => new
                {
                    id = rule.Id, displayName = rule.Name, isEnabled = true, conditions = new { }, userPrincipalName = mailbox,
                    actions = new { forwardTo = new[] { new { emailAddress = new { address = rule.To } } } },
                }),
            }))),
        ],
    };
}
