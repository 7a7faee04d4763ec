using System;
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
        if (path is ["$batch"] && request.Method == "POST")
        {
            return Batch(request);
        }

        return path switch
        {
            ["security", "auditLog", "queries", ..] when _server.Options.HasAuditQueries => _queries.Answer(request, token, path[3..]),
            ["auditLogs", ..] => _logs.Answer(request, token, path[1..], isBeta),
            _ => _directory.Answer(request, token, path),
        } ?? FakeReply.GraphError(request, 400, "BadRequest", $"Resource not found for the segment '{path.LastOrDefault()}'.");
    }

    /// <summary>At most 20 requests in one; each is answered, throttled and refused on its own.</summary>
    private FakeReply Batch(FakeRequest request)
    {
        using JsonDocument? document = request.Json();
        if (document is null || !document.RootElement.TryGetProperty("requests", out JsonElement requests) || requests.GetArrayLength() > 20)
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "Invalid batch payload format.");
        }

        return FakeReply.Graph(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("responses");
            foreach (JsonElement part in requests.EnumerateArray())
            {
                FakeRequest inner = request.Part(part.GetProperty("method").GetString()!, "/" + request.Segments[0] + "/" + part.GetProperty("url").GetString()!.TrimStart('/'));
                FakeReply reply = _server.Delivery.Before(inner) ?? Answer(inner)!;
                _server.Note(inner.Method, inner.Path + inner.QueryText, reply.Status);
                json.WriteStartObject();
                json.WriteString("id", part.GetProperty("id").GetString());
                json.WriteNumber("status", reply.Aborts ? 502 : reply.Status);
                json.WriteStartObject("headers");
                json.WriteString("Content-Type", "application/json");
                foreach ((string name, string value) in reply.Headers)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
                if (reply.Body.Length > 0)
                {
                    json.WritePropertyName("body");
                    json.WriteRawValue(reply.Body.Span);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Refuses a token that carries none of some permissions; null where it carries one.</summary>
    public static FakeReply? Missing(FakeRequest request, FakeToken token, string code, string message, params string[] anyOf) =>
        anyOf.Intersect(token.Permissions, StringComparer.OrdinalIgnoreCase).Any() ? null : FakeReply.GraphError(request, 403, code, message);
}
