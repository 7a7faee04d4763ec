using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using StormDetect.Core.Scenarios;

namespace StormDetect.FakeTenant;

/// <summary>What <c>FakeExchange.psm1</c> asks. These addresses are no interface of Microsoft's; how the commands behave is.</summary>
internal sealed class ExchangeService(FakeTenantServer server)
{
    private const int MostPage = 5_000;
    private const int MostPreview = 5_000;
    private const int MostMixed = 10_000;

    private readonly object _lock = new();
    private readonly Dictionary<string, SearchSession> _sessions = new(StringComparer.Ordinal);

    public FakeReply? Answer(FakeRequest request) => (request.Method, request.Segments[1..]) switch
    {
        ("POST", ["search"]) => Search(request),
        ("GET", ["inboxrules"]) => Rules(request),
        ("GET", ["mailboxes"]) => Mailboxes(),
        ("GET", ["domains"]) => Domains(),
        ("GET", ["connection"]) => FakeReply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("tenantId", server.TenantId);
            json.WriteString("userPrincipalName", server.UserName);
            json.WriteString("organization", server.Tenant.Domain);
            json.WriteEndObject();
        }),
        ("POST", ["messagetrace"]) => Trace(request),
        _ => null,
    };

    private FakeReply Search(FakeRequest request)
    {
        using JsonDocument? document = request.Json();
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return FakeReply.Text("The search is not JSON.", 400);
        }

        JsonElement asked = document.RootElement;
        int size = Number(asked, "resultSize", 100);
        string sessionId = Text(asked, "sessionId");
        string command = Text(asked, "sessionCommand");
        if (size is < 1 or > MostPage)
        {
            return FakeReply.Text($"The ResultSize must be between 1 and {MostPage}.", 400);
        }

        if (!TryTime(asked, "startDate", out DateTimeOffset start) || !TryTime(asked, "endDate", out DateTimeOffset end) || end <= start)
        {
            return FakeReply.Text("The StartDate must be before the EndDate.", 400);
        }

        HashSet<int> types = [];
        foreach (string name in Texts(asked, "recordType"))
        {
            if (!RecordTypeNames.TryNumber(name, out int type))
            {
                return FakeReply.Text($"Cannot process argument transformation on parameter 'RecordType'. Unable to match the identifier name {name} to a valid enumerator name.", 400);
            }

            _ = types.Add(type);
        }

        bool isComplete = asked.TryGetProperty("highCompleteness", out JsonElement high) && high.ValueKind == JsonValueKind.True;
        LogFilter filter = new()
        {
            From = Math.Max(TenantData.Seconds(start), (server.Clock.GetUtcNow() - server.Options.AuditRetention).ToUnixTimeSeconds()),
            To = TenantData.Seconds(end) + (server.Options.IncludesQueryEnd && end.Ticks % TimeSpan.TicksPerSecond == 0 ? 1 : 0),
            Operations = new(Texts(asked, "operations"), StringComparer.OrdinalIgnoreCase),
            RecordTypes = types,
            UserIds = new(Texts(asked, "userIds"), StringComparer.OrdinalIgnoreCase),
            Addresses = new(Texts(asked, "ipAddresses"), StringComparer.OrdinalIgnoreCase),
            ObjectIds = new(Texts(asked, "objectIds"), StringComparer.OrdinalIgnoreCase),
            Keyword = Text(asked, "freeText"),
        };
        string key = FormattableString.Invariant($"search {filter.From} {filter.To} {string.Join(',', filter.Operations)} {string.Join(',', types)} {string.Join(',', filter.UserIds)} {filter.Keyword}");
        lock (_lock)
        {
            if (sessionId.Length == 0)
            {
                int[] all = Find(filter, key, isComplete);
                Array.Reverse(all);
                return Page(key, all, 0, Math.Min(size, all.Length), all.Length);
            }

            bool isLarge = !command.Equals("ReturnNextPreviewPage", StringComparison.OrdinalIgnoreCase);
            if (!_sessions.TryGetValue(sessionId, out SearchSession? session))
            {
                int[] rows = Find(filter, key, isComplete);
                if (isLarge)
                {
                    // Unsorted.
                    for (int i = 0; i < rows.Length; i += 97)
                    {
                        Array.Reverse(rows, i, Math.Min(97, rows.Length - i));
                    }
                }
                else
                {
                    Array.Reverse(rows);
                }

                session = new SearchSession { Rows = rows, Key = key, IsLarge = isLarge };
                _sessions.Add(sessionId, session);
            }

            // A session goes on with what it began with, whatever the dates say now.
            session.IsMixed |= session.IsLarge != isLarge;
            int most = session.IsMixed ? MostMixed : session.IsLarge ? server.Options.MostSessionRecords : MostPreview;
            int until = Math.Min(Math.Min(session.Position + size, most), session.Rows.Length);
            string place = FormattableString.Invariant($"{session.Key} at {session.Position}");
            if (session.Rows.Length > 0 && server.Faults.Strikes(FaultKind.SearchTimesOut, place, request.Path))
            {
                return TimedOut();
            }

            int from = session.Position;
            if (from == 0 && session.Rows.Length > 0 && server.Faults.Strikes(FaultKind.EmptyFirst, session.Key, request.Path))
            {
                _ = _sessions.Remove(sessionId);
                return Page(session.Key, [], 0, 0, 0);
            }

            session.Position = Math.Max(until, from);
            return Page(place, session.Rows, from, session.Position, session.Rows.Length);
        }
    }

    private int[] Find(LogFilter filter, string key, bool isComplete)
    {
        int[] rows = server.Options.IsAuditingOn ? server.Tenant.Select(filter) : [];
        if (rows.Length == 0 || isComplete || !server.Faults.Strikes(FaultKind.SearchMisses, key))
        {
            return rows;
        }

        int[] kept = [.. rows.Where(row => FakeTenantFaults.Hash(server.Tenant.Entry(row).Id) % 50 != 0)];
        return kept.Length == rows.Length ? rows[..^1] : kept;
    }

    private FakeReply Page(string place, int[] rows, int from, int until, int total)
    {
        bool hasGap = until - from > 3 && server.Faults.Strikes(FaultKind.SearchGap, place);
        return FakeReply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("moreRecordsAvailable", until < total);
            json.WriteStartArray("rows");
            for (int i = from; i < until; i++)
            {
                if (hasGap && i == from + ((until - from) / 2))
                {
                    continue;
                }

                LogEntry entry = server.Tenant.Entry(rows[i]);
                json.WriteStartObject();
                json.WriteNumber("resultIndex", i + 1);
                json.WriteNumber("resultCount", total);
                json.WriteString("creationDate", DateTimeOffset.FromUnixTimeSeconds(entry.Time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteString("recordType", RecordTypeNames.Of(entry.RecordType));
                json.WriteString("userIds", entry.UserId);
                json.WriteString("operations", entry.Operation);
                json.WriteString("identity", entry.Id);
                json.WriteString("auditData", server.Tenant.Read(rows[i]));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static FakeReply TimedOut() => FakeReply.Json(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("moreRecordsAvailable", false);
        json.WriteStartArray("rows");
        json.WriteStartObject();
        json.WriteNumber("resultIndex", -1);
        json.WriteNumber("resultCount", 0);
        json.WriteNull("auditData");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private FakeReply Rules(FakeRequest request)
    {
        string name = request.Asked("mailbox") is { Length: > 0 } asked ? asked : server.UserName;
        if (server.Tenant.Directory.Find(name) is not { } mailbox)
        {
            return FakeReply.Text($"The operation couldn't be performed because object '{name}' couldn't be found on 'DBXPR01A001.PROD.OUTLOOK.EXAMPLE'.", 404);
        }

        return FakeReply.Json(json =>
        {
            json.WriteStartArray();
            int priority = 1;
            foreach (MailboxRule rule in server.Tenant.Directory.Rules(mailbox))
            {
                json.WriteStartObject();
                json.WriteString("Identity", $"{mailbox.ObjectId:D}\\{rule.Id}");
                json.WriteString("RuleIdentity", rule.Id);
                json.WriteString("Name", rule.Name);
                json.WriteNumber("Priority", priority++);
                json.WriteBoolean("Enabled", rule.IsEnabled);
                json.WriteBoolean("InError", false);
                json.WriteString("MailboxOwnerId", mailbox.ToString());
                foreach ((string parameter, string value) in rule.Values.Where(static pair => pair.Key is not ("Name" or "Identity" or "Mailbox" or "Force" or "AlwaysDeleteOutlookRulesBlob")))
                {
                    if (bool.TryParse(value, out bool flag))
                    {
                        json.WriteBoolean(parameter, flag);
                        continue;
                    }

                    if (parameter is "MoveToFolder" or "CopyToFolder")
                    {
                        json.WriteString(parameter, value);
                        continue;
                    }

                    json.WriteStartArray(parameter);
                    foreach (string part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    {
                        json.WriteStringValue(part.Contains('@', StringComparison.Ordinal) ? $"\"{part}\" [SMTP:{part}]" : part);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            if (request.Asked("includeHidden").Equals("true", StringComparison.OrdinalIgnoreCase))
            {
                // Every mailbox has this one, and nobody made it.
                json.WriteStartObject();
                json.WriteString("Identity", $"{mailbox.ObjectId:D}\\9223372036854775807");
                json.WriteString("RuleIdentity", "9223372036854775807");
                json.WriteString("Name", "Junk E-mail Rule");
                json.WriteNumber("Priority", 0);
                json.WriteBoolean("Enabled", true);
                json.WriteBoolean("InError", false);
                json.WriteString("MailboxOwnerId", mailbox.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private FakeReply Mailboxes() => FakeReply.Json(json =>
    {
        json.WriteStartArray();
        foreach (Mailbox mailbox in server.Tenant.Scenario.Mailboxes)
        {
            json.WriteStartObject();
            json.WriteString("PrimarySmtpAddress", mailbox.ToString());
            json.WriteString("UserPrincipalName", mailbox.ToString());
            json.WriteString("DisplayName", mailbox.DisplayName);
            json.WriteString("ExchangeGuid", mailbox.Guid);
            json.WriteString("ExternalDirectoryObjectId", mailbox.ObjectId);
            json.WriteString("RecipientTypeDetails", mailbox.IsShared ? "SharedMailbox" : "UserMailbox");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private FakeReply Domains() => FakeReply.Json(json =>
    {
        json.WriteStartArray();
        foreach (JsonElement domain in server.Tenant.Directory.Domains)
        {
            json.WriteStartObject();
            json.WriteString("Name", domain.GetProperty("id").GetString());
            json.WriteString("DomainName", domain.GetProperty("id").GetString());
            json.WriteString("DomainType", "Authoritative");
            json.WriteBoolean("Default", domain.GetProperty("isDefault").GetBoolean());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Get-MessageTraceV2: at most ten days of the last ninety, newest first, at most 5,000.</summary>
    private FakeReply Trace(FakeRequest request)
    {
        using JsonDocument? document = request.Json();
        if (document is null)
        {
            return FakeReply.Text("The search is not JSON.", 400);
        }

        JsonElement asked = document.RootElement;
        DateTimeOffset now = server.Clock.GetUtcNow();
        if (!TryTime(asked, "endDate", out DateTimeOffset end))
        {
            end = now;
        }

        if (!TryTime(asked, "startDate", out DateTimeOffset start))
        {
            start = end.AddDays(-2);
        }

        if (end - start > TimeSpan.FromDays(10) || start < now.AddDays(-90))
        {
            return FakeReply.Text("The time range must be at most 10 days, and the start at most 90 days ago.", 400);
        }

        int size = Number(asked, "resultSize", 1_000);
        HashSet<string> ids = new(Texts(asked, "messageId").Select(static id => id.Trim('<', '>')), StringComparer.Ordinal);
        HashSet<string> recipients = new(Texts(asked, "recipientAddress"), StringComparer.OrdinalIgnoreCase);
        var rows = server.Tenant.Directory.Messages.Values
            .Where(message => (ids.Count == 0 || ids.Contains(message.InternetMessageId.Trim('<', '>'))) && message.Seen >= start.ToUnixTimeSeconds() && message.Seen < end.ToUnixTimeSeconds())
            .SelectMany(message => message.Mailboxes.Select(guid => (Message: message, To: server.Tenant.Directory.Find(guid.ToString("D"))?.ToString() ?? string.Empty)))
            .Where(row => recipients.Count == 0 || recipients.Contains(row.To))
            .OrderByDescending(static row => row.Message.Seen)
            .ThenBy(static row => row.Message.InternetMessageId, StringComparer.Ordinal)
            .ThenBy(static row => row.To, StringComparer.Ordinal)
            .Take(Math.Clamp(size, 1, MostPage))
            .ToArray();
        return FakeReply.Json(json =>
        {
            json.WriteStartArray();
            foreach ((MailboxMessage message, string to) in rows)
            {
                json.WriteStartObject();
                json.WriteString("Received", DateTimeOffset.FromUnixTimeSeconds(message.Seen).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteString("SenderAddress", message.Sender);
                json.WriteString("RecipientAddress", to);
                json.WriteString("Subject", message.Subject);
                json.WriteString("Status", "Delivered");
                json.WriteString("MessageId", message.InternetMessageId);
                json.WriteString("MessageTraceId", new Guid(TokenIssuer.MD5Id(message.InternetMessageId)));
                json.WriteNumber("Size", message.Size);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static string Text(JsonElement asked, string name) =>
        asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    private static int Number(JsonElement asked, string name, int otherwise) =>
        asked.TryGetProperty(name, out JsonElement value) && value.TryGetInt32(out int number) ? number : otherwise;

    private static IEnumerable<string> Texts(JsonElement asked, string name) =>
        !asked.TryGetProperty(name, out JsonElement value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(static item => item.ToString()).Where(static item => item.Length > 0)
        : value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0 ? [value.GetString()!]
        : [];

    private static bool TryTime(JsonElement asked, string name, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(Text(asked, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
