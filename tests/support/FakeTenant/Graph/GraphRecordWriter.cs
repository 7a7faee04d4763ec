using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>
/// Writes a record as Graph's <c>auditLogRecord</c>: either as real tenants were seen to answer, or as the documentation has it. What was seen and is documented otherwise: names of record and user
/// types as the other interfaces write them; <c>userId</c> holds UserKey and <c>userPrincipalName</c> holds UserId; <c>clientIp</c> is null; auditData is of an open type, so that each of its
/// numbers and lists is preceded by an <c>@odata.type</c> of its own; CreationTime ends in Z.
/// </summary>
internal static class GraphRecordWriter
{
    private const string Type = "@odata.type";
    private const string Data = "#microsoft.graph.security.defaultAuditData";

    private static readonly string[] s_userTypes =
        ["Regular", "Reserved", "Admin", "DcAdmin", "System", "Application", "ServicePrincipal", "CustomPolicy", "SystemPolicy", "PartnerTechnician", "Guest"];

    /// <summary>As it was seen.</summary>
    public static void WriteSeen(Utf8JsonWriter json, in LogEntry entry, ReadOnlyMemory<byte> flat)
    {
        using JsonDocument document = JsonDocument.Parse(flat);
        JsonElement root = document.RootElement;
        Begin(json, entry, RecordTypeNames.Of(entry.RecordType));
        WriteText(json, "organizationId", root, "OrganizationId");
        json.WriteString("userType", UserType(root));
        WriteText(json, "userId", root, "UserKey");
        json.WriteString("service", entry.Workload);
        WriteText(json, "objectId", root, "ObjectId");
        json.WriteString("userPrincipalName", entry.UserId);
        json.WriteNull("clientIp");
        EndHead(json);
        json.WriteStartObject();
        json.WriteString(Type, Data);
        WriteOpen(json, root);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>As it is documented.</summary>
    public static void WriteDocumented(Utf8JsonWriter json, in LogEntry entry, ReadOnlyMemory<byte> flat)
    {
        using JsonDocument document = JsonDocument.Parse(flat);
        JsonElement root = document.RootElement;
        string userType = UserType(root);
        Begin(json, entry, RecordTypeNames.Camel(entry.RecordType));
        WriteText(json, "organizationId", root, "OrganizationId");
        json.WriteString("userType", char.ToLowerInvariant(userType[0]) + userType[1..]);
        json.WriteString("userId", entry.UserId);
        json.WriteString("service", entry.Workload);
        json.WriteString("objectId", entry.ObjectId);
        json.WriteString("userPrincipalName", entry.UserId);
        json.WriteString("clientIp", entry.ClientIp);
        EndHead(json);
        json.WriteRawValue(flat.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, in LogEntry entry, string recordType)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("createdDateTime", DateTimeOffset.FromUnixTimeSeconds(entry.Time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("auditLogRecordType", recordType);
        json.WriteString("operation", entry.Operation);
    }

    private static void EndHead(Utf8JsonWriter json)
    {
        json.WriteStartArray("administrativeUnits");
        json.WriteStringValue(string.Empty);
        json.WriteEndArray();
        json.WritePropertyName("auditData");
    }

    private static void WriteOpen(Utf8JsonWriter json, JsonElement element)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = property.Name;
            JsonElement value = property.Value;
            switch (value.ValueKind)
            {
                case JsonValueKind.Number:
                    json.WriteString(name + Type, value.TryGetInt64(out _) ? "#Int64" : "#Double");
                    property.WriteTo(json);
                    break;
                case JsonValueKind.Array:
                    WriteList(json, name, value);
                    break;
                case JsonValueKind.Object:
                    json.WriteStartObject(name);
                    json.WriteString(Type, Data);
                    WriteOpen(json, value);
                    json.WriteEndObject();
                    break;
                case JsonValueKind.String when name == "CreationTime":
                    json.WriteString(name, value.GetString()!.TrimEnd('Z') + "Z");
                    break;
                default:
                    property.WriteTo(json);
                    break;
            }
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, JsonElement list)
    {
        bool holdsText = list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.String;
        json.WriteString(name + Type, holdsText ? "#Collection(String)" : "#Collection(microsoft.graph.security.defaultAuditData)");
        json.WriteStartArray(name);
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                json.WriteStartObject();
                WriteOpen(json, item);
                json.WriteEndObject();
            }
            else
            {
                item.WriteTo(json);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, JsonElement root, string field)
    {
        if (root.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String)
        {
            json.WriteString(name, value.GetString());
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string UserType(JsonElement root) =>
        root.TryGetProperty("UserType", out JsonElement value) && value.TryGetInt32(out int number) ? s_userTypes.ElementAtOrDefault(number) ?? "UnknownFutureValue" : "Regular";
}
