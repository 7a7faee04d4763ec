using System;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// Sends requests. Tokens and their renewal, claims challenges, throttling, failures of the service and bodies that break off are dealt with here; what is left is an exception with a reason.
/// </summary>
internal interface ITenantTransport
{
    /// <summary>Sends a request and receives the whole answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="waiting">Told when the service asks to wait, in a few words; null if nobody wants to know.</param>
    /// <param name="cancellationToken">Stops within a second, also while waiting.</param>
    /// <returns>The answer, always of success.</returns>
    /// <exception cref="TenantRequestException">It failed for good.</exception>
    Task<TenantResponse> SendAsync(TenantRequest request, Action<string>? waiting, CancellationToken cancellationToken);
}
