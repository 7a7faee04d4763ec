using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests;

public sealed class TokenSourceTests : IDisposable
{
    private readonly SteppingTime _time = new();
    private readonly Issuer _issuer;
    private readonly TokenSource _tokens;

    public TokenSourceTests()
    {
        _issuer = new Issuer(_time);
        var scopes = new Dictionary<TenantAudience, string[]> { [TenantAudience.Graph] = ["g/.default"], [TenantAudience.ManagementActivity] = ["m/.default"] };
        _tokens = new TokenSource(_issuer, () => _issuer, isUnattended: true, scopes, new SignInFailure(new SignInSubject("login", "t", "c", string.Empty), new ClockWatch(_time)), _time);
    }

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_its_end()
    {
        Assert.Equal("1 g/.default", await Get());
        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("1 g/.default", await Get());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("2 g/.default", await Get());
        Assert.Equal("3 m/.default", await Get(TenantAudience.ManagementActivity));
        Assert.Equal("2 g/.default", await Get());
    }

    [Fact]
    public async Task Many_requests_fetch_one_token()
    {
        string[] tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await Get())));
        Assert.Single(tokens.Distinct());
        Assert.Equal(1, _issuer.Count);
    }

    [Fact]
    public async Task A_short_lived_token_is_used_for_half_its_life()
    {
        _issuer.Life = TimeSpan.FromMinutes(2);
        await Get();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("1 g/.default", await Get());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("2 g/.default", await Get());
    }

    [Fact]
    public async Task A_login_that_is_down_does_not_end_a_token_that_is_still_good()
    {
        await Get();
        _time.Advance(TimeSpan.FromMinutes(57));
        _issuer.Failure = new HttpRequestException(HttpRequestError.ConnectionError);
        Assert.Equal("1 g/.default", await Get());
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(TenantRequestProblem.Network, (await Assert.ThrowsAsync<TenantRequestException>(async () => await Get())).Problem);
    }

    [Fact]
    public async Task A_refused_token_is_dropped_unless_a_newer_one_is_there()
    {
        string first = await Get();
        Assert.True(_tokens.Refused(TenantAudience.Graph, first));
        Assert.Equal("2 g/.default", await Get());
        Assert.True(_tokens.Refused(TenantAudience.Graph, first));
        Assert.Equal("2 g/.default", await Get());
    }

    [Fact]
    public async Task Claims_always_fetch()
    {
        await Get();
        Assert.Equal("2 g/.default", await _tokens.GetAsync(TenantAudience.Graph, "{}", TestContext.Current.CancellationToken));
        Assert.Equal("{}", _issuer.Claims);
    }

    private async Task<string> Get(TenantAudience audience = TenantAudience.Graph) => await _tokens.GetAsync(audience, null, TestContext.Current.CancellationToken);

    private sealed class Issuer(TimeProvider time) : TokenCredential
    {
        public int Count { get; private set; }

        public string? Claims { get; private set; }

        public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

        public Exception? Failure { get; set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            Claims = requestContext.Claims;
            return new AccessToken($"{++Count} {requestContext.Scopes[0]}", time.GetUtcNow() + Life);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
