using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace StormDetect.FakeTenant;

/// <summary>The Management Activity API: subscriptions, lists of blobs by when they became available, and the blobs.</summary>
internal sealed class ActivityService
{
    private const int BucketSeconds = 600;
    private static readonly string[] s_types = ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"];

    private readonly FakeTenantServer _server;
    private readonly object _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _subscriptions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ContentBlob> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _emptyLeft = new(StringComparer.Ordinal);
    private Dictionary<string, ContentBlob[]> _blobs = [];
    private (int Faults, int Rows) _version = (-1, -1);

    public ActivityService(FakeTenantServer server)
    {
        _server = server;
        foreach (string type in server.Options.Subscriptions)
        {
            _subscriptions[type] = DateTimeOffset.MinValue.AddDays(1_000);
        }
    }

    public FakeReply Answer(FakeRequest request, FakeToken token)
    {
        if (!request.Segments[2].Equals(token.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            return FakeReply.ActivityError(400, "AF20010", $"The tenant ID passed in the URL ({request.Segments[2]}) does not match the tenant ID passed in the access token ({token.TenantId}).");
        }

        if (!token.Permissions.Contains("ActivityFeed.Read", StringComparer.OrdinalIgnoreCase))
        {
            return FakeReply.ActivityError(401, "AF10001", $"The permission set ({string.Join(' ', token.Permissions)}) sent in the request did not include the expected permission ActivityFeed.Read.");
        }

        if (!_server.Options.IsAuditingOn)
        {
            // As the service words it, its own trace in the place of a code.
            return FakeReply.ActivityError(
                400,
                $"StartSubscription [CorrId={Guid.Empty:D}][TenantId={_server.TenantId}] failed. Exception",
                $"Microsoft.Office.Compliance.Audit.DataServiceException: Tenant {_server.TenantId} does not exist.\r\n   at Microsoft.Office.Compliance.Audit.API.AzureManager.GetSubscriptionTableClientForTenant(Guid tenantID)");
        }

        lock (_lock)
        {
            return request.Segments[5..] switch
            {
                ["subscriptions", "list"] when request.Method == "GET" => FakeReply.Json(json =>
                {
                    json.WriteStartArray();
                    foreach (string type in _subscriptions.Keys)
                    {
                        Write(json, type, "enabled");
                    }

                    json.WriteEndArray();
                }),
                ["subscriptions", "start"] when request.Method == "POST" => Start(request),
                ["subscriptions", "stop"] when request.Method == "POST" => Stop(request),
                ["subscriptions", "content"] when request.Method == "GET" => Content(request),
                ["audit", string id] when request.Method == "GET" => Blob(Uri.UnescapeDataString(id)),
                _ => FakeReply.ActivityError(404, "AF20054", "Invalid request."),
            };
        }
    }

    private static FakeReply? WrongType(string type) =>
        type.Length == 0 ? FakeReply.ActivityError(400, "AF20001", "Missing parameter: contentType.")
        : s_types.Contains(type, StringComparer.OrdinalIgnoreCase) ? null
        : FakeReply.ActivityError(400, "AF20020", $"The specified content type is not valid: {type}.");

    private static void Write(Utf8JsonWriter json, string type, string status)
    {
        json.WriteStartObject();
        json.WriteString("contentType", type);
        json.WriteString("status", status);
        json.WriteNull("webhook");
        json.WriteEndObject();
    }

    private FakeReply Start(FakeRequest request)
    {
        string type = request.Asked("contentType");
        if (WrongType(type) is { } wrong)
        {
            return wrong;
        }

        if (!_subscriptions.TryAdd(type, _server.Clock.GetUtcNow()))
        {
            return FakeReply.ActivityError(400, "AF20024", "The subscription is already enabled. No property change.");
        }

        return FakeReply.Json(json => Write(json, type, "enabled"));
    }

    private FakeReply Stop(FakeRequest request)
    {
        string type = request.Asked("contentType");
        return WrongType(type) ?? (_subscriptions.Remove(type)
            ? new FakeReply { Status = 204 }
            : FakeReply.ActivityError(400, "AF20022", "No subscription found for the specified content type."));
    }

    private FakeReply Content(FakeRequest request)
    {
        string type = request.Asked("contentType");
        if (WrongType(type) is { } wrong)
        {
            return wrong;
        }

        if (!_subscriptions.TryGetValue(type, out DateTimeOffset started))
        {
            return FakeReply.ActivityError(400, "AF20022", "No subscription found for the specified content type.");
        }

        DateTimeOffset now = _server.Clock.GetUtcNow();
        string from = request.Asked("startTime");
        string to = request.Asked("endTime");
        DateTimeOffset start = now.AddHours(-24);
        DateTimeOffset end = now;
        if (from.Length + to.Length > 0)
        {
            const string Rule = "Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time no more than 7 days in the past.";
            if (from.Length == 0 || to.Length == 0)
            {
                return FakeReply.ActivityError(400, "AF20030", Rule);
            }

            if (!TryTime(from, out start) || !TryTime(to, out end))
            {
                return FakeReply.ActivityError(400, "AF20002", $"Invalid parameter type: startTime/endTime. Expected type: datetime.");
            }

            // Real tenants were seen to refuse a start of more than 7 days and an hour.
            TimeSpan length = end - start;
            if (length <= TimeSpan.Zero || length > TimeSpan.FromHours(24) || (_server.Options.RefusesWholeDay && length == TimeSpan.FromHours(24)) || start < now.AddDays(-7).AddHours(-1))
            {
                return FakeReply.ActivityError(400, "AF20055", Rule);
            }
        }

        FakeTenantFaults faults = _server.Faults;
        int position = 0;
        if (request.Asked("nextPage") is { Length: > 0 } cursor && !TryCursor(cursor, out position))
        {
            return FakeReply.ActivityError(400, "AF20031", $"Invalid nextPage Input: {cursor}.");
        }

        ContentBlob[] blobs = now < started + _server.Options.FirstContentDelay ? [] : Listed(type, start, end, now, started);

        // Once the rules change, what was listed before is forgotten.
        string list = FormattableString.Invariant($"{faults.Version} {request.Key}");
        if (position == 0 && blobs.Length > 0 && _listed.Add(list) && faults.Strikes(FaultKind.EmptyFirst, request.Key, request.Path))
        {
            // One of the two is enough: together they would be more in a row than either says.
            _emptyLeft[list] = 0;
            blobs = [];
        }
        else if (position == 0 && blobs.Length > 0 && IsEmptyAgain(request, list))
        {
            blobs = [];
        }

        int next = Math.Min(position + _server.Options.ContentPageSize, blobs.Length);
        FakeReply reply = FakeReply.Json(json =>
        {
            json.WriteStartArray();
            foreach (ContentBlob blob in blobs[Math.Min(position, blobs.Length)..next])
            {
                json.WriteStartObject();
                json.WriteString("contentUri", $"{request.Origin}/api/v1.0/{_server.TenantId}/activity/feed/audit/{blob.Id}");
                json.WriteString("contentId", blob.Id);
                json.WriteString("contentType", type);
                json.WriteString("contentCreated", Time(blob.Created));
                json.WriteString("contentExpiration", Time(blob.Created + (long)_server.Options.ContentLifetime.TotalSeconds));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        if (next < blobs.Length)
        {
            string origin = faults.Strikes(FaultKind.ForeignNextLink, request.Key, request.Path) ? "https://manage.office.com.example.net" : request.Origin;
            string token = WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(FormattableString.Invariant($"at|{next}")));
            _ = reply.With("NextPageUri", $"{origin}{request.Path}?contentType={type}&startTime={start.UtcDateTime:yyyy-MM-ddTHH:mm:ss}&endTime={end.UtcDateTime:yyyy-MM-ddTHH:mm:ss}&nextPage={token}");
        }

        return reply;
    }

    private bool IsEmptyAgain(FakeRequest request, string list)
    {
        FakeTenantFaults faults = _server.Faults;
        if (!faults.Rules.ContainsKey(FaultKind.EmptyAgain))
        {
            return false;
        }

        if (!_emptyLeft.TryGetValue(list, out int left))
        {
            left = faults.Strikes(FaultKind.EmptyAgain, request.Key, request.Path) ? faults.EmptyInARow : 0;
        }

        _emptyLeft[list] = Math.Max(0, left - 1);
        return left > 0;
    }

    private ContentBlob[] Listed(string type, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now, DateTimeOffset started)
    {
        Refresh();
        FakeTenantFaults faults = _server.Faults;
        long from = Math.Max(TenantData.Seconds(start), TenantData.Seconds(started - _server.Options.ContentBackfill));
        long to = Math.Min(TenantData.Seconds(end), now.ToUnixTimeSeconds());
        List<ContentBlob> listed = [];
        foreach (ContentBlob blob in _blobs.GetValueOrDefault(type, []).Where(blob => blob.Created >= from && blob.Created < to))
        {
            listed.Add(blob);
            if (Rate(FaultKind.DuplicateBlobs) > faults.Draw(FaultKind.DuplicateBlobs, blob.Id, 0))
            {
                listed.Insert(listed.Count / 2, blob);
            }
        }

        return Rate(FaultKind.OutOfOrderBlobs) > 0 ? [.. listed.OrderBy(blob => faults.Draw(FaultKind.OutOfOrderBlobs, blob.Id, 0))] : [.. listed];

        double Rate(FaultKind kind) => faults.Rules.TryGetValue(kind, out FaultRule? rule) ? Math.Max(rule.Rate, rule.Count) : 0;
    }

    private FakeReply Blob(string id)
    {
        Refresh();
        if (!_byId.TryGetValue(id, out ContentBlob? blob))
        {
            return FakeReply.ActivityError(400, "AF20050", $"The specified content ({id}) does not exist.");
        }

        if (_server.Clock.Seconds > blob.Created + (long)_server.Options.ContentLifetime.TotalSeconds || _server.Faults.Strikes(FaultKind.ExpiredBlobs, id))
        {
            return FakeReply.ActivityError(400, "AF20051", $"Content requested with the key {id} has already expired. Content older than 7 days cannot be retrieved.");
        }

        ArrayBufferWriter<byte> body = new(64 * 1024);
        body.Write("["u8);
        for (int i = 0; i < blob.Rows.Length; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            _server.Tenant.Write(blob.Rows[i], body);
        }

        body.Write("]"u8);
        return new FakeReply { Body = body.WrittenMemory };
    }

    /// <summary>Deals the log out to blobs, by when rows arrive; again when that has changed.</summary>
    private void Refresh()
    {
        (int, int) version = (_server.Faults.Version, _server.Tenant.RowCount);
        if (_version == version)
        {
            return;
        }

        _version = version;
        TenantData data = _server.Tenant;
        Dictionary<string, List<(long Arrival, int Row)>> rows = s_types.ToDictionary(static type => type, static _ => new List<(long, int)>(), StringComparer.OrdinalIgnoreCase);
        for (int row = 0; row < data.RowCount; row++)
        {
            LogEntry entry = data.Entry(row);
            rows[TypeOf(entry.Workload)].Add((data.Arrival(entry), row));
        }

        _byId.Clear();
        _blobs = new Dictionary<string, ContentBlob[]>(StringComparer.OrdinalIgnoreCase);
        foreach ((string type, List<(long Arrival, int Row)> all) in rows)
        {
            all.Sort();
            List<ContentBlob> blobs = [];
            int start = 0;
            while (start < all.Count)
            {
                long bucket = all[start].Arrival / BucketSeconds;
                int end = start;
                while (end < all.Count && end - start < _server.Options.BlobRecords && all[end].Arrival / BucketSeconds == bucket)
                {
                    end++;
                }

                // A blob is there when its last row is.
                long created = all[end - 1].Arrival;
                string tag = type.Replace('.', '_');
                string id = FormattableString.Invariant($"{DateTimeOffset.FromUnixTimeSeconds(all[start].Arrival):yyyyMMddHHmmss}{start % 1000:000}${DateTimeOffset.FromUnixTimeSeconds(created):yyyyMMddHHmmss}{end % 1000:000}${tag.ToLowerInvariant()}${tag}");
                ContentBlob blob = new(id, created, [.. all[start..end].Select(static pair => pair.Row)]);
                blobs.Add(blob);
                _byId[id] = blob;
                start = end;
            }

            _blobs[type] = [.. blobs];
        }
    }

    private static string TypeOf(string workload) => workload switch
    {
        "Exchange" => "Audit.Exchange",
        "AzureActiveDirectory" => "Audit.AzureActiveDirectory",
        "SharePoint" or "OneDrive" => "Audit.SharePoint",
        _ => "Audit.General",
    };

    private static string Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text.TrimEnd('Z'), ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.fff", "yyyy-MM-ddTHH:mm:ss.fffffff"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static bool TryCursor(string text, out int position)
    {
        position = 0;
        try
        {
            return Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)).Split('|') is ["at", string place] && int.TryParse(place, out position);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
