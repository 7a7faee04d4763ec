using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace StormDetect.FakeTenant;

/// <summary><c>security/auditLog/queries</c>: submitted, waited for, read page by page, never deleted.</summary>
internal sealed class AuditQueries(FakeTenantServer server)
{
    private static readonly string[] s_lists = ["recordTypeFilters", "operationFilters", "userPrincipalNameFilters", "ipAddressFilters", "objectIdFilters", "administrativeUnitIdFilters", "serviceFilters"];
    private static readonly string[] s_texts = ["displayName", "keywordFilter", "serviceFilter", "filterStartDateTime", "filterEndDateTime", "id", "status"];

    private static readonly Dictionary<string, string[]> s_services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AuditLogsQuery.Read.All"] = [],
        ["AuditLogsQuery-Exchange.Read.All"] = ["Exchange"],
        ["AuditLogsQuery-Entra.Read.All"] = ["AzureActiveDirectory"],
        ["AuditLogsQuery-SharePoint.Read.All"] = ["SharePoint"],
        ["AuditLogsQuery-OneDrive.Read.All"] = ["OneDrive"],
    };

    private readonly object _lock = new();
    private readonly Dictionary<string, AuditQuery> _queries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _submitted = new(StringComparer.Ordinal);

    public FakeReply? Answer(FakeRequest request, FakeToken token, string[] path)
    {
        string[] services = [.. token.Permissions.Where(s_services.ContainsKey)];
        if (services.Length == 0)
        {
            return FakeReply.GraphError(request, 403, "accessDenied", "The caller does not have the permission that this needs: AuditLogsQuery.Read.All or a permission of one service such as AuditLogsQuery-Exchange.Read.All.");
        }

        if (!token.IsApplication && !server.Options.UserHasAuditRole)
        {
            // The log's own answer, which Graph passes on; directory roles do not help.
            return FakeReply.GraphError(request, 403, "UnknownError", $"{{\"Message\":\"User:{token.User} dont have any permissions\"}}");
        }

        if (server.Options.HasAuditQueriesInBetaOnly && request.Segments[0] != "beta")
        {
            return FakeReply.GraphError(request, 404, "UnknownError", string.Empty);
        }

        HashSet<string>? allowed = services.Any(static name => s_services[name].Length == 0) ? null : services.SelectMany(static name => s_services[name]).ToHashSet(StringComparer.Ordinal);
        AuditQuery? found = null;
        lock (_lock)
        {
            switch (path)
            {
                case [] when request.Method == "POST":
                    return Submit(request, allowed);
                case [] when request.Method == "GET":
                    return FakeReply.Graph(json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("@odata.context", $"{request.Origin}/{request.Segments[0]}/$metadata#security/auditLog/queries");
                        json.WriteStartArray("value");
                        foreach (AuditQuery query in _queries.Values)
                        {
                            json.WriteStartObject();
                            Write(json, query);
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                        json.WriteEndObject();
                    });
                case [string id, ..] when !_queries.ContainsKey(id):
                    return FakeReply.GraphError(request, 404, "NotFound", $"Audit log query {id} was not found.");
                case [string id] when request.Method == "GET":
                    return Poll(request, _queries[id]);
                case [string id, "records"] when request.Method == "GET":
                    found = _queries[id];
                    break;
                default:
                    return FakeReply.GraphError(request, 405, "MethodNotAllowed", "The method is not allowed.");
            }
        }

        // Pages are made outside of the lock: they only read.
        return Records(request, found);
    }

    private FakeReply Submit(FakeRequest request, HashSet<string>? allowed)
    {
        using JsonDocument? document = request.Json();
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }

        JsonElement asked = document.RootElement.Clone();
        foreach (JsonProperty property in asked.EnumerateObject())
        {
            bool isList = s_lists.Contains(property.Name, StringComparer.Ordinal);
            if (!property.Name.StartsWith('@') && !isList && !s_texts.Contains(property.Name, StringComparer.Ordinal))
            {
                return FakeReply.GraphError(request, 400, "BadRequest", $"The property '{property.Name}' does not exist on type 'microsoft.graph.security.auditLogQuery'. Make sure to only use property names that are defined by the type.");
            }

            if (isList && property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            {
                return FakeReply.GraphError(request, 400, "BadRequest", $"When trying to read an array of '{property.Name}', a value was found.");
            }
        }

        if (!TryTime(asked, "filterStartDateTime", out DateTimeOffset start) || !TryTime(asked, "filterEndDateTime", out DateTimeOffset end) || end <= start)
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "filterStartDateTime and filterEndDateTime must be valid, and the start before the end.");
        }

        HashSet<int> types = [];
        foreach (string name in Texts(asked, "recordTypeFilters"))
        {
            if (!RecordTypeNames.TryNumber(name, out int type))
            {
                return FakeReply.GraphError(request, 400, "BadRequest", $"Cannot convert the literal '{name}' to the expected type 'microsoft.graph.security.auditLogRecordType'.");
            }

            _ = types.Add(type);
        }

        DateTimeOffset now = server.Clock.GetUtcNow();
        AuditQuery[] recent = [.. _queries.Values.Where(query => query.Submitted > now.AddDays(-1)).OrderBy(static query => query.Submitted)];
        if (recent.Length >= server.Options.MostQueriesPerDay || _queries.Values.Count(static query => query.IsOpen) >= server.Options.MostOpenQueries)
        {
            double wait = recent.Length >= server.Options.MostQueriesPerDay ? (recent[0].Submitted.AddDays(1) - now).TotalSeconds : 60;
            return FakeReply.GraphError(request, 429, "TooManyRequests", recent.Length >= server.Options.MostQueriesPerDay ? "The tenant has submitted too many audit log queries in the last 24 hours." : "The tenant has too many audit log queries queued or running.")
                .With("Retry-After", ((int)Math.Ceiling(wait)).ToString(CultureInfo.InvariantCulture));
        }

        long from = Math.Max(TenantData.Seconds(start), (now - server.Options.AuditRetention).ToUnixTimeSeconds());
        HashSet<string> services = [.. Texts(asked, "serviceFilters").Concat(Text(asked, "serviceFilter") is { Length: > 0 } one ? [one] : [])];
        LogFilter filter = new()
        {
            From = from,
            To = TenantData.Seconds(end) + (server.Options.IncludesQueryEnd && end.Ticks % TimeSpan.TicksPerSecond == 0 ? 1 : 0),
            Operations = new(Texts(asked, "operationFilters"), StringComparer.OrdinalIgnoreCase),
            RecordTypes = types,
            UserIds = new(Texts(asked, "userPrincipalNameFilters"), StringComparer.OrdinalIgnoreCase),
            Addresses = new(Texts(asked, "ipAddressFilters"), StringComparer.OrdinalIgnoreCase),
            ObjectIds = new(Texts(asked, "objectIdFilters"), StringComparer.OrdinalIgnoreCase),
            Services = new(services, StringComparer.OrdinalIgnoreCase),
            Keyword = Text(asked, "keywordFilter"),
            Allowed = allowed is null ? null : entry => allowed.Contains(entry.Workload),
        };
        string content = FormattableString.Invariant($"{from} {filter.To} {string.Join(',', filter.Operations)} {string.Join(',', types)} {string.Join(',', filter.UserIds)} {string.Join(',', filter.Addresses)} {filter.Keyword}");
        int times = _submitted[content] = _submitted.GetValueOrDefault(content) + 1;
        string key = FormattableString.Invariant($"{content} #{times}");
        AuditQuery query = new()
        {
            Id = new Guid(TokenIssuer.MD5Id(key)).ToString("D"),
            Asked = asked,
            Filter = filter,
            Key = key,
            Submitted = now,
        };
        _queries.Add(query.Id, query);
        return FakeReply.Graph(json => WriteWhole(json, request, query), 201)
            .With("Location", $"{request.Origin}/{request.Segments[0]}/security/auditLog/queries('{query.Id}')");
    }

    private FakeReply Poll(FakeRequest request, AuditQuery query)
    {
        if (query.IsOpen)
        {
            query.Polls++;
            query.Status = query.Polls <= (server.Options.QueryPolls + 1) / 2 && server.Options.QueryPolls > 1 ? "notStarted" : "running";
            if (query.Polls > server.Options.QueryPolls && !server.Faults.Strikes(FaultKind.QueryStuck, query.Key))
            {
                End(query);
            }
        }

        return FakeReply.Graph(json => WriteWhole(json, request, query));
    }

    private void End(AuditQuery query)
    {
        if (server.Faults.Strikes(FaultKind.QueryFailed, query.Key))
        {
            query.Status = "failed";
            return;
        }

        if (server.Faults.Strikes(FaultKind.QueryCancelled, query.Key))
        {
            query.Status = "cancelled";
            return;
        }

        int[] rows = server.Options.IsAuditingOn ? server.Tenant.Select(query.Filter) : [];
        if (rows.Length > 0 && server.Faults.Strikes(FaultKind.QueryMisses, query.Key))
        {
            rows = WithoutSome(rows);
        }

        query.IsLimited = rows.Length > server.Options.MostQueryRecords;
        if (query.IsLimited)
        {
            rows = rows[..server.Options.MostQueryRecords];
        }

        // No order is promised: blocks of a few rows go backwards.
        for (int start = 0; start < rows.Length; start += 64)
        {
            Array.Reverse(rows, start, Math.Min(64, rows.Length - start));
        }

        query.Rows = rows;
        query.CountError = server.Faults.Strikes(FaultKind.CountIsApproximate, query.Key) ? rows.Length % 2 == 0 ? 3 : -Math.Min(2, rows.Length) : 0;
        query.LeavesSomeOut = rows.Length > 0 && server.Faults.Strikes(FaultKind.CountsDiffer, query.Key);
        query.Status = "succeeded";
    }

    private FakeReply Records(FakeRequest request, AuditQuery query)
    {
        if (query.Status != "succeeded")
        {
            return FakeReply.GraphError(request, 400, "BadRequest", $"The records of a query whose status is {query.Status} cannot be read.");
        }

        int size = server.Options.AuditPageSize;
        int pass;
        int position = 0;
        bool wasEmpty = false;
        if (request.Asked("$skiptoken") is { Length: > 0 } cursor)
        {
            if (!TryCursor(cursor, query, out pass, out position, out size, out wasEmpty))
            {
                return FakeReply.GraphError(request, 400, "BadRequest", "The skip token is invalid or has expired.");
            }
        }
        else
        {
            if (request.Asked("$top") is { Length: > 0 } top && (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1))
            {
                return FakeReply.GraphError(request, 400, "BadRequest", $"Invalid value '{top}' for $top query option found.");
            }

            size = Math.Min(size, server.Options.MostAuditPageSize);
            pass = query.BeginPass();
        }

        int[] rows = query.Rows;
        FakeTenantFaults faults = server.Faults;
        if (position == 0 && pass == 1 && rows.Length > 0 && faults.Strikes(FaultKind.EmptyFirst, query.Key, request.Path))
        {
            return Page(request, query, [], next: null);
        }

        string place = FormattableString.Invariant($"{query.Key} page {pass} {position}");
        if (!wasEmpty && position < rows.Length && faults.Strikes(FaultKind.EmptyPage, place, request.Path))
        {
            return Page(request, query, [], Cursor(query, pass, position, size, wasEmpty: true));
        }

        int end = Math.Min(position + size, rows.Length);
        IEnumerable<int> page = rows[position..end];
        if (pass == 1 && query.LeavesSomeOut)
        {
            page = WithoutSome([.. page]);
        }

        if (position > 0 && faults.Strikes(FaultKind.DuplicateRows, place, request.Path))
        {
            page = rows[Math.Max(0, position - 3)..position].Concat(page);
        }

        return Page(request, query, [.. page], end < rows.Length ? Cursor(query, pass, end, size, wasEmpty: false) : null);
    }

    private FakeReply Page(FakeRequest request, AuditQuery query, int[] rows, string? next)
    {
        ArrayBufferWriter<byte> record = new(4_096);
        return FakeReply.Graph(json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{request.Origin}/{request.Segments[0]}/$metadata#security/auditLog/queries('{query.Id}')/records");
            if (next is not null)
            {
                string origin = server.Faults.Strikes(FaultKind.ForeignNextLink, next, request.Path) ? "https://graph.microsoft.com.example.net" : request.Origin;
                json.WriteString("@odata.nextLink", $"{origin}{request.Path}?$skiptoken={next}");
            }

            json.WriteStartArray("value");
            foreach (int row in rows)
            {
                record.ResetWrittenCount();
                server.Tenant.Write(row, record);
                LogEntry entry = server.Tenant.Entry(row);
                if (server.Options.HasDocumentedRecords)
                {
                    GraphRecordWriter.WriteDocumented(json, entry, record.WrittenMemory);
                }
                else
                {
                    GraphRecordWriter.WriteSeen(json, entry, record.WrittenMemory);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private void WriteWhole(Utf8JsonWriter json, FakeRequest request, AuditQuery query)
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", $"{request.Origin}/{request.Segments[0]}/$metadata#security/auditLog/queries/$entity");
        Write(json, query);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, AuditQuery query)
    {
        json.WriteString("id", query.Id);
        json.WriteString("displayName", Text(query.Asked, "displayName"));
        json.WriteString("filterStartDateTime", Text(query.Asked, "filterStartDateTime"));
        json.WriteString("filterEndDateTime", Text(query.Asked, "filterEndDateTime"));
        json.WriteString("keywordFilter", Text(query.Asked, "keywordFilter"));
        json.WriteNull("serviceFilter");
        foreach (string name in s_lists.Where(static name => name != "serviceFilters"))
        {
            json.WriteStartArray(name);
            foreach (string text in Texts(query.Asked, name))
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        json.WriteString("status", query.Status);
        if (query.Status == "succeeded")
        {
            json.WriteBoolean("isRecordCountLimitExceeded", query.IsLimited);
            json.WriteNumber("recordCountLimit", server.Options.MostQueryRecords);
            json.WriteNumber("approximateReturnedRecordCount", query.Rows.Length + query.CountError);
        }
    }

    /// <summary>One row in fifty is gone, and always at least one.</summary>
    private int[] WithoutSome(int[] rows)
    {
        int[] kept = [.. rows.Where(row => FakeTenantFaults.Hash(server.Tenant.Entry(row).Id) % 50 != 0)];
        return kept.Length == rows.Length && rows.Length > 0 ? rows[..^1] : kept;
    }

    private static string Cursor(AuditQuery query, int pass, int position, int size, bool wasEmpty) =>
        WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{query.Id}|{pass}|{position}|{size}|{(wasEmpty ? 1 : 0)}")));

    private static bool TryCursor(string text, AuditQuery query, out int pass, out int position, out int size, out bool wasEmpty)
    {
        pass = position = size = 0;
        wasEmpty = false;
        try
        {
            string[] parts = Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)).Split('|');
            wasEmpty = parts is [.., "1"];
            return parts.Length == 5 && parts[0] == query.Id && int.TryParse(parts[1], out pass) && int.TryParse(parts[2], out position) && int.TryParse(parts[3], out size);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool TryTime(JsonElement asked, string name, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(Text(asked, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static string Text(JsonElement asked, string name) =>
        asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    private static IEnumerable<string> Texts(JsonElement asked, string name) =>
        asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(static item => item.ToString()) : [];
}
