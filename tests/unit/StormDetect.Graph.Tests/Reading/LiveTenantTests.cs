using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

/// <summary>The readers against the fake tenant, over the real transport: what is read live is judged as what is read from files.</summary>
public sealed class LiveTenantTests : IAsyncLifetime
{
    private static readonly AuditScenarioOptions s_scenario = new() { Mailboxes = 25, Days = 10, Seed = 7, Attacks = ["storm-0558", "bec-rule", "illicit-consent"], SignIns = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("live-").FullName;
    private FakeTenantServer _server = null!;
    private TenantConnection _connection = null!;
    private ITenantReader _tenant = null!;
    private LiveReadReport? _report;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeTenantServer.StartAsync(new FakeTenantOptions { Scenario = s_scenario, DirectoryPageSize = 7, HasOlderIntruder = true }, CancellationToken.None);
        ConnectionRequest request = new()
        {
            Method = SignInMethod.ClientSecret,
            Endpoints = new CloudEndpoints { Environment = CloudEnvironment.Custom, Graph = _server.BaseAddress, Login = _server.LoginAddress, ManagementActivity = _server.BaseAddress },
            TenantId = _server.TenantId,
            ClientId = _server.ClientId,
            ClientSecret = TenantFixture.Secure(_server.ClientSecret),
        };
        _connection = await GraphServices.ConnectAsync(request, null, new ConnectionHooks { Network = _server.CreateHandler, Options = new TransportOptions { FirstPause = TimeSpan.FromMilliseconds(1) } }, CancellationToken.None);
        _tenant = GraphServices.OpenReader(_connection, null, _server.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Sign_ins_read_live_give_the_findings_that_files_give()
    {
        AuditScenarioResult written = AuditScenario.Write(_folder, s_scenario, Stop);
        Assert.NotEmpty(written.SignInFiles);
        MailHuntResult offline = Hunt(written, options => options with { SignInPaths = [.. written.SignInFiles] });
        MailHuntResult live = Hunt(written, static options => options, new LiveSources { SignIns = true });
        Assert.NotEmpty(offline.Findings);
        Assert.Equal(offline.Findings.Select(Shape), live.Findings.Select(Shape));
        Assert.Equal(offline.SignInReport!.Kept, live.SignInReport!.Kept);
        Assert.Equal(offline.VerdictText, live.VerdictText);
    }

    [Fact]
    public void A_hunt_sees_who_was_there_before_the_log_begins_and_the_logs_findings_stay_what_they_are()
    {
        AuditScenarioResult written = AuditScenario.Write(_folder, s_scenario, Stop);
        MailHuntOptions options = new() { Hunts = ["InboxRule", "MailboxChange"], AcceptedDomains = [_server.Tenant.Domain], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational, Now = _server.Clock.GetUtcNow() } };
        MailHuntResult offline = Hunt(written, _ => options);
        MailHuntResult live = Hunt(written, _ => options, new LiveSources { AllInboxRules = true, Consents = true });
        Assert.Empty(_report!.Failures);
        Assert.True(_report.MailGrants > 0);
        Assert.True(_report.RuleMailboxes >= s_scenario.Mailboxes);

        // What the log has, and the mailbox still has, is one finding.
        HashSet<string> known = [.. offline.Findings.Select(static finding => finding.Id)];
        Assert.All(known, id => Assert.Contains(live.Findings, finding => finding.Id == id));
        Assert.Contains(live.Findings.OfType<InboxRuleFinding>(), static finding => finding.Source == InboxRuleSource.AuditLogAndMailbox);
        Finding[] more = [.. live.Findings.Where(finding => !known.Contains(finding.Id))];
        InboxRuleFinding rule = Assert.Single(more.OfType<InboxRuleFinding>());
        Assert.Equal((InboxRuleSource.Graph, "."), (rule.Source, rule.RuleName));
        Assert.True(rule.Severity >= Severity.High);
        Assert.Equal(_server.Tenant.Mailboxes[0], Assert.Single(rule.Mailboxes), ignoreCase: true);
        MailboxChangeFinding[] consents = [.. more.OfType<MailboxChangeFinding>()];
        Assert.All(consents, static finding => Assert.Equal(MailboxChangeKind.StandingConsent, finding.ChangeKind));
        Assert.Equal("0b5e1f0e-91c3-4c55-8a6e-5c9b1d7a2f40", Assert.Single(consents, static finding => finding.Severity >= Severity.Medium).AppIds.Single());
        Assert.Contains(consents, static finding => finding.Severity < Severity.Medium);
        Assert.Contains(consents, finding => finding.ReasonsText.Contains("who consented (", StringComparison.Ordinal) && finding.ReasonsText.Contains('@' + _server.Tenant.Domain, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Rules_of_all_mailboxes_are_judged_as_they_stand()
    {
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["InboxRule"], AcceptedDomains = await _tenant.ReadAcceptedDomainsAsync(Stop), Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
        List<MailboxRules> all = await ReaderSetup.AllAsync(_tenant.ReadInboxRulesAsync(_tenant.ReadMailboxesAsync(Stop), Stop));
        Assert.True(all.Count >= s_scenario.Mailboxes);
        Assert.All(all, static mailbox => Assert.Equal((null, string.Empty), (mailbox.Failure, mailbox.FoldersMissing)));
        foreach (TenantPage page in all.SelectMany(static mailbox => mailbox.Pages))
        {
            Assert.True(hunt.TryAddRules(System.Text.Encoding.UTF8.GetString(page.Json.Span), out IReadOnlyList<InboxRuleProblem> problems));
            Assert.Empty(problems);
        }

        Assert.NotEmpty(hunt.Complete(Stop).Findings.OfType<InboxRuleFinding>());
    }

    [Fact]
    public async Task Directory_audits_show_the_consent()
    {
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["MailboxChange"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Low } });
        DateTimeOffset now = _server.Clock.GetUtcNow();
        await foreach (TenantPage page in _tenant.ReadDirectoryAuditsAsync(now.AddDays(-30), now, Stop))
        {
            hunt.AddDirectoryAudits(page, _tenant.TenantId);
        }

        Assert.Contains(hunt.Complete(Stop).Findings, static finding => finding.DetectionId == "MailboxChange.Consent");
    }

    [Fact]
    public async Task Configuration_domains_and_owners_are_there()
    {
        ConfigSnapshotBuilder builder = new(_server.Clock.GetUtcNow());
        await builder.FillAsync(_tenant.Configuration, Stop);
        Dictionary<ConfigPart, ConfigPartInfo> parts = builder.Build().Parts.ToDictionary(static part => part.Part);
        foreach (ConfigPart part in (ConfigPart[])[ConfigPart.SubscribedSkus, ConfigPart.UserLicences, ConfigPart.AppRoleAssignments, ConfigPart.DelegatedGrants, ConfigPart.AuthorizationPolicy, ConfigPart.ConsentRequestPolicy, ConfigPart.AppManagementPolicy, ConfigPart.Partners, ConfigPart.ActivitySubscriptions])
        {
            Assert.True(parts[part].State == ConfigPartState.Read, $"{part}: {parts[part].State} {parts[part].Reason}");
        }

        Assert.True(parts[ConfigPart.UserLicences].Count >= s_scenario.Mailboxes);
        Assert.Contains(_server.Tenant.Domain, await _tenant.ReadAcceptedDomainsAsync(Stop));
        TenantApplication graph = (await _tenant.ReadApplicationsAsync(["00000003-0000-0000-c000-000000000000"], Stop)).Single().Value;
        Assert.Equal("Microsoft", graph.OwnerFor(_tenant.TenantId));
    }

    [Fact]
    public async Task Messages_are_found_in_the_trace_and_our_own_reads_of_a_mailbox_are_in_its_log_and_told()
    {
        MailboxMessage message = _server.Tenant.Directory.Messages.Values.First(static message => message.Mailboxes.Count > 0);
        DateTimeOffset seen = DateTimeOffset.FromUnixTimeSeconds(message.Seen);
        Assert.Equal(message.Subject, await _tenant.TraceMessageAsync(message.InternetMessageId.Trim('<', '>'), seen.AddDays(-10), seen, Stop));
        Assert.Null(await _tenant.TraceMessageAsync("<nobody@nowhere.test>", seen.AddDays(-10), seen, Stop));

        // Whose it is nobody says: everybody is asked.
        long before = _server.Tenant.RowCount;
        List<MessageLookup> lookups = [];
        await foreach (string name in _tenant.ReadMailboxesAsync(Stop))
        {
            lookups.AddRange(await ReaderSetup.AllAsync(_tenant.LookUpMessagesAsync(name, [message.InternetMessageId, "<nobody@nowhere.test>"], Stop)));
        }

        Assert.All(lookups, static lookup => Assert.Null(lookup.Failure));
        Assert.Equal(message.Mailboxes.Count, lookups.Count(static lookup => lookup.Found));
        Assert.All(lookups, lookup => Assert.Equal(lookup.Found, lookup.Found && lookup.InternetMessageId == message.InternetMessageId));
        Assert.Equal(before + message.Mailboxes.Count, _server.Tenant.RowCount);
    }

    private MailHuntResult Hunt(AuditScenarioResult written, Func<MailHuntOptions, MailHuntOptions> change, LiveSources? live = null)
    {
        MailHunt hunt = new(change(new MailHuntOptions { Hunts = ["OrphanedAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } }));
        hunt.AddFiles(written.LogFiles, Stop);
        if (live is not null)
        {
            hunt.ReadLive(_tenant, live, _server.Clock.GetUtcNow());
        }

        MailHuntResult result = hunt.Complete(Stop);
        _report = hunt.LiveReport;
        return result;
    }

    private static string Shape(Finding finding) => $"{finding.Id} {finding.Severity} {finding.Title} {finding.ReasonsText} {finding.RecordCount}";
}
