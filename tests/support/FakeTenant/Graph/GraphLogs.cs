using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary><c>auditLogs/signIns</c> and <c>auditLogs/directoryAudits</c>.</summary>
internal sealed class GraphLogs(FakeTenantServer server)
{
    private static readonly string[] s_betaOnly =
        ["sessionId", "uniqueTokenIdentifier", "incomingTokenType", "signInEventTypes", "userAgent", "authenticationProtocol", "autonomousSystemNumber", "originalRequestId", "tokenIssuerType", "homeTenantId"];

    private static readonly string[] s_kinds = ["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"];

    private readonly ConcurrentDictionary<string, Queue<DateTime>> _asked = new(StringComparer.Ordinal);
    private JsonElement[]? _audits;

    public FakeReply? Answer(FakeRequest request, FakeToken token, string[] path, bool isBeta)
    {
        if (path is not (["signIns"] or ["directoryAudits"]) || request.Method != "GET")
        {
            return null;
        }

        if (GraphService.Missing(
            request, token, "Authentication_MSGraphPermissionMissing",
            "The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API. For more information about Microsoft Graph permissions, please visit https://learn.microsoft.com/graph/permissions-overview.",
            "AuditLog.Read.All") is { } missing)
        {
            return missing;
        }

        if (!token.IsApplication && !server.Options.UserRoles.Concat(server.Options.UserGroupRoles).Intersect(["Global Administrator", "Global Reader", "Security Administrator", "Security Operator", "Security Reader", "Reports Reader"], StringComparer.OrdinalIgnoreCase).Any())
        {
            return FakeReply.GraphError(request, 403, "Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles");
        }

        // What both are documented to take; the tick before a time stands for what is before it.
        if (request.Asked("$filter").Contains("DateTime lt ", StringComparison.Ordinal) || request.Asked("$filter").Contains("DateTime gt ", StringComparison.Ordinal))
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "Invalid filter clause: only eq, ge and le are supported.");
        }

        return path[0] == "signIns" ? SignIns(request, token, isBeta) : DirectoryAudits(request);
    }

    private FakeReply SignIns(FakeRequest request, FakeToken token, bool isBeta)
    {
        if (!server.Options.HasPremium)
        {
            return FakeReply.GraphError(request, 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license");
        }

        if (IsTooMany(token.ClientId))
        {
            return FakeReply.GraphError(request, 429, "TooManyRequests", "This request is throttled. Please try again after the value specified in the Retry-After header.").With("Retry-After", "10");
        }

        DateTimeOffset now = server.Clock.GetUtcNow();
        string oldest = (now - server.Options.SignInRetention).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        string newest = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        bool asksForKind = request.Asked("$filter").Contains("signInEventTypes", StringComparison.Ordinal);
        if (asksForKind && !isBeta)
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "Could not find a property named 'signInEventTypes' on type 'microsoft.graph.signIn'.");
        }

        if (!server.Options.CombinesSignInKinds && s_kinds.Count(kind => request.Asked("$filter").Contains('\'' + kind + '\'', StringComparison.OrdinalIgnoreCase)) > 1)
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "Invalid filter clause: signInEventTypes can be compared with one value only.");
        }

        // Newest first; without a filter by kind only the interactive ones.
        IEnumerable<JsonElement> entries = server.Tenant.SignIns.Reverse().Where(entry =>
        {
            string time = entry.GetProperty("createdDateTime").GetString()!;
            return string.CompareOrdinal(time, oldest) >= 0 && string.CompareOrdinal(time, newest) <= 0 && (asksForKind || entry.GetProperty("isInteractive").GetBoolean());
        });
        return GraphCollection.Answer(server, request, isBeta ? entries : entries.Select(Plain), "auditLogs/signIns", 1_000, 1_000);
    }

    private FakeReply DirectoryAudits(FakeRequest request)
    {
        _audits ??= [.. Enumerable.Range(0, server.Tenant.Log.Count).Where(row => server.Tenant.Entry(row).RecordType == 8).Select(Audit).Reverse()];
        long now = server.Clock.Seconds;
        return GraphCollection.Answer(server, request, _audits.Where(audit => audit.GetProperty("activityDateTime").GetDateTimeOffset().ToUnixTimeSeconds() <= now), "auditLogs/directoryAudits", 999, 999);
    }

    /// <summary>A record of Entra in the audit log as the directory's own log shows it.</summary>
    private JsonElement Audit(int row)
    {
        LogEntry entry = server.Tenant.Entry(row);
        using JsonDocument record = JsonDocument.Parse(server.Tenant.Read(row));
        JsonElement root = record.RootElement;
        FakeReply made = FakeReply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", $"Directory_{entry.Id:D}_{entry.Time}");
            json.WriteString("category", entry.Operation.Contains("role", StringComparison.OrdinalIgnoreCase) ? "RoleManagement" : entry.Operation.Contains("user", StringComparison.OrdinalIgnoreCase) ? "UserManagement" : "ApplicationManagement");
            json.WriteString("correlationId", new Guid(TokenIssuer.MD5Id(entry.Id.ToString("N"))));
            json.WriteString("result", "success");
            json.WriteString("resultReason", string.Empty);
            json.WriteString("activityDisplayName", entry.Operation.TrimEnd('.'));
            json.WriteString("activityDateTime", DateTimeOffset.FromUnixTimeSeconds(entry.Time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            json.WriteString("loggedByService", "Core Directory");
            json.WriteString("operationType", entry.Operation.Split(' ')[0]);
            json.WriteStartObject("initiatedBy");
            json.WriteNull("app");
            json.WriteStartObject("user");
            json.WriteString("id", server.Tenant.Directory.ObjectId(entry.UserId));
            json.WriteNull("displayName");
            json.WriteString("userPrincipalName", entry.UserId);
            json.WriteString("ipAddress", entry.ClientIp);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("targetResources");
            json.WriteStartObject();
            json.WriteString("id", entry.ObjectId);
            json.WriteString("displayName", entry.ObjectId);
            json.WriteString("type", entry.Operation.Contains("user", StringComparison.OrdinalIgnoreCase) ? "User" : "ServicePrincipal");
            json.WriteStartArray("modifiedProperties");
            if (root.TryGetProperty("ModifiedProperties", out JsonElement modified) && modified.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement property in modified.EnumerateArray())
                {
                    json.WriteStartObject();
                    json.WriteString("displayName", property.TryGetProperty("Name", out JsonElement name) ? name.ToString() : string.Empty);
                    json.WriteString("oldValue", property.TryGetProperty("OldValue", out JsonElement old) ? old.ToString() : string.Empty);
                    json.WriteString("newValue", property.TryGetProperty("NewValue", out JsonElement now) ? now.ToString() : string.Empty);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("additionalDetails");
            json.WriteEndArray();
            json.WriteEndObject();
        });
        using JsonDocument document = JsonDocument.Parse(made.Body);
        return document.RootElement.Clone();
    }

    private static JsonElement Plain(JsonElement entry)
    {
        FakeReply made = FakeReply.Json(json =>
        {
            json.WriteStartObject();
            foreach (JsonProperty property in entry.EnumerateObject().Where(static property => !s_betaOnly.Contains(property.Name, StringComparer.Ordinal)))
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
        });
        using JsonDocument document = JsonDocument.Parse(made.Body);
        return document.RootElement.Clone();
    }

    private bool IsTooMany(string clientId)
    {
        if (server.Options.SignInRequestsPerTenSeconds == 0)
        {
            return false;
        }

        Queue<DateTime> asked = _asked.GetOrAdd(clientId, static _ => new Queue<DateTime>());
        lock (asked)
        {
            while (asked.TryPeek(out DateTime first) && first < DateTime.UtcNow.AddSeconds(-10))
            {
                _ = asked.Dequeue();
            }

            if (asked.Count >= server.Options.SignInRequestsPerTenSeconds)
            {
                return true;
            }

            asked.Enqueue(DateTime.UtcNow);
            return false;
        }
    }
}
