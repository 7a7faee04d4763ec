using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>The transport of a connection: the SDK's adapter for Graph, a plain client for the Management Activity API, and one handler below both.</summary>
internal sealed class TenantTransport : ITenantTransport, IDisposable
{
    private static readonly string s_userAgent = "StormDetect/" + typeof(TenantTransport).Assembly.GetName().Version!.ToString(3);

    private readonly CloudEndpoints _endpoints;
    private readonly HttpClient _client;
    private readonly HttpClientRequestAdapter _adapter;
    private readonly SemaphoreSlim _places;

    /// <summary>Makes the transport.</summary>
    /// <param name="endpoints">Where requests may go.</param>
    /// <param name="tokens">The tokens they carry.</param>
    /// <param name="clock">Takes the time of the answers.</param>
    /// <param name="options">Patience.</param>
    /// <param name="network">What sends; disposed with the transport.</param>
    public TenantTransport(CloudEndpoints endpoints, ITokenSource tokens, ClockWatch clock, TransportOptions options, HttpMessageHandler network)
    {
        _endpoints = endpoints;
        _client = new HttpClient(new TenantHandler(network, tokens, clock, options)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", s_userAgent);

        // Tokens are the handler's: the adapter must not judge a 401 of its own.
        _adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: _client) { BaseUrl = endpoints.Graph.AbsoluteUri };
        _places = new SemaphoreSlim(options.Concurrency);
    }

    /// <summary>What sends over the network: the system's proxy, no cookies, no redirects (an answer that leads elsewhere would take the token along).</summary>
    public static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        DefaultProxyCredentials = CredentialCache.DefaultCredentials,
    };

    /// <inheritdoc/>
    public async Task<TenantResponse> SendAsync(TenantRequest request, Action<string>? waiting, CancellationToken cancellationToken)
    {
        Uri address = TenantAddress.Of(_endpoints, request);
        var call = new TransportCall(request, waiting);
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }

        try
        {
            using HttpResponseMessage response = request.Audience == TenantAudience.Graph
                ? await ThroughAdapterAsync(call, address, cancellationToken).ConfigureAwait(false)
                : await DirectlyAsync(call, address, cancellationToken).ConfigureAwait(false);
            return new TenantResponse(response.StatusCode, ((ReceivedContent)response.Content).Bytes, Headers(response));
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adapter.Dispose();
        _client.Dispose();
        _places.Dispose();
    }

    private static TenantRequestException Closed() => new(TenantRequestProblem.SignInNeeded, "The connection was closed. Sign in again with Connect-StormDetect.");

    private void Leave()
    {
        try
        {
            _places.Release();
        }
        catch (ObjectDisposedException)
        {
            // Closed while the request was under way.
        }
    }

    private async Task<HttpResponseMessage> ThroughAdapterAsync(TransportCall call, Uri address, CancellationToken cancellationToken)
    {
        var information = new RequestInformation { HttpMethod = Enum.Parse<Method>(call.Request.Method.Method, ignoreCase: true), URI = address };
        information.Headers.TryAdd("Accept", "application/json");
        foreach ((string name, string value) in call.Request.Headers)
        {
            information.Headers.TryAdd(name, value);
        }

        // The answer as it came: the SDK's models would drop what they do not know.
        var native = new NativeResponseHandler();
        information.SetResponseHandler(native);
        information.AddRequestOptions([call]);
        await _adapter.SendPrimitiveAsync<Stream>(information, cancellationToken: cancellationToken).ConfigureAwait(false);
        return (HttpResponseMessage)native.Value!;
    }

    private async Task<HttpResponseMessage> DirectlyAsync(TransportCall call, Uri address, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(call.Request.Method, address);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach ((string name, string value) in call.Request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        call.Attach(message);
        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in response.Headers)
        {
            headers[name] = string.Join(", ", values);
        }

        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            headers[name] = string.Join(", ", values);
        }

        return headers;
    }
}
