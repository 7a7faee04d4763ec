using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>The archive of a container: collected from a tenant, hour after hour, and hunted.</summary>
public sealed class LiveCollectTests : IDisposable
{
    private const string TokenVariable = "STORMDETECT_TEST_TOKEN";
    private static readonly AuditScenarioOptions s_scenario = new() { Mailboxes = 60, Days = 5, Seed = 7, Attacks = ["storm-0558"] };
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Archive => _folder.Sub("archive");

    public void Dispose()
    {
        foreach (string variable in new[] { TokenVariable, "IDENTITY_ENDPOINT", "IDENTITY_HEADER" })
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_tenant_is_collected_once_and_its_hunt_finds_what_an_offline_hunt_finds()
    {
        AuditScenarioResult written = AuditScenario.Write(_folder.Sub("offline"), s_scenario, Stop);
        DateTimeOffset start = new(s_scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(new FakeTenantOptions { Scenario = s_scenario, QueryPolls = 0 }, Stop);
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", new Uri(server.BaseAddress, "msi/token").ToString());
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", server.IdentityHeader);
        string[] identity = ["--managed-identity", "--graph-endpoint", server.BaseAddress.ToString(), "--operator", "container"];

        // The archive knows no end to go on from.
        Outcome nowhere = await LiveAsync(server, identity);
        Assert.Equal(1, nowhere.Code);
        Assert.Contains("--start", nowhere.Error, StringComparison.Ordinal);

        Outcome never = await LiveAsync(server, [.. identity, "--start", "2130-01-01"]);
        Assert.Equal(1, never.Code);
        Assert.Contains("is in the future", never.Error, StringComparison.Ordinal);

        Outcome first = await LiveAsync(server, [.. identity, "--start", Text(start), "--end", Text(start.AddDays(3))]);
        Assert.True(first.Code == 0, first.Output + first.Error);
        Assert.Contains(Added(server, start, start.AddDays(3)), first.Output, StringComparison.Ordinal);
        Assert.Contains("submissions", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("submissions", first.Output, StringComparison.Ordinal);

        // From 26 hours before that: what is there is not taken twice.
        Outcome second = await LiveAsync(server, [.. identity, "--late-days", "0"]);
        Assert.True(second.Code == 0, second.Output + second.Error);
        Assert.Contains(Added(server, start.AddDays(3), start.AddDays(s_scenario.Days)), second.Output, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $" {server.Tenant.Announced(start.AddDays(3).AddHours(-26), start.AddDays(3)).Count:N0} were there already"), second.Output, StringComparison.Ordinal);

        // Once a day from further back, but not from before the archive.
        Outcome late = await LiveAsync(server, [.. identity, "--late-days", "30"]);
        Assert.Contains("came late", late.Error, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $" 0 records added, {server.Tenant.Announced(start, start.AddDays(s_scenario.Days)).Count:N0} were there already"), late.Output, StringComparison.Ordinal);
        Outcome again = await LiveAsync(server, identity);
        Assert.DoesNotContain("came late", again.Error, StringComparison.Ordinal);
        Assert.Contains(" 0 records added", again.Output, StringComparison.Ordinal);

        Assert.Equal(0, Outcome.Of("verify", Archive).Code);
        string[] offline = Findings([.. written.LogFiles]);
        Assert.NotEmpty(offline);
        Assert.Equal(offline, Findings(Archive));
        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task A_tenant_that_refuses_ends_with_1_and_the_archive_stays_whole()
    {
        DateTimeOffset start = new(s_scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(new FakeTenantOptions { Scenario = s_scenario with { Mailboxes = 10 }, QueryPolls = 0 }, Stop);
        string[] token = ["--access-token-env", TokenVariable, "--graph-endpoint", server.BaseAddress.ToString()];
        Outcome unset = await LiveAsync(server, [.. token, "--start", Text(start)]);
        Assert.Equal(1, unset.Code);
        Assert.Contains(TokenVariable, unset.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Archive));

        Environment.SetEnvironmentVariable(TokenVariable, server.IssueToken());
        Outcome first = await LiveAsync(server, [.. token, "--start", Text(start), "--end", Text(start.AddDays(2))]);
        Assert.True(first.Code == 0, first.Output + first.Error);

        string weak = server.IssueToken(["User.Read.All"]);
        Environment.SetEnvironmentVariable(TokenVariable, weak);
        Outcome refused = await LiveAsync(server, token);
        Assert.Equal(1, refused.Code);
        Assert.Contains("PermissionMissing", refused.Error, StringComparison.Ordinal);
        Assert.Contains("AuditLogsQuery", refused.Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.DoesNotContain(weak, refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Outcome.Of("verify", Archive).Code);

        // With the permission it goes on where it was stopped.
        Environment.SetEnvironmentVariable(TokenVariable, server.IssueToken());
        Outcome again = await LiveAsync(server, token);
        Assert.True(again.Code == 0, again.Output + again.Error);
        Assert.Contains("interrupted", again.Error, StringComparison.Ordinal);
        Assert.Contains(Added(server, start.AddDays(2), start.AddDays(s_scenario.Days)), again.Output, StringComparison.Ordinal);
        Assert.Equal(0, Outcome.Of("verify", Archive).Code);
    }

    [Fact]
    public async Task What_expired_is_a_gap_that_ends_with_3_and_is_asked_for_again()
    {
        // The Management Activity API lists the last days of the machine's own time.
        AuditScenarioOptions scenario = new() { Mailboxes = 10, Days = 2, Seed = 3, Start = DateOnly.FromDateTime(DateTime.UtcNow.Date).AddDays(-3) };
        DateTimeOffset start = new(scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(
            new FakeTenantOptions { Scenario = scenario, Now = DateTimeOffset.UtcNow, Subscriptions = ["Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.General"] }, Stop);
        Environment.SetEnvironmentVariable(TokenVariable, server.IssueToken());
        string[] feed = ["--access-token-env", TokenVariable, "--graph-endpoint", server.BaseAddress.ToString(), "--management-endpoint", server.BaseAddress.ToString(), "--source", "management", "--start", Text(start)];
        server.Faults.Next(FaultKind.ExpiredBlobs, 1);
        Outcome gap = await LiveAsync(server, feed);
        Assert.True(gap.Code == 3, gap.Output + gap.Error);
        Assert.Contains("--source graph", gap.Error, StringComparison.Ordinal);
        Assert.Contains("records added", gap.Output, StringComparison.Ordinal);

        Outcome again = await LiveAsync(server, feed);
        Assert.True(again.Code == 0, again.Output + again.Error);
        Assert.DoesNotContain(" 0 records added", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, Outcome.Of("verify", Archive).Code);
    }

    [Fact]
    public async Task What_expired_for_good_is_accepted_as_lost_with_a_reason_and_asked_about_no_more()
    {
        AuditScenarioOptions scenario = new() { Mailboxes = 10, Days = 2, Seed = 3, Start = DateOnly.FromDateTime(DateTime.UtcNow.Date).AddDays(-3) };
        DateTimeOffset start = new(scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(
            new FakeTenantOptions { Scenario = scenario, Now = DateTimeOffset.UtcNow, Subscriptions = ["Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.General"] }, Stop);
        Environment.SetEnvironmentVariable(TokenVariable, server.IssueToken());
        string[] feed = ["--access-token-env", TokenVariable, "--graph-endpoint", server.BaseAddress.ToString(), "--management-endpoint", server.BaseAddress.ToString(), "--source", "management", "--operator", "kim"];

        // A tenth of what there is can never be had.
        server.Faults.Seed = 5;
        server.Faults.Set(FaultKind.ExpiredBlobs, new FaultRule { Rate = 0.1, IsLasting = true });
        Outcome gap = await LiveAsync(server, [.. feed, "--start", Text(start)]);
        Assert.True(gap.Code == 3, gap.Output + gap.Error);
        Outcome still = await LiveAsync(server, feed);
        Assert.True(still.Code == 3, still.Output + still.Error);
        Assert.Contains("Gap:", Outcome.Of("verify", Archive).Output, StringComparison.Ordinal);

        Outcome accepted = await LiveAsync(server, [.. feed, "--accept-loss", "expired, ticket 4711"]);
        Assert.True(accepted.Code == 0, accepted.Output + accepted.Error);
        Assert.Contains("accepted as lost", accepted.Output, StringComparison.Ordinal);
        Assert.Contains("kim", accepted.Output, StringComparison.Ordinal);

        // Also where the day's look back comes over it again.
        server.Clock.Advance(TimeSpan.FromDays(1));
        Outcome next = await LiveAsync(server, feed);
        Assert.True(next.Code == 0, next.Output + next.Error);
        Assert.DoesNotContain("could not be had", next.Error, StringComparison.Ordinal);
        Outcome verified = Outcome.Of("verify", Archive);
        Assert.True(verified.Code == 0, verified.Output + verified.Error);
        Assert.Contains("AcceptedLoss:", verified.Output, StringComparison.Ordinal);
        Assert.Contains("ticket 4711", verified.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Gap:", verified.Output, StringComparison.Ordinal);

        // Never clean.
        Outcome hunt = Outcome.Of("hunt", Archive);
        Assert.True(hunt.Code is 2 or 3, hunt.Output + hunt.Error);
        Assert.Contains("loss was accepted by kim", hunt.Output + hunt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriptions_are_started_only_when_asked_and_said_and_nothing_is_collected_then()
    {
        AuditScenarioOptions scenario = new() { Mailboxes = 10, Days = 2, Seed = 3, Start = DateOnly.FromDateTime(DateTime.UtcNow.Date).AddDays(-3) };
        DateTimeOffset start = new(scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(
            new FakeTenantOptions { Scenario = scenario, Now = DateTimeOffset.UtcNow, Subscriptions = ["Audit.Exchange"], FirstContentDelay = TimeSpan.Zero, ContentBackfill = TimeSpan.FromDays(7) }, Stop);
        Environment.SetEnvironmentVariable(TokenVariable, server.IssueToken());
        string[] token = ["--access-token-env", TokenVariable, "--graph-endpoint", server.BaseAddress.ToString(), "--management-endpoint", server.BaseAddress.ToString(), "--start", Text(start)];
        string[] feed = [.. token, "--source", "management"];
        Outcome missing = await LiveAsync(server, feed);
        Assert.Equal(1, missing.Code);
        Assert.Contains("Start it with --start-subscription", missing.Error, StringComparison.Ordinal);
        Assert.Equal(0, Started());

        Outcome elsewhere = await LiveAsync(server, [.. token, "--start-subscription"]);
        Assert.Equal(1, elsewhere.Code);
        Assert.Contains("Give --source management too", elsewhere.Error, StringComparison.Ordinal);
        Assert.Equal(0, Started());

        Outcome begun = await LiveAsync(server, [.. feed, "--start-subscription"]);
        Assert.True(begun.Code == 3, begun.Output + begun.Error);
        Assert.Empty(begun.Output);
        Assert.Contains("subscription to Audit.Exchange runs already", begun.Error, StringComparison.Ordinal);
        Assert.Contains("Started: the tenant's subscription to Audit.AzureActiveDirectory.", begun.Error, StringComparison.Ordinal);
        Assert.Contains("Started: the tenant's subscription to Audit.General.", begun.Error, StringComparison.Ordinal);
        Assert.Contains("the first time with --start ", begun.Error, StringComparison.Ordinal);
        Assert.Equal(2, Started());

        // Once they run the option starts nothing, and the run collects.
        Outcome running = await LiveAsync(server, [.. feed, "--start-subscription"]);
        Assert.True(running.Code == 0, running.Output + running.Error);
        Assert.Contains("records added", running.Output, StringComparison.Ordinal);
        Assert.Equal(2, Started());

        int Started() => server.Requests.Count(static request => request.Method == "POST" && request.Path.Contains("subscriptions/start", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--start-subscription goes with --source management only", "--live", "--azure-cli", "--source", "graph", "--start-subscription")]
    [InlineData("--start-subscription goes with --live only", "log.jsonl", "--start-subscription")]
    [InlineData("Name one way to sign in", "--live")]
    [InlineData("needs a reason", "--live", "--azure-cli", "--accept-loss", "")]
    [InlineData("needs a reason", "--live", "--azure-cli", "--accept-loss", "  ")]
    [InlineData("--accept-loss goes with --live only", "log.jsonl", "--accept-loss", "expired")]
    [InlineData("--late-days goes with --live only", "log.jsonl", "--late-days", "3")]
    [InlineData("--late-days takes 0 to 180", "--live", "--azure-cli", "--late-days", "-1")]
    [InlineData("Name one way to sign in", "--live", "--azure-cli", "--workload-identity")]
    [InlineData("Name either files or --live", "log.jsonl", "--live", "--azure-cli")]
    [InlineData("Name the files to add, or --live")]
    [InlineData("--start goes with --live only", "log.jsonl", "--start", "2026-09-01")]
    [InlineData("--azure-cli goes with --live only", "log.jsonl", "--azure-cli")]
    [InlineData("--covered-start does not go with --live", "--live", "--azure-cli", "--covered-start", "2026-09-01")]
    [InlineData("--certificate needs --client-id and --tenant", "--live", "--certificate", "app.pfx")]
    [InlineData("--client-secret-env needs --client-id and --tenant", "--live", "--client-secret-env", "SECRET", "--tenant", "contoso.example")]
    [InlineData("neither a client id", "--live", "--managed-identity", "somebody")]
    [InlineData("needs --login-endpoint too", "--live", "--workload-identity", "--graph-endpoint", "https://graph.example")]
    [InlineData("needs --graph-endpoint too", "--live", "--azure-cli", "--login-endpoint", "https://login.example")]
    [InlineData("is no address", "--live", "--azure-cli", "--graph-endpoint", "graph.example")]
    [InlineData("do not go together", "--live", "--azure-cli", "--cloud", "gcchigh", "--graph-endpoint", "https://graph.example")]
    [InlineData("given by its addresses", "--live", "--azure-cli", "--cloud", "custom")]
    [InlineData("--certificate-password-env goes with --certificate only", "--live", "--azure-cli", "--certificate-password-env", "P")]
    [InlineData("is no tenant id", "log.jsonl", "--tenant", "contoso.example")]
    [InlineData("exchange", "--live", "--azure-cli", "--source", "exchange")]
    public void What_does_not_go_together_is_refused_before_anybody_signs_in(string expected, params string[] arguments)
    {
        Outcome outcome = Outcome.Of(["collect", Archive, .. arguments]);
        Assert.Equal(1, outcome.Code);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.False(Directory.Exists(Archive));
    }

    [Fact]
    public void What_a_search_did_not_see_is_part_of_the_verdict_of_its_folder()
    {
        string state = Directory.CreateDirectory(_folder.Sub("state")).FullName;
        string log = Path.Combine(state, "log.jsonl");
        SmallTenant.Write(log, intruder: false);
        string[] hunt = ["hunt", state, "--hunt", "MailAccess", "--start", "2026-09-10", "--json", "-"];
        Assert.Equal(0, Outcome.Of(hunt).Code);

        DateTimeOffset from = new(2026, 9, 12, 0, 0, 0, TimeSpan.Zero);
        AuditLogQuery query = new() { Start = from.AddDays(-11), End = from.AddDays(9) };
        const string Tenant = "11111111-2222-3333-4444-555555555555";
        SearchReport report = new()
        {
            Route = AuditLogRouteKind.GraphQuery,
            TenantId = Tenant,
            Query = query,
            AsOf = query.End.AddDays(2),
            Slices = [new SliceReport { From = from, To = query.End, State = SliceState.Failed, Problem = "The service did not give it." }],
            BlindIntervals = [new BlindInterval(Tenant, BlindScope.Tenant, string.Empty, from, query.End, BlindCause.WindowMissing, Certainty.Certain, "the search could not get all records")],
        };
        File.WriteAllBytes(Path.Combine(state, SearchReportFile.FileName), SearchReportFile.Write(report));
        Outcome blind = Outcome.Of(hunt);
        Assert.True(blind.Code == 3, blind.Output + blind.Error);
        Assert.Equal("CannotConclude", blind.Json.GetProperty("verdict").GetString());
        Assert.Contains("the search could not get all records", blind.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_the_ways_to_sign_in_and_no_argument_takes_a_secret()
    {
        string help = Outcome.Of("collect", "--help").Output;
        foreach (string option in new[] { "--live", "--managed-identity", "--certificate", "--client-secret-env", "--workload-identity", "--azure-cli", "--access-token-env", "--cloud", "--source", "--operations", "--start-subscription", "--late-days", "--accept-loss" })
        {
            Assert.Contains(option, help, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("--client-secret ", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--access-token ", help, StringComparison.Ordinal);
    }

    // Off the test's own context: the command line waits for its work.
    private Task<Outcome> LiveAsync(FakeTenantServer server, string[] arguments) => Task.Run(() => Outcome.Of(server.Clock, ["collect", Archive, "--live", .. arguments]), Stop);

    private static string Added(FakeTenantServer server, DateTimeOffset from, DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $" {server.Tenant.Announced(from, to).Count:N0} records added");

    private static string[] Findings(params string[] paths) => Outcome.Of(["hunt", .. paths, "--json", "-"]).Json.GetProperty("findings").EnumerateArray()
        .Select(static finding => string.Join(" | ", new[] { "id", "severity", "title", "firstSeen", "lastSeen", "recordCount", "reasons", "recordIds" }.Select(name => finding.GetProperty(name).GetRawText())))
        .Order(StringComparer.Ordinal)
        .ToArray();

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
