using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph.Tests.AuditLog;

/// <summary>Answers requests by a function, and keeps what was asked.</summary>
internal sealed class ScriptedTransport(Func<string, TenantResponse> answer) : ITenantTransport
{
    private readonly object _gate = new();

    /// <summary>What was asked: method, a blank, address.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The requests.</summary>
    public List<TenantRequest> Requests { get; } = [];

    /// <summary>The most that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    private int _underWay;

    public static TenantResponse Json(string body, params (string Name, string Value)[] headers)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
        {
            all[name] = value;
        }

        return new TenantResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body), all);
    }

    public static TenantRequestException Refusal(TenantRequestProblem problem, string code = "", bool unknown = false) =>
        new(problem, "refused") { ErrorCode = code, IsOutcomeUnknown = unknown };

    public async Task<TenantResponse> SendAsync(TenantRequest request, Action<string>? waiting, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Asked.Add($"{request.Method} {request.Address}");
            Requests.Add(request);
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }

        await Task.Yield();
        lock (_gate)
        {
            _underWay--;
            return answer($"{request.Method} {request.Address}");
        }
    }
}
