using System;
using System.Net.Http;
using Microsoft.Kiota.Abstractions;

namespace StormDetect.Graph;

/// <summary>Carries a request through the SDK's adapter to the handler that sends it.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Waiting">Who wants to know of pauses.</param>
internal sealed record TransportCall(TenantRequest Request, Action<string>? Waiting) : IRequestOption
{
    // The adapter files the options of a request under the full name of their type.
    private static readonly HttpRequestOptionsKey<IRequestOption> s_key = new(typeof(TransportCall).FullName!);

    /// <summary>The call a message belongs to.</summary>
    public static TransportCall Of(HttpRequestMessage message) =>
        message.Options.TryGetValue(s_key, out IRequestOption? option) && option is TransportCall call
            ? call
            : throw new InvalidOperationException("A request went out beside the transport.");

    /// <summary>Marks a message that does not go through the adapter.</summary>
    public void Attach(HttpRequestMessage message) => message.Options.Set(s_key, this);
}
