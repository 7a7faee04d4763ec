using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>Microsoft Graph v1.0 and beta, as far as StormDetect asks.</summary>
internal sealed class GraphService
{
    private readonly FakeTenantServer _server;
    private readonly TokenGate _gate;
    private readonly AuditQueries _queries;
    private readonly GraphLogs _logs;
    private readonly GraphDirectory _directory;
    private readonly ActivityService _activity;

    public GraphService(FakeTenantServer server)
    {
        _server = server;
        _gate = new TokenGate(server);
        _queries = new AuditQueries(server);
        _logs = new GraphLogs(server);
        _directory = new GraphDirectory(server);
        _activity = new ActivityService(server);
    }

    /// <summary>The answer; null where the address is not of Graph or the Management Activity API.</summary>
    public FakeReply? Answer(FakeRequest request)
    {
        if (request.Segments is ["api", "v1.0", _, "activity", "feed", ..])
        {
            return _gate.Refuse(request, isActivity: true, out FakeToken reader) ?? _activity.Answer(request, reader);
        }

        if (request.Segments is not ["v1.0" or "beta", ..])
        {
            return null;
        }

        if (_gate.Refuse(request, isActivity: false, out FakeToken token) is { } refused)
        {
            return refused;
        }

        bool isBeta = request.Segments[0] == "beta";
        string[] path = request.Segments[1..];
        return path switch
        {
            ["security", "auditLog", "queries", ..] when _server.Options.HasAuditQueries => _queries.Answer(request, token, path[3..]),
            ["auditLogs", ..] => _logs.Answer(request, token, path[1..], isBeta),
            _ => _directory.Answer(request, token, path),
        } ?? FakeReply.GraphError(request, 400, "BadRequest", $"Resource not found for the segment '{path.LastOrDefault()}'.");
    }

    /// <summary>Refuses a token that carries none of some permissions; null where it carries one.</summary>
    public static FakeReply? Missing(FakeRequest request, FakeToken token, string code, string message, params string[] anyOf) =>
        anyOf.Intersect(token.Permissions, StringComparer.OrdinalIgnoreCase).Any() ? null : FakeReply.GraphError(request, 403, code, message);
}
