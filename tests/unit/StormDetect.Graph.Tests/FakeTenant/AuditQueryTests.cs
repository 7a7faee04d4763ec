using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests.Fake;

public sealed class AuditQueryTests
{
    private const string Queries = "v1.0/security/auditLog/queries";

    [Fact]
    public async Task Pages_hold_the_very_records_that_the_scenario_writes_to_disk()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { HasDocumentedRecords = true });
        string folder = Directory.CreateTempSubdirectory("fake-test-").FullName;
        AuditScenarioResult written = AuditScenario.Write(folder, TestTenant.Small.Scenario, CancellationToken.None);
        HashSet<string> lines = [.. written.LogFiles.SelectMany(File.ReadAllLines)];
        Directory.Delete(folder, recursive: true);

        JsonElement query = await tenant.QueryAsync(TestTenant.Start, TestTenant.Start.AddDays(5));
        HashSet<string> served = [];
        int rows = 0;
        for (string? next = $"{Queries}/{query.GetProperty("id").GetString()}/records?$top=500"; next is not null;)
        {
            JsonElement page = (await tenant.GetAsync(next)).Body;
            foreach (JsonElement row in page.GetProperty("value").EnumerateArray())
            {
                rows++;
                _ = served.Add(row.GetProperty("auditData").GetRawText());
                Assert.Equal(row.GetProperty("id").GetString(), row.GetProperty("auditData").GetProperty("Id").GetString());
            }

            next = page.TryGetProperty("@odata.nextLink", out JsonElement link) ? link.GetString() : null;
        }

        Assert.Equal(written.RecordCount, rows);
        Assert.Equal(rows, query.GetProperty("approximateReturnedRecordCount").GetInt32());
        Assert.True(lines.SetEquals(served));
        Assert.Equal(written.RecordCount, tenant.Server.Tenant.RowCount);
    }

    [Fact]
    public async Task Records_look_as_real_tenants_were_seen_to_answer()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        JsonElement query = await tenant.QueryAsync(TestTenant.Start, TestTenant.Start.AddDays(4), ",\"operationFilters\":[\"MailItemsAccessed\"],\"recordTypeFilters\":[\"exchangeItemAggregated\"]");
        JsonElement row = (await tenant.GetAsync($"{Queries}/{query.GetProperty("id").GetString()}/records?$top=1")).Body.GetProperty("value")[0];
        JsonElement data = row.GetProperty("auditData");
        Assert.Equal("ExchangeItemAggregated", row.GetProperty("auditLogRecordType").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("clientIp").ValueKind);
        Assert.Equal(data.GetProperty("UserKey").GetString(), row.GetProperty("userId").GetString());
        Assert.Equal(data.GetProperty("UserId").GetString(), row.GetProperty("userPrincipalName").GetString());
        Assert.EndsWith("Z", data.GetProperty("CreationTime").GetString(), StringComparison.Ordinal);
        Assert.Equal("#Int64", data.GetProperty("RecordType@odata.type").GetString());
        Assert.Equal("#Collection(microsoft.graph.security.defaultAuditData)", data.GetProperty("Folders@odata.type").GetString());
        Assert.True(data.GetProperty("Folders")[0].TryGetProperty("FolderItems@odata.type", out _));
    }

    [Fact]
    public async Task It_runs_from_notStarted_to_succeeded_and_filters()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        (_, JsonElement made, _) = await tenant.PostAsync(Queries, """{"filterStartDateTime":"2026-09-02T00:00:00Z","filterEndDateTime":"2026-09-03T00:00:00Z","operationFilters":["MailItemsAccessed"],"recordTypeFilters":["exchangeItemAggregated"]}""");
        string address = $"{Queries}/{made.GetProperty("id").GetString()}";
        List<string> seen = [made.GetProperty("status").GetString()!];
        Assert.Equal(400, (await tenant.GetAsync(address + "/records")).Status);
        for (int i = 0; i < 3; i++)
        {
            seen.Add((await tenant.GetAsync(address)).Body.GetProperty("status").GetString()!);
        }

        Assert.Equal(["notStarted", "notStarted", "running", "succeeded"], seen);
        HashSet<Guid> ids = [.. await tenant.PagesAsync(address + "/records")];
        HashSet<Guid> all = [.. tenant.Server.Tenant.Announced(TestTenant.Start.AddDays(1), TestTenant.Start.AddDays(2), "MailItemsAccessed")];
        Assert.NotEmpty(ids);
        Assert.True(ids.IsProperSubsetOf(all), "The record type leaves Sync records out.");
        Assert.Equal(405, (int)(await tenant.Client.DeleteAsync(address, TestTenant.Stop)).StatusCode);
        Assert.Equal(400, (await tenant.PostAsync(Queries, """{"filterStartDateTime":"2026-09-02T00:00:00Z","filterEndDateTime":"2026-09-03T00:00:00Z","noSuchFilter":[]}""")).Status);
    }

    [Fact]
    public async Task Its_limits_are_the_tenants()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { MostQueryRecords = 100, MostQueriesPerDay = 3, MostOpenQueries = 2, Faults = new FakeTenantFaults() });
        JsonElement query = await tenant.QueryAsync(TestTenant.Start, TestTenant.Start.AddDays(4));
        Assert.True(query.GetProperty("isRecordCountLimitExceeded").GetBoolean());
        Assert.Equal("succeeded", query.GetProperty("status").GetString());
        Assert.Equal(100, (await tenant.PagesAsync($"{Queries}/{query.GetProperty("id").GetString()}/records")).Count);

        const string Next = """{"filterStartDateTime":"2026-09-01T00:00:00Z","filterEndDateTime":"2026-09-02T00:00:00Z"}""";
        Assert.Equal(201, (await tenant.PostAsync(Queries, Next)).Status);
        Assert.Equal(201, (await tenant.PostAsync(Queries, Next)).Status);
        (int status, _, System.Net.Http.HttpResponseMessage response) = await tenant.PostAsync(Queries, Next);
        Assert.Equal(429, status);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalHours, 23, 24);
        tenant.Server.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(429, (await tenant.PostAsync(Queries, Next)).Status);
    }

    [Fact]
    public async Task Without_permission_or_in_another_cloud_there_is_none()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { HasAuditQueries = false });
        Assert.Equal(400, (await tenant.GetAsync(Queries)).Status);
        await using TestTenant other = await TestTenant.StartAsync();
        other.Client.DefaultRequestHeaders.Authorization = new("Bearer", other.Server.IssueToken(["User.Read.All"]));
        Assert.Equal(403, (await other.GetAsync(Queries)).Status);
        await using TestTenant third = await TestTenant.StartAsync(TestTenant.Small with { HasAuditQueriesInBetaOnly = true, UserHasAuditRole = false });
        Assert.Equal(404, (await third.GetAsync(Queries)).Status);
        Assert.Equal(200, (await third.GetAsync(Queries.Replace("v1.0", "beta", StringComparison.Ordinal))).Status);
        third.Client.DefaultRequestHeaders.Authorization = new("Bearer", third.Server.IssueToken(user: true));
        Assert.Contains("dont have any permissions", (await third.GetAsync(Queries)).Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        // A permission for one service gives that service's records.
        other.Client.DefaultRequestHeaders.Authorization = new("Bearer", other.Server.IssueToken(["AuditLogsQuery-Entra.Read.All"]));
        JsonElement query = await other.QueryAsync(TestTenant.Start, TestTenant.Start.AddDays(4));
        JsonElement page = (await other.GetAsync($"{Queries}/{query.GetProperty("id").GetString()}/records")).Body;
        Assert.Equal(["AzureActiveDirectory"], page.GetProperty("value").EnumerateArray().Select(static row => row.GetProperty("service").GetString()!).Distinct());
    }

    [Fact]
    public async Task Made_up_records_follow_from_their_number()
    {
        FakeTenantOptions options = TestTenant.Small with { Records = 120_000, Faults = new FakeTenantFaults() };
        await using TestTenant tenant = await TestTenant.StartAsync(options);
        await using TestTenant again = await TestTenant.StartAsync(options with { Faults = new FakeTenantFaults() });
        TenantLog log = tenant.Server.Tenant.Log;
        HashSet<Guid> ids = [];
        Dictionary<long, int> perMinute = [];
        Dictionary<long, int> perSecond = [];
        long last = 0;
        for (int row = 0; row < log.Count; row++)
        {
            LogEntry entry = log[row];
            Assert.True(entry.Time >= last && entry.Arrival >= entry.Time);
            Assert.True(row % 50 != 0 || entry == again.Server.Tenant.Log[row]);
            last = entry.Time;
            _ = ids.Add(entry.Id);
            perMinute[entry.Time / 60] = perMinute.GetValueOrDefault(entry.Time / 60) + 1;
            perSecond[entry.Time] = perSecond.GetValueOrDefault(entry.Time) + 1;
        }

        Assert.Equal(120_000, ids.Count);
        Assert.True(perMinute.Values.Max() > 5_000);
        Assert.True(perSecond.Values.Max() > 1_500);
        Assert.Equal(120_000, tenant.Server.Tenant.Announced(TestTenant.Start, TestTenant.Start.AddDays(4)).Count);
        JsonElement query = await tenant.QueryAsync(TestTenant.Start.AddDays(1).AddHours(9), TestTenant.Start.AddDays(1).AddHours(9).AddMinutes(1));
        List<Guid> served = await tenant.PagesAsync($"{Queries}/{query.GetProperty("id").GetString()}/records?$top=1000");
        Assert.True(served.Count > 5_000 && ids.IsSupersetOf(served));
    }
}
