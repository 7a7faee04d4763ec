using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>What tests outside of the process steer and ask: faults, clock, requests, and what a complete search gives.</summary>
internal sealed class ControlService(FakeTenantServer server)
{
    private readonly ExchangeService _exchange = new(server);

    public FakeReply? Exchange(FakeRequest request) => _exchange.Answer(request);

    public FakeReply Answer(FakeRequest request)
    {
        try
        {
            return (request.Method, request.Segments[1..]) switch
            {
                ("GET", ["faults"]) => Faults(),
                ("POST", ["faults"]) => SetFaults(request),
                ("GET", ["requests"]) => Requests(request),
                ("DELETE", ["requests"]) => Forget(),
                ("GET", ["announced"]) => Announced(request),
                ("GET", ["clock"]) => Clock(),
                ("POST", ["clock"]) => SetClock(request),
                ("POST", ["token"]) => FakeReply.Text(server.IssueToken(
                    request.Asked("permissions") is { Length: > 0 } permissions ? permissions.Split(',') : null,
                    request.Asked("user") == "true",
                    request.Asked("audience") is { Length: > 0 } audience ? audience : null)),
                ("POST", ["permissions"]) => SetPermissions(request),
                ("POST", ["revoke"]) => Revoke(),
                _ => FakeReply.Text("There is no such control.", 404),
            };
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return FakeReply.Text(e.Message, 400);
        }
    }

    private FakeReply Faults() => FakeReply.Json(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("seed", server.Faults.Seed);
        json.WriteNumber("retryAfterSeconds", server.Faults.RetryAfter.TotalSeconds);
        json.WriteNumber("slowBodySeconds", server.Faults.SlowBody.TotalSeconds);
        json.WriteNumber("latenessHours", server.Faults.Lateness.TotalHours);
        json.WriteNumber("emptyInARow", server.Faults.EmptyInARow);
        json.WriteStartObject("rules");
        foreach ((FaultKind kind, FaultRule rule) in server.Faults.Rules.OrderBy(static pair => pair.Key))
        {
            json.WriteStartObject(kind.ToString());
            json.WriteNumber("rate", rule.Rate);
            json.WriteNumber("count", rule.Count);
            json.WriteString("path", rule.Path);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("struck");
        foreach ((FaultKind kind, long count) in server.Faults.Struck.OrderBy(static pair => pair.Key))
        {
            json.WriteNumber(kind.ToString(), count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Takes <c>["throttleSeconds=0.2", "resetBody=1x@/records"]</c>, which replaces all rules, or the object that a GET gives.</summary>
    private FakeReply SetFaults(FakeRequest request)
    {
        using JsonDocument document = JsonDocument.Parse(request.Body);
        JsonElement root = document.RootElement;
        FakeTenantFaults faults = server.Faults;
        faults.Clear();
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement text in root.EnumerateArray())
            {
                _ = faults.Set(text.GetString()!);
            }

            return Faults();
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "seed":
                    faults.Seed = property.Value.GetInt32();
                    break;
                case "retryAfterSeconds":
                    faults.RetryAfter = TimeSpan.FromSeconds(property.Value.GetDouble());
                    break;
                case "slowBodySeconds":
                    faults.SlowBody = TimeSpan.FromSeconds(property.Value.GetDouble());
                    break;
                case "latenessHours":
                    faults.Lateness = TimeSpan.FromHours(property.Value.GetDouble());
                    break;
                case "emptyInARow":
                    faults.EmptyInARow = property.Value.GetInt32();
                    break;
                case "rules":
                    foreach (JsonProperty rule in property.Value.EnumerateObject())
                    {
                        _ = faults.Set(FakeTenantFaults.KindOf(rule.Name), new FaultRule
                        {
                            Rate = rule.Value.TryGetProperty("rate", out JsonElement rate) ? rate.GetDouble() : 0,
                            Count = rule.Value.TryGetProperty("count", out JsonElement count) ? count.GetInt32() : 0,
                            Path = rule.Value.TryGetProperty("path", out JsonElement path) ? path.GetString()! : string.Empty,
                        });
                    }

                    break;
                default:
                    break;
            }
        }

        return Faults();
    }

    private FakeReply Requests(FakeRequest request)
    {
        string path = request.Asked("path");
        RequestLogEntry[] entries = [.. server.Requests.Where(entry => entry.Path.Contains(path, StringComparison.OrdinalIgnoreCase))];
        return FakeReply.Json(json =>
        {
            json.WriteStartArray();
            foreach (RequestLogEntry entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("time", entry.Time);
                json.WriteString("method", entry.Method);
                json.WriteString("path", entry.Path);
                json.WriteNumber("status", entry.Status);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private FakeReply Forget()
    {
        server.ForgetRequests();
        return new FakeReply { Status = 204 };
    }

    /// <summary>One id a line, each once, in order: of a window (start, end), arrived by a time (arrivedBy), operations, users, record types; <c>count=true</c> gives the number alone.</summary>
    private FakeReply Announced(FakeRequest request)
    {
        LogFilter filter = new()
        {
            From = Time("start") is { } start ? TenantData.Seconds(start) : long.MinValue,
            To = Time("end") is { } end ? TenantData.Seconds(end) : long.MaxValue,
            ArrivedBy = Time("arrivedBy") is { } arrived ? TenantData.Seconds(arrived) : long.MaxValue,
            Operations = Names("operations"),
            UserIds = Names("users"),
            Addresses = Names("addresses"),
            RecordTypes = [.. Names("recordTypes").Select(static name => RecordTypeNames.TryNumber(name, out int number) ? number : throw new FormatException($"There is no record type '{name}'."))],
        };
        Guid[] ids = Array.ConvertAll(server.Tenant.Select(filter), row => server.Tenant.Entry(row).Id);
        Array.Sort(ids);
        bool countsOnly = request.Asked("count") == "true";
        int count = 0;
        byte[] text = new byte[countsOnly ? 0 : ids.Length * 37];
        for (int i = 0; i < ids.Length; i++)
        {
            if (i > 0 && ids[i] == ids[i - 1])
            {
                continue;
            }

            if (!countsOnly)
            {
                _ = Utf8Formatter.TryFormat(ids[i], text.AsSpan(count * 37), out _);
                text[(count * 37) + 36] = (byte)'\n';
            }

            count++;
        }

        return countsOnly
            ? FakeReply.Text(count.ToString(CultureInfo.InvariantCulture))
            : new FakeReply { ContentType = "text/plain", Body = text.AsMemory(0, Math.Max(0, (count * 37) - 1)) };

        DateTimeOffset? Time(string name) =>
            request.Asked(name) is { Length: > 0 } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) : null;

        HashSet<string> Names(string name) => new(request.Asked(name).Split(',', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
    }

    private FakeReply Clock() => FakeReply.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("now", server.Clock.GetUtcNow());
        json.WriteEndObject();
    });

    /// <summary>Takes <c>{"now":"2026-09-12T00:00:00Z"}</c> or <c>{"advanceHours":26}</c>.</summary>
    private FakeReply SetClock(FakeRequest request)
    {
        using JsonDocument document = JsonDocument.Parse(request.Body);
        if (document.RootElement.TryGetProperty("now", out JsonElement now))
        {
            server.Clock.Set(now.GetDateTimeOffset());
        }

        if (document.RootElement.TryGetProperty("advanceHours", out JsonElement hours))
        {
            server.Clock.Advance(TimeSpan.FromHours(hours.GetDouble()));
        }

        return Clock();
    }

    /// <summary>Takes the whole list of the application's permissions; tokens that were issued keep theirs.</summary>
    private FakeReply SetPermissions(FakeRequest request)
    {
        string[] permissions = JsonSerializer.Deserialize<string[]>(request.Body) ?? [];
        HashSet<string> own = server.Applications[server.ClientId].Permissions;
        own.Clear();
        own.UnionWith(permissions);
        return new FakeReply { Status = 204 };
    }

    private FakeReply Revoke()
    {
        server.SessionsRevokedAt = DateTimeOffset.UtcNow.AddMilliseconds(1).ToUnixTimeMilliseconds();
        return new FakeReply { Status = 204 };
    }
}
