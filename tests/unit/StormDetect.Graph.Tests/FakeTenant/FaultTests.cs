using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests.Fake;

public sealed class FaultTests
{
    private const string Users = "v1.0/users?$top=5";
    private const string Queries = "v1.0/security/auditLog/queries";

    [Fact]
    public async Task Refusals_are_the_services_own()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantFaults faults = tenant.Server.Faults;
        _ = faults.Next(FaultKind.ThrottleSeconds);
        HttpResponseMessage answer = (await tenant.GetAsync(Users)).Response;
        Assert.Equal((429, TimeSpan.FromSeconds(1)), ((int)answer.StatusCode, answer.Headers.RetryAfter!.Delta!.Value));
        _ = faults.Next(FaultKind.ThrottleDate);
        answer = (await tenant.GetAsync(Users)).Response;
        Assert.True(answer.Headers.RetryAfter!.Date > DateTimeOffset.UtcNow.AddSeconds(-2));
        _ = faults.Next(FaultKind.ThrottleBare);
        answer = (await tenant.GetAsync(Users)).Response;
        Assert.Equal((429, null), ((int)answer.StatusCode, answer.Headers.RetryAfter));
        _ = faults.Next(FaultKind.ServerError);
        Assert.InRange((await tenant.GetAsync(Users)).Status, 500, 504);
        _ = faults.Next(FaultKind.Forbidden);
        Assert.Equal("Authorization_RequestDenied", (await tenant.GetAsync(Users)).Body.GetProperty("error").GetProperty("code").GetString());
        _ = faults.Next(FaultKind.TokenExpired);
        Assert.Equal(401, (await tenant.GetAsync(Users)).Status);
        _ = faults.Next(FaultKind.ProxyAuthentication);
        Assert.Equal(407, (await tenant.GetAsync(Users)).Status);
        _ = faults.Set(FaultKind.ClockSkew, 1);
        Assert.True((await tenant.GetAsync(Users)).Response.Headers.Date > DateTimeOffset.UtcNow.AddMinutes(50));
        faults.Clear();
        Assert.Equal(200, (await tenant.GetAsync(Users)).Status);
    }

    [Fact]
    public async Task Bodies_break_off_or_say_something_else()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantFaults faults = tenant.Server.Faults;
        _ = faults.Next(FaultKind.ResetBody);
        _ = await Assert.ThrowsAnyAsync<HttpRequestException>(() => tenant.GetAsync(Users));
        _ = faults.Next(FaultKind.ResetBefore);
        _ = await Assert.ThrowsAnyAsync<HttpRequestException>(() => tenant.GetAsync(Users));
        _ = faults.Next(FaultKind.TruncatedBody);
        string text = await tenant.Client.GetStringAsync(Users, TestTenant.Stop);
        Assert.StartsWith("{\"@odata.context\"", text, StringComparison.Ordinal);
        _ = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
        _ = faults.Next(FaultKind.MalformedJson);
        Assert.StartsWith("<!DOCTYPE", await tenant.Client.GetStringAsync(Users, TestTenant.Stop), StringComparison.Ordinal);
        faults.SlowBody = TimeSpan.FromMilliseconds(50);
        _ = faults.Next(FaultKind.SlowBody);
        Assert.Equal(200, (await tenant.GetAsync(Users)).Status);
        // Elsewhere only where the rule names the path.
        _ = faults.Next(FaultKind.ServerError, 1);
        Assert.True((await tenant.FormAsync(tenant.Server.TenantId + "/oauth2/v2.0/devicecode", ("client_id", tenant.Server.ClientId), ("scope", "openid"))).TryGetProperty("device_code", out _));
        _ = faults.Next(FaultKind.ServerError, 1, "/oauth2");
        Assert.False((await tenant.FormAsync(tenant.Server.TenantId + "/oauth2/v2.0/devicecode", ("client_id", tenant.Server.ClientId), ("scope", "openid"))).TryGetProperty("device_code", out _));
        _ = faults.Next(FaultKind.ForeignNextLink);
        Assert.Contains("example.net", (await tenant.GetAsync(Users)).Body.GetProperty("@odata.nextLink").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_fail_miss_and_count_differently_and_tell_so_or_not()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        FakeTenantFaults faults = tenant.Server.Faults;
        DateTimeOffset end = TestTenant.Start.AddDays(4);
        HashSet<Guid> all = [.. tenant.Server.Tenant.Announced(TestTenant.Start, end)];
        _ = faults.Next(FaultKind.QueryFailed);
        Assert.Equal("failed", Status(await tenant.QueryAsync(TestTenant.Start, end)));
        _ = faults.Next(FaultKind.QueryCancelled);
        Assert.Equal("cancelled", Status(await tenant.QueryAsync(TestTenant.Start, end)));

        _ = faults.Next(FaultKind.CountsDiffer);
        JsonElement query = await tenant.QueryAsync(TestTenant.Start, end);
        int first = (await Read(query)).Count;
        int second = (await Read(query)).Count;
        Assert.True(first < second);
        Assert.Equal(query.GetProperty("approximateReturnedRecordCount").GetInt32(), second);

        _ = faults.Next(FaultKind.QueryMisses);
        query = await tenant.QueryAsync(TestTenant.Start, end);
        Assert.Equal(query.GetProperty("approximateReturnedRecordCount").GetInt32(), (await Read(query)).Count);
        Assert.True(new HashSet<Guid>(await Read(query)).IsProperSubsetOf(all));

        _ = faults.Next(FaultKind.EmptyFirst);
        query = await tenant.QueryAsync(TestTenant.Start, end);
        Assert.Empty(await Read(query));
        Assert.True(all.SetEquals(await Read(query)));

        _ = faults.Set(FaultKind.DuplicateRows, 1).Set(FaultKind.EmptyPage, 1);
        query = await tenant.QueryAsync(TestTenant.Start, end);
        List<Guid> rows = await Read(query);
        Assert.True(all.SetEquals(rows));
        Assert.True(rows.Count > query.GetProperty("approximateReturnedRecordCount").GetInt32());

        async Task<List<Guid>> Read(JsonElement of) => await tenant.PagesAsync($"{Queries}/{of.GetProperty("id").GetString()}/records");
        static string? Status(JsonElement of) => of.GetProperty("status").GetString();
    }

    [Fact]
    public async Task Late_records_come_a_day_later()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { Now = TestTenant.Start.AddDays(2), Faults = new FakeTenantFaults().Set(FaultKind.LateRecords, 0.2) });
        DateTimeOffset from = TestTenant.Start.AddDays(1);
        int today = tenant.Server.Tenant.Announced(from, from.AddDays(1)).Count;
        (int status, _, _) = await tenant.PostAsync("_fake/clock", """{"advanceHours":100}""");
        Assert.Equal(200, status);
        int later = tenant.Server.Tenant.Announced(from, from.AddDays(1)).Count;
        Assert.InRange(today, later * 0.6, later * 0.9);
    }

    [Fact]
    public async Task Equal_runs_fail_alike_whatever_the_order_of_requests()
    {
        List<string> first = await Struck([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        List<string> second = await Struck([9, 3, 5, 1, 7, 0, 2, 4, 6, 8]);
        Assert.Equal(first, second);
        Assert.InRange(first.Count, 5, 25);

        static async Task<List<string>> Struck(int[] order)
        {
            await using TestTenant tenant = await TestTenant.StartAsync();
            (int status, _, _) = await tenant.PostAsync("_fake/faults", """["throttle-seconds=0.4@/users"]""");
            Assert.Equal(200, status);
            for (int attempt = 0; attempt < 3; attempt++)
            {
                foreach (int user in order)
                {
                    _ = await tenant.GetAsync("v1.0/users/" + tenant.Server.Tenant.Mailboxes[user]);
                    Assert.Equal(200, (await tenant.GetAsync("v1.0/organization")).Status);
                }
            }

            return [.. tenant.Server.Requests.Where(static request => request.Status == 429).Select(static request => request.Path).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void Rules_are_read_from_text()
    {
        FakeTenantFaults faults = new FakeTenantFaults().Set("reset-body").Set("QueryFailed=0.5").Set("slowBody=3x@/records");
        Assert.Equal(0.1, faults.Rules[FaultKind.ResetBody].Rate);
        Assert.Equal(0.5, faults.Rules[FaultKind.QueryFailed].Rate);
        Assert.Equal((3, "/records"), (faults.Rules[FaultKind.SlowBody].Count, faults.Rules[FaultKind.SlowBody].Path));
        _ = Assert.Throws<FormatException>(() => faults.Set("no-such-fault"));
    }
}
