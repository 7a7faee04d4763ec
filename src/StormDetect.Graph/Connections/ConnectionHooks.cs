using System;
using System.Net.Http;

namespace StormDetect.Graph;

/// <summary>What tests put in place of the world.</summary>
internal sealed record ConnectionHooks
{
    /// <summary>Sends requests, of the sign-in and to the services; called once for each.</summary>
    public Func<HttpMessageHandler> Network { get; init; } = TenantTransport.Network;

    /// <summary>Patience and clock.</summary>
    public TransportOptions Options { get; init; } = new();
}
