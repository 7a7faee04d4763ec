using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

/// <summary>Answers requests as a test says, by what their address contains; the latest rule that fits counts. It notes every request.</summary>
internal sealed class ScriptedTransport : ITenantTransport
{
    private readonly List<(string Part, Func<TenantRequest, string> Answer)> _rules = [];

    public ConcurrentQueue<TenantRequest> Requests { get; } = new();

    /// <summary>Addresses asked for, readable.</summary>
    public string[] Addresses => [.. Requests.Select(static request => Uri.UnescapeDataString(request.Address))];

    public static TenantRequestException Failure(TenantRequestProblem problem, string code = "", string message = "It failed. Next: help.") => new(problem, message) { ErrorCode = code };

    public ScriptedTransport On(string part, string json) => On(part, _ => json);

    public ScriptedTransport On(string part, TenantRequestException failure) => On(part, _ => throw failure);

    public ScriptedTransport On(string part, Func<TenantRequest, string> answer)
    {
        _rules.Add((part, answer));
        return this;
    }

    public async Task<TenantResponse> SendAsync(TenantRequest request, Action<string>? waiting, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Enqueue(request);
        await Task.Yield();
        string address = Uri.UnescapeDataString(request.Address);
        (string part, Func<TenantRequest, string> answer) = _rules.LastOrDefault(rule => address.Contains(rule.Part, StringComparison.Ordinal));
        Assert.True(part is not null, $"nobody expects {address}");
        return new TenantResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes(answer!(request)), new Dictionary<string, string>());
    }
}
