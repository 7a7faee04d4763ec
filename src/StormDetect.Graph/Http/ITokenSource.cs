using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph;

/// <summary>Gives the tokens requests carry.</summary>
internal interface ITokenSource
{
    /// <summary>A token that is good now: a kept one, or a new one.</summary>
    /// <param name="audience">The service it is for.</param>
    /// <param name="claims">What the service wants to see in it; then it is always a new one. Null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StormDetect.Core.TenantRequestException">There is none to be had.</exception>
    ValueTask<string> GetAsync(TenantAudience audience, string? claims, CancellationToken cancellationToken);

    /// <summary>Drops a token that the service refused.</summary>
    /// <param name="audience">The service.</param>
    /// <param name="token">The refused one: a newer one that another request has fetched meanwhile stays.</param>
    /// <returns>Whether another one may be had.</returns>
    bool Refused(TenantAudience audience, string token);
}
