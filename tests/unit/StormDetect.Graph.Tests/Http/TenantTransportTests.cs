using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests;

public sealed class TenantTransportTests : IDisposable
{
    private readonly ScriptedNetwork _network = new();
    private readonly SteppingTime _time = new();
    private readonly List<string> _waiting = [];
    private CountingTokens _tokens = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public async Task The_body_comes_back_as_it_came()
    {
        const string Body = "{ \"@odata.context\": \"x\",\n \"value\": [ { \"unheardOf\": 1.50 } ] }";
        _network.Then(HttpStatusCode.OK, Body, response => response.Headers.Add("request-id", "r1"));
        TenantResponse response = await Send(Get("v1.0/auditLogs/signIns?$top=1000&$filter=createdDateTime%20ge%202026-01-01"));
        Assert.Equal(Body, Encoding.UTF8.GetString(response.Body.Span));
        Assert.Equal("r1", response.Headers["Request-Id"]);
        var asked = Assert.Single(_network.Asked);
        Assert.Equal("https://graph.microsoft.com/v1.0/auditLogs/signIns?$top=1000&$filter=createdDateTime%20ge%202026-01-01", asked.Address);
        Assert.Equal("token-1", asked.Token);
        Assert.StartsWith("StormDetect/", asked.Message.Headers.UserAgent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_and_the_other_service_go_the_same_way()
    {
        _network.Then(HttpStatusCode.Created).Then(HttpStatusCode.OK, "[]");
        await Send(new TenantRequest(TenantAudience.Graph, HttpMethod.Post, "v1.0/security/auditLog/queries", "{\"a\":1}"u8.ToArray()) { Headers = new Dictionary<string, string> { ["ConsistencyLevel"] = "eventual" } });
        await Send(new TenantRequest(TenantAudience.ManagementActivity, HttpMethod.Post, "api/v1.0/t/activity/feed/subscriptions/start?contentType=Audit.Exchange"));
        Assert.Equal("{\"a\":1}", _network.Asked[0].Body);
        Assert.Equal("application/json", _network.Asked[0].Message.Content!.Headers.ContentType!.MediaType);
        Assert.Equal("eventual", Assert.Single(_network.Asked[0].Message.Headers.GetValues("ConsistencyLevel")));
        Assert.Equal("https://manage.office.com/api/v1.0/t/activity/feed/subscriptions/start?contentType=Audit.Exchange", _network.Asked[1].Address);
        Assert.Equal(0, _network.Asked[1].Message.Content!.Headers.ContentLength);
    }

    [Fact]
    public async Task The_pause_is_the_one_asked_for_in_seconds()
    {
        _network.Then(HttpStatusCode.TooManyRequests, "{}", response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(30))).Then(HttpStatusCode.OK);
        await Send(Get("v1.0/x"));
        Assert.InRange(_time.Elapsed.TotalSeconds, 30, 31);
        Assert.Equal("Microsoft Graph: asks to wait; waiting 31 s, attempt 2 of 10", Assert.Single(_waiting));
    }

    [Fact]
    public async Task A_pause_given_as_a_date_is_by_the_services_clock()
    {
        // The service's clock is an hour behind ours: against ours, the date would have passed.
        DateTimeOffset serviceTime = SteppingTime.Start.AddHours(-1);
        _network.Then(HttpStatusCode.ServiceUnavailable, "{}", response =>
        {
            response.Headers.Date = serviceTime;
            response.Headers.RetryAfter = new RetryConditionHeaderValue(serviceTime.AddSeconds(90));
        }).Then(HttpStatusCode.OK);
        await Send(Get("v1.0/x"));
        Assert.InRange(_time.Elapsed.TotalSeconds, 90, 91);
    }

    [Fact]
    public async Task Without_a_time_the_pauses_double_and_end()
    {
        for (int attempt = 0; attempt < 10; attempt++)
        {
            _network.Then(HttpStatusCode.BadGateway);
        }

        TenantRequestException failure = await Fails(Get("v1.0/x"));
        Assert.Equal(TenantRequestProblem.ServiceUnavailable, failure.Problem);
        Assert.True(failure.IsTransient);
        Assert.Equal(10, _network.Asked.Count);

        // Half of 1, 2, 4, 8, 16, 32, 60, 60, 60: what the drawn number of these tests makes of the ceilings.
        Assert.Equal(121.5, _time.Elapsed.TotalSeconds, 1);
    }

    [Fact]
    public async Task A_pause_beyond_patience_ends_at_once_and_is_told()
    {
        _network.Then(HttpStatusCode.TooManyRequests, "{}", response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromHours(5)));
        TenantRequestException failure = await Fails(Get("v1.0/x"));
        Assert.Equal(TenantRequestProblem.Throttled, failure.Problem);
        Assert.Equal(TimeSpan.FromHours(5), failure.RetryAfter);
        Assert.Contains("5 h", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Fact]
    public async Task A_body_cut_or_unclosed_is_asked_for_again()
    {
        _network.Then(HttpStatusCode.OK, "{\"value\":[{\"id\":\"a\"}", response => response.Content.Headers.ContentLength = 100)
            .Then(HttpStatusCode.OK, "{\"value\":[{\"id\":\"a\"}")
            .Then(HttpStatusCode.OK, "{\"value\":[{\"id\":\"a\"}]}");
        TenantResponse response = await Send(Get("v1.0/x"));
        Assert.Equal(3, _network.Asked.Count);
        Assert.EndsWith("]}", Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_falls_silent_is_asked_for_again()
    {
        _network.Then(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new SilentContent("{\"value\":["u8.ToArray()) }).Then(HttpStatusCode.OK, "{\"value\":[]}");
        Assert.Equal("{\"value\":[]}", Encoding.UTF8.GetString((await Send(Get("v1.0/x"))).Body.Span));
        Assert.InRange(_time.Elapsed.TotalSeconds, 60, 61);
    }

    [Fact]
    public async Task A_failed_connection_is_tried_again()
    {
        _network.Then(_ => throw new HttpRequestException(HttpRequestError.ConnectionError)).Then(_ => throw new HttpIOException(HttpRequestError.ResponseEnded)).Then(HttpStatusCode.OK);
        await Send(Get("v1.0/x"));
        Assert.Equal(3, _network.Asked.Count);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, TenantRequestProblem.Network, 10, "DNS")]
    [InlineData(HttpRequestError.SecureConnectionError, TenantRequestProblem.Network, 1, "certificate")]
    [InlineData(HttpRequestError.ProxyTunnelError, TenantRequestProblem.Proxy, 1, "proxy")]
    public async Task A_network_that_stays_broken_is_named(HttpRequestError error, TenantRequestProblem problem, int attempts, string word)
    {
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            _network.Then(_ => throw new HttpRequestException(error));
        }

        TenantRequestException failure = await Fails(Get("v1.0/x"));
        Assert.Equal(problem, failure.Problem);
        Assert.Equal(attempts, _network.Asked.Count);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task What_starts_work_is_not_sent_twice_when_it_may_have_been_taken(int status)
    {
        _network.Then((HttpStatusCode)status);
        TenantRequestException failure = await Fails(Start());
        Assert.True(failure.IsOutcomeUnknown);
        Assert.Single(_network.Asked);
    }

    [Fact]
    public async Task What_starts_work_is_not_sent_twice_when_the_answer_broke_off()
    {
        _network.Then(HttpStatusCode.Created, "{\"id\":");
        TenantRequestException failure = await Fails(Start());
        Assert.True(failure.IsOutcomeUnknown);
        Assert.Equal(TenantRequestProblem.Network, failure.Problem);
    }

    [Fact]
    public async Task What_starts_work_is_sent_again_when_it_was_turned_away()
    {
        _network.Then(HttpStatusCode.TooManyRequests).Then(HttpStatusCode.ServiceUnavailable).Then(_ => throw new HttpRequestException(HttpRequestError.ConnectionError)).Then(HttpStatusCode.Created, "{\"id\":1}");
        await Send(Start());
        Assert.Equal(4, _network.Asked.Count);
    }

    [Fact]
    public async Task A_claims_challenge_is_met_once()
    {
        const string Claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}";
        string challenge = $"realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims))}\"";
        void Challenge(HttpResponseMessage response) => response.Headers.WwwAuthenticate.Add(new AuthenticationHeaderValue("Bearer", challenge));
        _network.Then(HttpStatusCode.Unauthorized, "{}", Challenge).Then(HttpStatusCode.OK);
        await Send(Get("v1.0/x"));
        Assert.Equal(Claims, Assert.Single(_tokens.Claims));
        Assert.Equal(["token-1", "token-2"], _network.Asked.Select(static asked => asked.Token));

        _network.Then(HttpStatusCode.Unauthorized, "{}", Challenge).Then(HttpStatusCode.Unauthorized, "{}", Challenge);
        Assert.Equal(TenantRequestProblem.SignInNeeded, (await Fails(Get("v1.0/x"))).Problem);
        Assert.Equal(4, _network.Asked.Count);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        _network.Then(HttpStatusCode.Unauthorized).Then(HttpStatusCode.OK);
        await Send(Get("v1.0/x"));
        Assert.Equal("token-2", _network.Asked[1].Token);
        _network.Then(HttpStatusCode.Unauthorized).Then(HttpStatusCode.Unauthorized);
        TenantRequestException failure = await Fails(Get("v1.0/x"));
        Assert.Equal(TenantRequestProblem.SignInNeeded, failure.Problem);
        Assert.Contains("Connect-StormDetect", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_taken_in_between_may_be_refused_anew()
    {
        _network.Then(HttpStatusCode.Unauthorized).Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.Unauthorized).Then(HttpStatusCode.OK);
        await Send(Get("v1.0/x"));
        Assert.Equal(["token-1", "token-2", "token-2", "token-3"], _network.Asked.Select(static asked => asked.Token));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named()
    {
        _tokens = new CountingTokens { IsRenewable = false };
        _network.Then(HttpStatusCode.Unauthorized, "{}", response => response.Headers.Date = SteppingTime.Start.AddMinutes(-20));
        TenantRequestException failure = await Fails(Get("v1.0/x"));
        Assert.Equal(TenantRequestProblem.ClockSkew, failure.Problem);
        Assert.Contains("20 minutes ahead", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        _network.Then(HttpStatusCode.Forbidden, "{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"Insufficient privileges\"}}", response => response.Headers.Add("request-id", "r7"));
        TenantRequestException failure = await Fails(Get("v1.0/x") with { Permissions = "AuditLogsQuery-Exchange.Read.All, AuditLogsQuery.Read.All" });
        Assert.Equal(TenantRequestProblem.PermissionMissing, failure.Problem);
        Assert.Equal("AuditLogsQuery-Exchange.Read.All, AuditLogsQuery.Read.All", failure.MissingPermissions);
        Assert.Equal("Authorization_RequestDenied", failure.ErrorCode);
        Assert.Equal("r7", failure.RequestId);
        Assert.Contains("AuditLogsQuery-Exchange.Read.All", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "{\"error\":{\"code\":\"Authentication_RequestFromNonPremiumTenantOrB2CTenant\",\"message\":\"no\"}}", TenantRequestProblem.NotAvailable)]
    [InlineData(404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no\"}}", TenantRequestProblem.NotFound)]
    [InlineData(400, "{\"error\":{\"code\":\"AF20055\",\"message\":\"Start time and end time must both be specified\"}}", TenantRequestProblem.Refused)]
    [InlineData(407, "", TenantRequestProblem.Proxy)]
    [InlineData(302, "", TenantRequestProblem.Unreadable)]
    [InlineData(501, "[]", TenantRequestProblem.NotAvailable)]
    public async Task Refusals_have_their_problem_and_are_not_repeated(int status, string body, TenantRequestProblem problem)
    {
        _network.Then((HttpStatusCode)status, body);
        Assert.Equal(problem, (await Fails(Get("v1.0/x"))).Problem);
        Assert.Single(_network.Asked);
    }

    [Theory]
    [InlineData(401, "UnknownError", "Service principal-less authentication failed: The service principal for App ID 8bd644d1-64a1-4d4b-ae52-2e0cbf64e373 was not found.", TenantRequestProblem.NotAvailable, "New-MgServicePrincipal", "")]
    [InlineData(403, "Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles", TenantRequestProblem.PermissionMissing, "Reports Reader", "Reports Reader")]
    [InlineData(403, "Authentication_ApplicationHasNoDirectoryReadAccess", "Failed to do premium license check", TenantRequestProblem.PermissionMissing, "Directory.Read.All", "Directory.Read.All")]
    public async Task What_no_permission_of_the_request_would_help_names_what_does(int status, string code, string message, TenantRequestProblem problem, string advice, string missing)
    {
        string body = $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";
        _network.Then((HttpStatusCode)status, body).Then((HttpStatusCode)status, body);
        TenantRequestException failure = await Fails(Get("v1.0/x") with { Permissions = "AuditLog.Read.All" });
        Assert.Equal(problem, failure.Problem);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(missing, failure.MissingPermissions, StringComparison.Ordinal);
        Assert.DoesNotContain("AuditLog", failure.MissingPermissions, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":\"AF429\",\"message\":\"Too many requests\"}}")]
    [InlineData("{'error':{'code':'AF429','message':'Too many requests. Method=GetBlob, PublisherId=00000000-0000-0000-0000-000000000000'}}")]
    public async Task Throttling_of_the_activity_API_is_known_by_its_code(string body)
    {
        _network.Then(HttpStatusCode.Forbidden, body).Then(HttpStatusCode.OK, "[]");
        await Send(new TenantRequest(TenantAudience.ManagementActivity, HttpMethod.Get, "api/v1.0/x"));
        Assert.Equal(2, _network.Asked.Count);
    }

    [Theory]
    [InlineData("text/html", "<html>Sign in to the hotel</html>")]
    [InlineData("application/json", "{\"value\":[}")]
    [InlineData("application/json", "hello")]
    public async Task What_is_no_answer_is_unreadable(string type, string body)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            _network.Then(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) });
        }

        Assert.Equal(TenantRequestProblem.Unreadable, (await Fails(Get("v1.0/x"))).Problem);
        Assert.Equal(3, _network.Asked.Count);
    }

    [Theory]
    [InlineData("https://evil.example/v1.0/x")]
    [InlineData("https://graph.microsoft.com@evil.example/v1.0/x")]
    [InlineData("http://graph.microsoft.com/v1.0/x")]
    [InlineData("https://graph.microsoft.com:8443/v1.0/x")]
    [InlineData("https://manage.office.com/v1.0/x")]
    [InlineData("https://user@graph.microsoft.com/v1.0/x")]
    public async Task The_token_goes_nowhere_else(string address)
    {
        Assert.Equal(TenantRequestProblem.Unreadable, (await Fails(Get(address))).Problem);
        Assert.Empty(_network.Asked);
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0/x?$skiptoken=a%2Bb%3D", "https://graph.microsoft.com/v1.0/x?$skiptoken=a%2Bb%3D")]
    [InlineData("/v1.0/x", "https://graph.microsoft.com/v1.0/x")]
    [InlineData("//evil.example/x", "https://graph.microsoft.com/evil.example/x")]
    public async Task Next_addresses_are_followed_as_given(string address, string asked)
    {
        _network.Then(HttpStatusCode.OK);
        await Send(Get(address));
        Assert.Equal(asked, _network.Asked[0].Address);
    }

    [Fact]
    public async Task A_cloud_without_the_activity_API_says_so()
    {
        using var transport = new TenantTransport(CloudEndpoints.Of(CloudEnvironment.China), _tokens, new ClockWatch(_time), Options(), _network);
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => transport.SendAsync(new TenantRequest(TenantAudience.ManagementActivity, HttpMethod.Get, "x"), null, TestContext.Current.CancellationToken));
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);
    }

    [Fact]
    public async Task Waiting_can_be_stopped()
    {
        _network.Then(HttpStatusCode.TooManyRequests, "{}", response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(5)));
        using var stop = new CancellationTokenSource();
        using TenantTransport transport = Transport();
        Task<TenantResponse> sending = transport.SendAsync(Get("v1.0/x"), _ => stop.CancelAfter(10), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_closed_connection_says_so()
    {
        TenantTransport transport = Transport();
        transport.Dispose();
        Assert.Equal(TenantRequestProblem.SignInNeeded, (await Assert.ThrowsAsync<TenantRequestException>(() => transport.SendAsync(Get("x"), null, TestContext.Current.CancellationToken))).Problem);
    }

    [Fact]
    public async Task Messages_of_services_lose_tokens_and_control_characters()
    {
        _network.Then(HttpStatusCode.BadRequest, "{\"error\":{\"code\":\"x\",\"message\":\"bad \\u001b[31m eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig here\"}}");
        TenantRequestException failure = await Fails(Get("v1.0/x"));
        Assert.DoesNotContain("eyJ", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', failure.Message);
    }

    private static TenantRequest Get(string address) => new(TenantAudience.Graph, HttpMethod.Get, address);

    private static TenantRequest Start() => new(TenantAudience.Graph, HttpMethod.Post, "v1.0/security/auditLog/queries", "{}"u8.ToArray()) { StartsWork = true };

    private TransportOptions Options() => new() { Time = _time, Random = static () => 0.5 };

    private TenantTransport Transport() => new(CloudEndpoints.Of(CloudEnvironment.Global), _tokens, new ClockWatch(_time), Options(), _network);

    private async Task<TenantResponse> Send(TenantRequest request)
    {
        using TenantTransport transport = Transport();
        return await _time.Run(transport.SendAsync(request, _waiting.Add, TestContext.Current.CancellationToken));
    }

    private async Task<TenantRequestException> Fails(TenantRequest request) => await Assert.ThrowsAsync<TenantRequestException>(() => Send(request));
}
