using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph.Tests;

/// <summary>Answers requests in the order of a script, and keeps what was asked.</summary>
internal sealed class ScriptedNetwork : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _script = new();

    /// <summary>What was asked: method, address, token and body.</summary>
    public List<(string Method, string Address, string Token, string Body, HttpRequestMessage Message)> Asked { get; } = [];

    /// <summary>Adds an answer.</summary>
    public ScriptedNetwork Then(HttpStatusCode status, string body = "{}", Action<HttpResponseMessage>? shape = null) => Then(_ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        shape?.Invoke(response);
        return response;
    });

    /// <summary>Adds whatever a function does.</summary>
    public ScriptedNetwork Then(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add((request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.Parameter ?? string.Empty, body, request));
        HttpResponseMessage response = _script.Count > 0 ? _script.Dequeue()(request) : throw new InvalidOperationException("The script is at its end.");
        response.RequestMessage = request;
        return response;
    }
}
