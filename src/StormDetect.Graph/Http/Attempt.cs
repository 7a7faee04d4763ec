using System;
using System.Net.Http;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What came of sending a request once.</summary>
internal sealed record Attempt
{
    /// <summary>The answer, its body received; null if none came to its end.</summary>
    public HttpResponseMessage? Response { get; init; }

    /// <summary>The answer's body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string Failure { get; init; } = string.Empty;

    /// <summary>What kind of failure it is.</summary>
    public TenantRequestProblem Problem { get; init; } = TenantRequestProblem.Network;

    /// <summary>Whether trying again is of use.</summary>
    public bool IsPassing { get; init; } = true;

    /// <summary>Whether the service cannot have received the request.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>An attempt without an answer.</summary>
    public static Attempt Of(HttpRequestException failure, Uri? address) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new Attempt { Failure = $"the name {address?.Host} is not known to the name server (DNS)", IsUnsent = true },
        HttpRequestError.ConnectionError => new Attempt { Failure = $"there is no connection to {address?.Host}", IsUnsent = true },
        HttpRequestError.SecureConnectionError => new Attempt { Failure = $"the certificate of {address?.Host} is not trusted, or no secure connection came about; a proxy that inspects traffic needs its root certificate installed here", IsUnsent = true, IsPassing = false },
        HttpRequestError.ProxyTunnelError => new Attempt { Failure = $"the proxy did not let the request to {address?.Host} pass", IsUnsent = true, IsPassing = false, Problem = TenantRequestProblem.Proxy },
        _ => new Attempt { Failure = "the connection broke off" },
    };
}
