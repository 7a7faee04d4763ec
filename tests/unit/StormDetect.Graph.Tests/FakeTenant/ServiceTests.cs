using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests.Fake;

public sealed class ServiceTests
{
    private string _feed = string.Empty;

    [Fact]
    public async Task Blobs_hold_what_became_available_and_only_since_the_subscription()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { Now = TestTenant.Start.AddDays(1), ContentPageSize = 20, Faults = new FakeTenantFaults() });
        _feed = $"api/v1.0/{tenant.Server.TenantId}/activity/feed/";
        Assert.Equal("AF20022", Code((await tenant.GetAsync(Content(0, 1))).Body));
        Assert.Equal(200, (await tenant.PostAsync(_feed + "subscriptions/start?contentType=Audit.Exchange", string.Empty)).Status);
        Assert.Equal("AF20024", Code((await tenant.PostAsync(_feed + "subscriptions/start?contentType=Audit.Exchange", string.Empty)).Body));
        tenant.Server.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Empty(await BlobsAsync(tenant, Content(1, 2)));
        tenant.Server.Clock.Set(TestTenant.Start.AddDays(7));
        Assert.Empty(await BlobsAsync(tenant, Content(0, 1)));
        Assert.Equal("AF20030", Code((await tenant.GetAsync(_feed + "subscriptions/content?contentType=Audit.Exchange&startTime=2026-09-03T00:00")).Body));
        Assert.Equal("AF20055", Code((await tenant.GetAsync(Content(1, 3))).Body));
        Assert.Equal("AF20055", Code((await tenant.GetAsync(Content(-1, 0))).Body));
        Assert.Equal("AF20020", Code((await tenant.GetAsync(_feed + "subscriptions/content?contentType=Audit.Nothing")).Body));

        _ = tenant.Server.Faults.Set(FaultKind.OutOfOrderBlobs, 1).Set(FaultKind.DuplicateBlobs, 0.2);
        HashSet<Guid> records = [];
        List<string> blobs = [];
        List<string> times = [];
        for (int day = 1; day < 7; day++)
        {
            foreach ((string address, string created) in await BlobsAsync(tenant, Content(day, day + 1)))
            {
                blobs.Add(address);
                times.Add(created);
                records.UnionWith((await tenant.GetAsync(address)).Body.EnumerateArray().Select(static record => record.GetProperty("Id").GetGuid()));
            }
        }

        Assert.True(blobs.Count > blobs.Distinct().Count());
        Assert.NotEqual(times, times.Order(StringComparer.Ordinal));
        IReadOnlySet<Guid> all = tenant.Server.Tenant.Announced(TestTenant.Start.AddDays(2), TestTenant.Start.AddDays(4));
        Assert.True(all.Count(records.Contains) > all.Count * 0.8, "Everything of Exchange is there.");
        _ = tenant.Server.Faults.Next(FaultKind.ExpiredBlobs);
        Assert.Equal("AF20051", Code((await tenant.GetAsync(blobs[0])).Body));
    }

    [Fact]
    public async Task Sign_ins_show_more_in_beta_and_need_a_licence()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        const string NotInteractive = "?$filter=signInEventTypes/any(t: t eq 'nonInteractiveUser') and createdDateTime ge 2026-09-02T00:00:00Z&$top=3";
        JsonElement beta = (await tenant.GetAsync("beta/auditLogs/signIns" + NotInteractive)).Body;
        JsonElement first = beta.GetProperty("value")[0];
        Assert.False(first.GetProperty("isInteractive").GetBoolean());
        Assert.True(first.TryGetProperty("uniqueTokenIdentifier", out _));
        Assert.True(beta.TryGetProperty("@odata.nextLink", out _));
        Assert.Equal(400, (await tenant.GetAsync("v1.0/auditLogs/signIns" + NotInteractive)).Status);
        Assert.Equal(400, (await tenant.GetAsync("beta/auditLogs/signIns?$filter=signInEventTypes/any(t: t eq 'nonInteractiveUser' or t eq 'servicePrincipal')")).Status);
        JsonElement plain = (await tenant.GetAsync("v1.0/auditLogs/signIns")).Body.GetProperty("value")[0];
        Assert.True(plain.GetProperty("isInteractive").GetBoolean());
        Assert.False(plain.TryGetProperty("uniqueTokenIdentifier", out _));
        tenant.Server.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(0, (await tenant.GetAsync("v1.0/auditLogs/signIns")).Body.GetProperty("value").GetArrayLength());

        await using TestTenant free = await TestTenant.StartAsync(TestTenant.Small with { HasPremium = false });
        Assert.Equal("Authentication_RequestFromNonPremiumTenantOrB2CTenant", Code((await free.GetAsync("v1.0/auditLogs/signIns")).Body));
    }

    [Fact]
    public async Task The_directory_answers_with_what_the_scenario_has()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        Assert.Equal(12, (await tenant.PagesAsync("v1.0/users?$top=3")).Count);
        JsonElement guest = (await tenant.GetAsync("v1.0/users?$filter=userType eq 'Guest'")).Body.GetProperty("value")[0];
        Assert.False(guest.TryGetProperty("assignedLicenses", out _), "Only what is selected, beyond the few that always come.");
        Assert.Equal("MailboxNotEnabledForRESTAPI", Code((await tenant.GetAsync($"v1.0/users/{guest.GetProperty("id").GetString()}/mailFolders/inbox/messageRules")).Body));
        JsonElement[] consents = [.. (await tenant.GetAsync("v1.0/oauth2PermissionGrants")).Body.GetProperty("value").EnumerateArray()];
        string[] principals = [.. (await tenant.GetAsync("v1.0/servicePrincipals")).Body.GetProperty("value").EnumerateArray().Select(static principal => principal.GetProperty("id").GetString()!)];
        Assert.NotEmpty(consents);
        Assert.All(consents, consent => Assert.Contains(consent.GetProperty("clientId").GetString(), principals));
        JsonElement one = (await tenant.GetAsync($"v1.0/users/{tenant.Server.UserName}?$select=displayName")).Body;
        Assert.True(one.TryGetProperty("displayName", out _) && !one.TryGetProperty("mail", out _));
        Assert.Equal("Request_ResourceNotFound", Code((await tenant.GetAsync("v1.0/users/nobody@example.org")).Body));
        JsonElement apps = (await tenant.GetAsync("v1.0/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'")).Body;
        Assert.Equal("f8cdef31-a31e-4b4a-93e4-5f571e91255a", apps.GetProperty("value")[0].GetProperty("appOwnerOrganizationId").GetString());
        int rules = 0;
        foreach (string mailbox in tenant.Server.Tenant.Mailboxes)
        {
            rules += (await tenant.GetAsync($"v1.0/users/{mailbox}/mailFolders/inbox/messageRules")).Body.GetProperty("value").GetArrayLength();
        }

        Assert.True(rules > 0, "The intruder's rule is there.");
        JsonElement batch = (await tenant.PostAsync("v1.0/$batch", """{"requests":[{"id":"1","method":"GET","url":"/organization"},{"id":"2","method":"GET","url":"/nothing"}]}""")).Body;
        Assert.Equal([200, 400], batch.GetProperty("responses").EnumerateArray().Select(static part => part.GetProperty("status").GetInt32()));
        await using TestTenant busy = await TestTenant.StartAsync(TestTenant.Small with { MostMailboxRequests = 0 });
        Assert.Equal("ApplicationThrottled", Code((await busy.GetAsync($"v1.0/users/{busy.Server.UserName}/mailFolders/inbox/messageRules")).Body));
        tenant.Client.DefaultRequestHeaders.Authorization = new("Bearer", tenant.Server.IssueToken(["User.Read.All"]));
        Assert.Equal("Authorization_RequestDenied", Code((await tenant.GetAsync("v1.0/servicePrincipals")).Body));
        Assert.Equal("ErrorAccessDenied", Code((await tenant.GetAsync($"v1.0/users/{tenant.Server.UserName}/messages")).Body));
    }

    [Fact]
    public async Task Reading_a_message_through_Graph_is_written_to_the_log()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        MailboxMessage message = tenant.Server.Tenant.Directory.Messages.Values.First(static message => message.Mailboxes.Count > 0);
        string mailbox = tenant.Server.Tenant.MailboxName(message.Mailboxes.First());
        int before = tenant.Server.Tenant.RowCount;
        JsonElement found = (await tenant.GetAsync($"v1.0/users/{mailbox}/messages?$filter=internetMessageId eq '{Uri.EscapeDataString(message.InternetMessageId)}'&$select=subject,internetMessageId")).Body;
        Assert.Equal(message.Subject, found.GetProperty("value")[0].GetProperty("subject").GetString());
        Assert.Equal(before + 1, tenant.Server.Tenant.RowCount);
        using JsonDocument record = JsonDocument.Parse(tenant.Server.Tenant.Read(before));
        Assert.Equal(tenant.Server.ClientId, record.RootElement.GetProperty("ClientAppId").GetString());
    }

    [Fact]
    public async Task A_session_of_Exchange_has_the_traps_of_the_real_one()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(TestTenant.Small with { MostSessionRecords = 200, Faults = new FakeTenantFaults() });
        Assert.Equal(150, await CountAsync("a", "ReturnLargeSet", 150, 0));

        // An old session goes on where it was, to its limit.
        Assert.Equal(50, await CountAsync("a", "ReturnLargeSet", 150, 150));
        Assert.Equal(0, await CountAsync("a", "ReturnLargeSet", 150, -2));

        _ = tenant.Server.Faults.Next(FaultKind.EmptyFirst);
        Assert.Equal(0, await CountAsync("b", "ReturnLargeSet", 100, -2));
        _ = tenant.Server.Faults.Next(FaultKind.SearchTimesOut);
        JsonElement row = (await RowsAsync("b", "ReturnLargeSet", 100))[0];
        Assert.Equal((-1, 0), (row.GetProperty("resultIndex").GetInt32(), row.GetProperty("resultCount").GetInt32()));
        _ = tenant.Server.Faults.Next(FaultKind.SearchGap);
        int[] indexes = [.. (await RowsAsync("b", "ReturnLargeSet", 100)).Select(static entry => entry.GetProperty("resultIndex").GetInt32())];
        Assert.Equal((99, 1, 100), (indexes.Length, indexes[0], indexes[^1]));
        Assert.Equal(400, (await tenant.PostAsync("_exchange/search", """{"startDate":"2026-09-01","endDate":"2026-09-02","resultSize":5001}""")).Status);
        string rules = "_exchange/inboxrules?mailbox=" + tenant.Server.UserName;
        Assert.Equal((await tenant.GetAsync(rules)).Body.GetArrayLength() + 1, (await tenant.GetAsync(rules + "&includeHidden=True")).Body.GetArrayLength());

        async Task<int> CountAsync(string session, string command, int size, int after)
        {
            JsonElement[] rows = await RowsAsync(session, command, size);
            Assert.Equal(after + 1, rows.Length == 0 ? after + 1 : rows[0].GetProperty("resultIndex").GetInt32());
            return rows.Length;
        }

        async Task<JsonElement[]> RowsAsync(string session, string command, int size)
        {
            JsonElement body = (await tenant.PostAsync("_exchange/search", $$"""{"startDate":"2026-09-01","endDate":"2026-09-05","sessionId":"{{session}}","sessionCommand":"{{command}}","resultSize":{{size}}}""")).Body;
            return [.. body.GetProperty("rows").EnumerateArray()];
        }
    }

    private static string? Code(JsonElement body) => body.GetProperty("error").GetProperty("code").GetString();

    private static async Task<List<(string Address, string Created)>> BlobsAsync(TestTenant tenant, string address)
    {
        List<(string, string)> blobs = [];
        for (string? next = address; next is not null;)
        {
            (int status, JsonElement body, HttpResponseMessage response) = await tenant.GetAsync(next);
            Assert.Equal(200, status);
            blobs.AddRange(body.EnumerateArray().Select(static blob => (blob.GetProperty("contentUri").GetString()!, blob.GetProperty("contentCreated").GetString()!)));
            next = response.Headers.TryGetValues("NextPageUri", out IEnumerable<string>? more) ? more.Single() : null;
        }

        return blobs;
    }

    private string Content(int from, int to) =>
        $"{_feed}subscriptions/content?contentType=Audit.Exchange&startTime={TestTenant.Start.AddDays(from):yyyy-MM-ddTHH:mm:ss}&endTime={TestTenant.Start.AddDays(to):yyyy-MM-ddTHH:mm:ss}";
}
