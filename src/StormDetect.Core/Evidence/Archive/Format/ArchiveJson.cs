using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StormDetect.Core.Archives;

/// <summary>
/// Writes and reads the header and the entries. Each is one line of JSON whose last member is the SHA-256 of all bytes before that member, so that a single changed byte is seen.
/// </summary>
internal static class ArchiveJson
{
    public const int Version = 1;
    private const string HeaderFormat = "stormdetect-archive";
    private const string EntryFormat = "stormdetect-archive-entry";
    private const int HashLength = 64;
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> HashMember => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> Ending => "\"}\n"u8;

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    public static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();

    public static byte[] WriteHeader(string tenantId, DateTimeOffset created, string tool, out string hash) => Sealed(
        json =>
        {
            json.WriteString("format", HeaderFormat);
            json.WriteNumber("version", Version);
            json.WriteString("tenantId", tenantId);
            JsonFields.Time(json, "created", created);
            json.WriteString("tool", tool);
        },
        out hash);

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is none, or changed.</exception>
    public static (string TenantId, string Hash) ReadHeader(byte[] bytes)
    {
        using JsonDocument document = Open(bytes, HeaderFormat, out string hash);
        return (JsonFields.Text(document.RootElement, "tenantId"), hash);
    }

    public static byte[] WriteEntry(ArchiveEntry entry, out string hash) => Sealed(json => WriteMembers(json, entry), out hash);

    /// <summary>Reads an entry.</summary>
    /// <exception cref="InvalidDataException">It is none, or changed.</exception>
    public static ArchiveEntry ReadEntry(byte[] bytes)
    {
        using JsonDocument document = Open(bytes, EntryFormat, out string hash);
        try
        {
            return ReadMembers(document.RootElement, hash);
        }
        catch (Exception failure) when (failure is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException("a member is missing or of the wrong kind.", failure);
        }
    }

    private static byte[] Sealed(Action<Utf8JsonWriter> members, out string hash)
    {
        // All but the brace that ends it.
        ReadOnlySpan<byte> body = JsonFields.Object(members, s_writing).AsSpan()[..^1];
        hash = HashOf(body);
        return [.. body, .. HashMember, .. Encoding.ASCII.GetBytes(hash), .. Ending];
    }

    private static JsonDocument Open(byte[] bytes, string format, out string hash)
    {
        int body = bytes.Length - HashMember.Length - HashLength - Ending.Length;
        ReadOnlySpan<byte> tail = body > 0 ? bytes.AsSpan(body) : default;
        if (!tail.StartsWith(HashMember) || !tail.EndsWith(Ending))
        {
            throw new InvalidDataException("it does not end in its hash.");
        }

        hash = HashOf(bytes.AsSpan(0, body));
        if (Encoding.ASCII.GetString(tail.Slice(HashMember.Length, HashLength)) != hash)
        {
            throw new InvalidDataException("it was changed: its hash is another.");
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(bytes);
            if (document.RootElement.TryGetProperty("format", out JsonElement name) && name.ValueKind == JsonValueKind.String && name.GetString() == format
                && document.RootElement.TryGetProperty("version", out JsonElement version) && version.TryGetInt32(out int number) && number == Version)
            {
                return document;
            }

            document.Dispose();
            throw new InvalidDataException("it is of another format or a later version.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException("it is no JSON.", failure);
        }
    }

    private static void WriteMembers(Utf8JsonWriter json, ArchiveEntry entry)
    {
        json.WriteString("format", EntryFormat);
        json.WriteNumber("version", Version);
        json.WriteNumber("number", entry.Number);
        json.WriteString("previous", entry.Previous);
        json.WriteString("tenantId", entry.TenantId);
        JsonFields.Time(json, "written", entry.Written);
        json.WriteString("tool", entry.Tool);
        json.WriteString("operator", entry.Operator);
        json.WriteString("source", entry.Provenance.Source);
        json.WriteString("route", entry.Provenance.Route);
        JsonFields.Windows(json, "asked", entry.Provenance.Asked);
        JsonFields.Windows(json, "covered", entry.Provenance.Covered);
        json.WriteStartObject("search");
        foreach ((string name, string value) in entry.Provenance.Search.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("counts");
        json.WriteNumber("rows", entry.Counts.Rows);
        json.WriteNumber("stored", entry.Counts.Stored);
        json.WriteNumber("known", entry.Counts.Known);
        json.WriteNumber("repeated", entry.Counts.Repeated);
        json.WriteNumber("dropped", entry.Counts.Dropped);
        json.WriteNumber("lossy", entry.Counts.Lossy);
        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (ArchiveInput input in entry.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteNumber("bytes", input.Bytes);
            json.WriteNumber("rows", input.Rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("moreInputs", entry.MoreInputs);
        json.WriteStartArray("parts");
        foreach (ArchivePart part in entry.Parts)
        {
            json.WriteStartObject();
            json.WriteString("day", ArchiveLayout.DayName(part.Day));
            json.WriteString("file", ArchiveLayout.PartFile(part.Day, entry.Number));
            json.WriteNumber("records", part.Records);
            json.WriteNumber("text", part.Text);
            JsonFields.Time(json, "first", part.First);
            JsonFields.Time(json, "last", part.Last);
            json.WriteNumber("bytes", part.Bytes);
            json.WriteString("sha256", part.Hash);
            json.WriteNumber("indexBytes", part.IndexBytes);
            json.WriteString("indexSha256", part.IndexHash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("totals");
        json.WriteNumber("records", entry.TotalRecords);
        json.WriteNumber("parts", entry.TotalParts);
        json.WriteNumber("bytes", entry.TotalBytes);
        json.WriteEndObject();
        JsonFields.TimeIfAny(json, "coveredUntil", entry.CoveredUntil);
        JsonFields.TimeIfAny(json, "lookedBack", entry.LookedBack);
        if (entry.AcceptedBefore > 0)
        {
            json.WriteNumber("acceptedBefore", entry.AcceptedBefore);
        }

        if (entry.Accepted.Count > 0)
        {
            WriteAccepted(json, entry.Accepted);
        }
    }

    private static void WriteAccepted(Utf8JsonWriter json, IReadOnlyList<ArchiveGap> losses)
    {
        json.WriteStartArray("accepted");
        foreach (ArchiveGap loss in losses)
        {
            json.WriteStartObject();
            JsonFields.Window(json, loss.From, loss.To);
            json.WriteString("cause", loss.Cause);
            json.WriteString("reason", loss.Reason);
            json.WriteString("operator", loss.Operator);
            JsonFields.Time(json, "time", loss.AcceptedAt!.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ArchiveGap ReadAccepted(JsonElement loss, string tenantId) => new(ArchiveGapKind.LossAccepted, JsonFields.Time(loss, "from"), JsonFields.Time(loss, "to"))
    {
        TenantId = tenantId,
        Cause = JsonFields.Text(loss, "cause"),
        Reason = JsonFields.Text(loss, "reason"),
        Operator = JsonFields.Text(loss, "operator"),
        AcceptedAt = JsonFields.Time(loss, "time"),
    };

    private static ArchiveEntry ReadMembers(JsonElement root, string hash)
    {
        string tenantId = JsonFields.Text(root, "tenantId");
        int number = root.GetProperty("number").GetInt32();
        JsonElement counts = root.GetProperty("counts");
        JsonElement totals = root.GetProperty("totals");
        return new ArchiveEntry
        {
            Number = number,
            Previous = JsonFields.Text(root, "previous"),
            TenantId = tenantId,
            Written = JsonFields.Time(root, "written"),
            Tool = JsonFields.Text(root, "tool"),
            Operator = JsonFields.Text(root, "operator"),
            Provenance = new ArchiveProvenance
            {
                Source = JsonFields.Text(root, "source"),
                Route = JsonFields.Text(root, "route"),
                Asked = JsonFields.Windows(root, "asked"),
                Covered = JsonFields.Windows(root, "covered"),
                Search = root.GetProperty("search").EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetString() ?? string.Empty, StringComparer.Ordinal),
            },
            Counts = new ArchiveCounts(JsonFields.Number(counts, "rows"), JsonFields.Number(counts, "stored"), JsonFields.Number(counts, "known"), JsonFields.Number(counts, "repeated"), JsonFields.Number(counts, "dropped"), JsonFields.Number(counts, "lossy")),
            Inputs = root.GetProperty("inputs").EnumerateArray().Select(static i => new ArchiveInput(JsonFields.Text(i, "name"), JsonFields.Number(i, "bytes"), JsonFields.Number(i, "rows"))).ToArray(),
            MoreInputs = root.GetProperty("moreInputs").GetInt32(),
            Parts = root.GetProperty("parts").EnumerateArray().Select(part => ReadPart(part, number)).ToArray(),
            TotalRecords = JsonFields.Number(totals, "records"),
            TotalParts = JsonFields.Number(totals, "parts"),
            TotalBytes = JsonFields.Number(totals, "bytes"),
            CoveredUntil = JsonFields.TimeOrNull(root, "coveredUntil"),
            LookedBack = JsonFields.TimeOrNull(root, "lookedBack"),
            AcceptedBefore = (int)Math.Clamp(JsonFields.NumberOrZero(root, "acceptedBefore"), 0, int.MaxValue),
            Accepted = root.TryGetProperty("accepted", out JsonElement accepted) ? accepted.EnumerateArray().Select(loss => ReadAccepted(loss, tenantId)).ToArray() : [],
            Hash = hash,
        };
    }

    private static ArchivePart ReadPart(JsonElement part, int number)
    {
        int day = DateOnly.ParseExact(JsonFields.Text(part, "day"), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
        if (JsonFields.Text(part, "file") != ArchiveLayout.PartFile(day, number))
        {
            // A name is never taken from the file: it could lead anywhere.
            throw new FormatException("A part has another name than its day and number give.");
        }

        return new ArchivePart
        {
            Day = day,
            Records = JsonFields.Number(part, "records"),
            Text = JsonFields.Number(part, "text"),
            First = JsonFields.Time(part, "first"),
            Last = JsonFields.Time(part, "last"),
            Bytes = JsonFields.Number(part, "bytes"),
            Hash = JsonFields.Text(part, "sha256"),
            IndexBytes = JsonFields.Number(part, "indexBytes"),
            IndexHash = JsonFields.Text(part, "indexSha256"),
        };
    }
}
