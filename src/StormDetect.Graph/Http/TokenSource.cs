using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Tokens of a credential, kept in memory until shortly before they expire.</summary>
internal sealed class TokenSource : ITokenSource, IDisposable
{
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    private readonly Func<TokenCredential> _create;
    private readonly bool _isUnattended;
    private readonly IReadOnlyDictionary<TenantAudience, string[]> _scopes;
    private readonly SignInFailure _failure;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<TenantAudience, Kept> _kept = [];
    private TokenCredential _credential;

    /// <summary>Makes the source.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="create">Makes it anew: the only way to make a credential forget a token that the service refuses.</param>
    /// <param name="isUnattended">Whether that needs no person.</param>
    /// <param name="scopes">What to ask for.</param>
    /// <param name="failure">Words failures.</param>
    /// <param name="time">The clock.</param>
    public TokenSource(TokenCredential credential, Func<TokenCredential> create, bool isUnattended, IReadOnlyDictionary<TenantAudience, string[]> scopes, SignInFailure failure, TimeProvider time)
    {
        _credential = credential;
        _create = create;
        _isUnattended = isUnattended;
        _scopes = scopes;
        _failure = failure;
        _time = time;
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetAsync(TenantAudience audience, string? claims, CancellationToken cancellationToken)
    {
        if (claims is null && Current(audience) is Kept fresh && fresh.RenewAt > _time.GetUtcNow())
        {
            return fresh.Token;
        }

        // One at a time: four requests that find the token old need one new one.
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Kept? old = Current(audience);
            if (claims is null && old is not null && old.RenewAt > _time.GetUtcNow())
            {
                return old.Token;
            }

            if (!_scopes.TryGetValue(audience, out string[]? scopes))
            {
                throw new TenantRequestException(TenantRequestProblem.NotAvailable, $"{Refusal.Name(audience)} is not offered in this cloud, or its address was not given.");
            }

            try
            {
                AccessToken token = await _credential.GetTokenAsync(new TokenRequestContext(scopes, claims: claims, isCaeEnabled: true), cancellationToken).ConfigureAwait(false);
                return Keep(audience, token);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                TenantRequestException reason = _failure.Of(failure, audience);

                // Renewal begins early so that a sign-in service that is down for a moment stops nobody.
                return claims is null && reason.IsTransient && old is not null && old.ExpiresOn > _time.GetUtcNow() ? old.Token : throw reason;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public bool Refused(TenantAudience audience, string token)
    {
        lock (_kept)
        {
            if (!_kept.TryGetValue(audience, out Kept? kept) || kept.Token != token)
            {
                return true;
            }

            // A person's sign-in is not made anew: that would ask in the middle of a hunt. The credential renews by itself what has merely expired.
            if (!_isUnattended)
            {
                return kept.ExpiresOn <= _time.GetUtcNow() && _kept.Remove(audience);
            }

            _kept.Remove(audience);
            _credential = _create();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_kept)
        {
            _kept.Clear();
        }

        _one.Dispose();
    }

    private Kept? Current(TenantAudience audience)
    {
        lock (_kept)
        {
            return _kept.GetValueOrDefault(audience);
        }
    }

    private string Keep(TenantAudience audience, AccessToken token)
    {
        DateTimeOffset now = _time.GetUtcNow();

        // Half the life of one that lives shorter than ten minutes, or it would be old the moment it comes.
        TimeSpan half = (token.ExpiresOn - now) / 2;
        DateTimeOffset renewAt = token.RefreshOn ?? (token.ExpiresOn - (half < s_margin ? half : s_margin));
        lock (_kept)
        {
            _kept[audience] = new Kept(token.Token, token.ExpiresOn, renewAt);
        }

        return token.Token;
    }

    private sealed record Kept(string Token, DateTimeOffset ExpiresOn, DateTimeOffset RenewAt)
    {
        // A record prints its members.
        public override string ToString() => nameof(Kept);
    }
}
