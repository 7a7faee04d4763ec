using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests.Fake;

/// <summary>A fake tenant with a plain client that retries nothing and hides nothing.</summary>
internal sealed class TestTenant : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly FakeTenantOptions Small = new() { Scenario = new AuditScenarioOptions { Mailboxes = 10, Days = 4, Seed = 3, Attacks = ["bec-rule"] } };

    private TestTenant(FakeTenantServer server)
    {
        Server = server;
        Client = new HttpClient(server.CreateHandler()) { BaseAddress = server.BaseAddress };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.IssueToken());
    }

    public FakeTenantServer Server { get; }

    public HttpClient Client { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestTenant> StartAsync(FakeTenantOptions? options = null) => new(await FakeTenantServer.StartAsync(options ?? Small with { Faults = new FakeTenantFaults() }, Stop));

    public async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> GetAsync(string address)
    {
        HttpResponseMessage response = await Client.GetAsync(address, Stop);
        return ((int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync(Stop)), response);
    }

    public async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> PostAsync(string address, string json)
    {
        HttpResponseMessage response = await Client.PostAsync(address, new StringContent(json, Encoding.UTF8, "application/json"), Stop);
        return ((int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync(Stop)), response);
    }

    public async Task<JsonElement> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach ((string name, string value) in fields)
        {
            pairs.Add(new KeyValuePair<string, string>(name, value));
        }

        HttpResponseMessage response = await Client.PostAsync(new Uri(Server.LoginAddress, path), new FormUrlEncodedContent(pairs), Stop);
        return Parse(await response.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Submits an audit query and polls it to its end.</summary>
    public async Task<JsonElement> QueryAsync(DateTimeOffset start, DateTimeOffset end, string more = "")
    {
        (int status, JsonElement body, _) = await PostAsync("v1.0/security/auditLog/queries", $$"""{"displayName":"test","filterStartDateTime":"{{start:O}}","filterEndDateTime":"{{end:O}}"{{more}}}""");
        Assert.Equal(201, status);
        for (int poll = 0; poll < 20 && body.GetProperty("status").GetString() is "notStarted" or "running"; poll++)
        {
            (_, body, _) = await GetAsync("v1.0/security/auditLog/queries/" + body.GetProperty("id").GetString());
        }

        return body;
    }

    /// <summary>The ids on all pages, in the order they come, repeats included.</summary>
    public async Task<List<Guid>> PagesAsync(string address)
    {
        List<Guid> ids = [];
        for (string? next = address; next is not null;)
        {
            (int status, JsonElement body, _) = await GetAsync(next);
            Assert.Equal(200, status);
            foreach (JsonElement row in body.GetProperty("value").EnumerateArray())
            {
                ids.Add(row.GetProperty("id").GetGuid());
            }

            next = body.TryGetProperty("@odata.nextLink", out JsonElement link) ? link.GetString() : null;
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Assert.Equal(string.Empty, string.Join('\n', Server.Failures));
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
