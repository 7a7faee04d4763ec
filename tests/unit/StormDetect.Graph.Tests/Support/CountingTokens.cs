using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph.Tests;

/// <summary>Tokens token-1, token-2 ...: a new one after each refusal or claims challenge.</summary>
internal sealed class CountingTokens : ITokenSource
{
    private int _number = 1;

    /// <summary>The claims asked for.</summary>
    public List<string> Claims { get; } = [];

    /// <summary>Whether there are others.</summary>
    public bool IsRenewable { get; init; } = true;

    public ValueTask<string> GetAsync(TenantAudience audience, string? claims, CancellationToken cancellationToken)
    {
        if (claims is not null)
        {
            Claims.Add(claims);
            _number++;
        }

        return ValueTask.FromResult($"token-{_number}");
    }

    public bool Refused(TenantAudience audience, string token)
    {
        _number++;
        return IsRenewable;
    }
}
