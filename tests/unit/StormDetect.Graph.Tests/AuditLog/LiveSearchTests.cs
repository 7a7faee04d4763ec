using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using StormDetect.Soak;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

/// <summary>Whole searches over the wire.</summary>
public sealed class LiveSearchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stormdetect-live-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The feed lists 7 days, so that its scenario is short: everything late has to have arrived in them.
    [Theory]
    [InlineData(AuditLogRouteKind.GraphQuery, 60, 5, 3, "storm-0558")]
    [InlineData(AuditLogRouteKind.ManagementActivity, 40, 4, 2.5, "oauth-app")]
    public async Task A_live_hunt_finds_what_an_offline_hunt_of_the_same_log_finds(AuditLogRouteKind kind, int mailboxes, int days, double later, string attack)
    {
        AuditScenarioOptions scenario = new() { Mailboxes = mailboxes, Days = days, Seed = 7, Attacks = [attack] };
        AuditScenarioResult written = AuditScenario.Write(Path.Combine(_folder, "offline"), scenario, TestContext.Current.CancellationToken);
        DateTimeOffset start = new(scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        AuditLogQuery query = new() { Start = start, End = start.AddDays(days) };
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(new FakeTenantOptions { Scenario = scenario, Now = query.End.AddDays(later), Subscriptions = SoakTenant.Content }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);

        string state = Path.Combine(_folder, "live");
        SearchReport report = await SoakRun.CollectAsync(connection, kind, query, server.Clock, state, TestContext.Current.CancellationToken);

        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Lines));
        string[] offline = Findings(written.LogFiles);
        Assert.NotEmpty(offline);
        Assert.Equal(offline, Findings(report.Slices.Where(static slice => slice.FileName.Length > 0).Select(slice => Path.Combine(state, slice.FileName))));
    }

    [Theory]
    [InlineData(AuditLogRouteKind.GraphQuery)]
    [InlineData(AuditLogRouteKind.ManagementActivity)]
    public async Task A_short_soak_collects_exactly_what_there_is(AuditLogRouteKind kind)
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(SoakTenant.Options(20_000), TestContext.Current.CancellationToken);
        SoakTenant.Break(server.Faults, seed: 3);
        server.Faults.RetryAfter = TimeSpan.Zero;
        server.Faults.SlowBody = TimeSpan.FromMilliseconds(20);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);

        SearchReport report = await SoakRun.CollectAsync(connection, kind, SoakTenant.Query, server.Clock, _folder, TestContext.Current.CancellationToken);

        Assert.All(report.Slices, static slice => Assert.Equal(SliceState.Complete, slice.State));
        Guid[] ids = SoakRun.Ids(report, _folder).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(server.Tenant.Announced(SoakTenant.Query.Start, SoakTenant.Query.End).Order(), ids.Order());
        Assert.Equal(20_000, ids.Length);
    }

    [Fact]
    public async Task Lists_that_are_empty_five_times_in_a_row_lose_nothing()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(SoakTenant.Options(5_000), TestContext.Current.CancellationToken);
        server.Faults.EmptyInARow = 5;
        server.Faults.Next(FaultKind.EmptyAgain, 2);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);

        SearchReport report = await SoakRun.CollectAsync(connection, AuditLogRouteKind.ManagementActivity, SoakTenant.Query, server.Clock, _folder, TestContext.Current.CancellationToken);

        Assert.Equal(2, server.Faults.Struck[FaultKind.EmptyAgain]);
        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Lines));
        Assert.Equal(server.Tenant.Announced(SoakTenant.Query.Start, SoakTenant.Query.End).Order(), SoakRun.Ids(report, _folder).Order());
        SliceReport again = report.Slices.First(static slice => slice.Content.Length > 0 && slice.Kept > 0);
        SliceReport empty = report.Slices.Single(slice => slice.From == again.From && slice.Content.Length == 0);
        Assert.Contains($"of {again.Content} there was nothing at first", empty.FlagsText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_expired_makes_the_search_incomplete_and_blind_there()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(SoakTenant.Options(2_000), TestContext.Current.CancellationToken);
        server.Faults.Set(FaultKind.ExpiredBlobs, 0.1);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);

        SearchReport report = await SoakRun.CollectAsync(connection, AuditLogRouteKind.ManagementActivity, SoakTenant.Query, server.Clock, _folder, TestContext.Current.CancellationToken);

        Assert.False(report.IsComplete);
        SliceReport lost = report.Slices.First(static slice => slice.State == SliceState.Truncated);
        Assert.Equal(1, lost.Attempts);
        Assert.Contains("AF20051", lost.Problem, StringComparison.Ordinal);
        Assert.Contains(report.BlindIntervals, static interval => interval.Cause == BlindCause.LostRows);
        Assert.NotEmpty(SoakRun.Ids(report, _folder));
        Assert.Contains(report.Lines, static line => line.Contains("Audit.SharePoint", StringComparison.Ordinal));
    }

    private static string[] Findings(IEnumerable<string> files)
    {
        MailHunt hunt = new(new MailHuntOptions());
        hunt.AddFiles(files, TestContext.Current.CancellationToken);
        return hunt.Complete(TestContext.Current.CancellationToken).Findings
            .Select(static finding => $"{finding.Id} {finding.DetectionId} {finding.Severity} {finding.Title} {finding.RecordCount} {finding.FirstSeen:O} {finding.LastSeen:O} {finding.ReasonsText} {finding.RecordIdsText}")
            .Order(StringComparer.Ordinal)
            .ToArray();
    }
}
