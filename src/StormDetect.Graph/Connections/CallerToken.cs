using System;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>A token the caller has got, as a credential.</summary>
internal sealed class CallerToken : TokenCredential
{
    // The ids of the two services stand in tokens in place of their addresses in some flows.
    private const string GraphId = "00000003-0000-0000-c000-000000000000";
    private const string ActivityId = "c5393580-f805-4401-95e8-94b7a6ef2fc2";

    private readonly string _token;
    private readonly TokenFacts _facts;
    private readonly TenantAudience _audience;
    private readonly CloudEndpoints _endpoints;
    private readonly TimeProvider _time;

    /// <summary>Takes a token.</summary>
    /// <exception cref="TenantRequestException">It is for neither service, or has expired.</exception>
    public CallerToken(string token, CloudEndpoints endpoints, TimeProvider time)
    {
        _token = token.Trim();
        _endpoints = endpoints;
        _time = time;
        _facts = TokenFacts.Read(_token);
        string audience = _facts.Audience.TrimEnd('/');
        if (!_facts.IsReadable || audience.Length == 0 || audience == GraphId || Is(audience, endpoints.Graph))
        {
            _audience = TenantAudience.Graph;
        }
        else if (audience == ActivityId || (endpoints.ManagementActivity is Uri activity && Is(audience, activity)))
        {
            _audience = TenantAudience.ManagementActivity;
        }
        else
        {
            throw new TenantRequestException(TenantRequestProblem.SignInNeeded, $"The token was issued for {PlainText.Safe(audience)}, not for {endpoints.Graph.Host}. Get one for {endpoints.Graph.GetLeftPart(UriPartial.Authority)}, or name the cloud with -Environment.");
        }

        if (_token.Length == 0 || _token.AsSpan().ContainsAny(" \t\r\n"))
        {
            throw new TenantRequestException(TenantRequestProblem.SignInNeeded, "The token is empty or has blanks in it. Give the bare access token, without 'Bearer'.");
        }
    }

    /// <summary>The service it is for.</summary>
    public TenantAudience Audience => _audience;

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        TenantAudience wanted = requestContext.Scopes.Length > 0 && _endpoints.ManagementActivity is Uri activity && activity != _endpoints.Graph && requestContext.Scopes[0].StartsWith(activity.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            ? TenantAudience.ManagementActivity
            : TenantAudience.Graph;
        bool isBoth = _endpoints.ManagementActivity == _endpoints.Graph;
        if (wanted != _audience && !isBoth)
        {
            throw new TenantRequestException(TenantRequestProblem.SignInNeeded, $"The connection has a token for {Refusal.Name(_audience)} alone. Connect another one with a token for {Refusal.Name(wanted)}, or sign in another way.");
        }

        return requestContext.Claims is { Length: > 0 }
            ? throw new TenantRequestException(TenantRequestProblem.SignInNeeded, "The service asks for a new token (continuous access evaluation). Connect again with one, or sign in another way: the caller's token cannot be renewed here.")
            : _facts.ExpiresOn is DateTimeOffset end && end <= _time.GetUtcNow()
                ? throw new TenantRequestException(TenantRequestProblem.SignInNeeded, "The token has expired. Connect again with a new one, or sign in another way: the caller's token cannot be renewed here.")
                : new AccessToken(_token, _facts.ExpiresOn ?? DateTimeOffset.MaxValue);
    }

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));

    private static bool Is(string audience, Uri service) => audience.Equals(service.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
