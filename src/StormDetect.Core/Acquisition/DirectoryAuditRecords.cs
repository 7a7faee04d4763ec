using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// Writes what Graph says of changes in the directory (directoryAudit) as the records the audit log has of the same changes (record type 8), so that one set of readers judges both.
/// </summary>
/// <remarks>
/// Sources: Microsoft Graph documentation, "directoryAudit", "auditActivityInitiator" and "targetResource"; for the record, the Office 365 Management Activity API schema (Azure Active Directory schema: Actor,
/// Target, ModifiedProperties) and records of both kinds of one change. The operation has no final period here; names are compared without.
/// </remarks>
internal static class DirectoryAuditRecords
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary>How ids of directory audits begin; no record of the audit log has such an id.</summary>
    public const string IdStart = "Directory_";

    /// <summary>Writes the records of a page, one a line.</summary>
    /// <param name="page">A page of directoryAudit.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <returns>JSON lines; empty where there is no change in it.</returns>
    /// <exception cref="TenantRequestException">It is no such page.</exception>
    public static string Write(TenantPage page, string tenantId)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(page.Json, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("value", out JsonElement audits) || audits.ValueKind != JsonValueKind.Array)
            {
                throw NotAPage(page, null);
            }

            StringBuilder lines = new();
            foreach (JsonElement audit in audits.EnumerateArray())
            {
                using MemoryStream stream = new();
                using (Utf8JsonWriter json = new(stream))
                {
                    Write(json, audit, tenantId);
                }

                lines.Append(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length)).Append('\n');
            }

            return lines.ToString();
        }
        catch (JsonException cause)
        {
            throw NotAPage(page, cause);
        }
    }

    private static TenantRequestException NotAPage(TenantPage page, Exception? cause) => new(TenantRequestProblem.Unreadable, $"{page.Source} is no page of directory audits.", cause);

    private static void Write(Utf8JsonWriter json, JsonElement audit, string tenantId)
    {
        JsonElement user = Member(Member(audit, "initiatedBy"), "user");
        JsonElement app = Member(Member(audit, "initiatedBy"), "app");
        JsonElement[] targets = Member(audit, "targetResources") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
        JsonElement target = targets.FirstOrDefault();
        string result = Text(audit, "result");
        bool isUser = user.ValueKind == JsonValueKind.Object;
        json.WriteStartObject();
        json.WriteString("Id", Text(audit, "id"));
        json.WriteString("CreationTime", Text(audit, "activityDateTime"));
        json.WriteString("Operation", Text(audit, "activityDisplayName"));
        json.WriteNumber("RecordType", 8);
        json.WriteString("Workload", "AzureActiveDirectory");
        json.WriteString("OrganizationId", tenantId);
        json.WriteString("ResultStatus", result.Equals("failure", StringComparison.OrdinalIgnoreCase) ? "Failure" : "Success");
        json.WriteNumber("UserType", isUser ? 0 : 4);
        json.WriteString("UserId", isUser ? First(Text(user, "userPrincipalName"), Text(user, "id")) : AppName(app));
        json.WriteString("ClientIP", isUser ? Text(user, "ipAddress") : string.Empty);
        json.WriteString("InterSystemsId", Text(audit, "correlationId"));
        string names = Unquoted(Properties(targets).Where(static property => Text(property, "displayName").Equals("TargetId.ServicePrincipalNames", StringComparison.OrdinalIgnoreCase))
            .Select(static property => First(Text(property, "newValue"), Text(property, "oldValue"))).FirstOrDefault() ?? string.Empty);
        string principal = Text(target, "userPrincipalName");
        json.WriteString("ObjectId", First(principal, First(names, Text(target, "id"))));
        json.WriteStartArray("Target");
        Entry(json, Text(target, "displayName"), 1);
        string id = Text(target, "id");

        // Where the names of a service principal hold the id as well, it is the application's id, not the object's.
        if (id.Length > 0 && !names.Contains(id, StringComparison.OrdinalIgnoreCase))
        {
            Entry(json, Text(target, "type").Length > 0 ? $"{Text(target, "type")}_{id}" : string.Empty, 2);
            Entry(json, id, 2);
        }

        Entry(json, names, 4);
        Entry(json, principal, 5);
        json.WriteEndArray();
        json.WriteStartArray("ModifiedProperties");
        foreach (JsonElement property in Properties(targets))
        {
            json.WriteStartObject();
            json.WriteString("Name", Text(property, "displayName"));
            json.WriteString("NewValue", Unquoted(Text(property, "newValue")));
            json.WriteString("OldValue", Unquoted(Text(property, "oldValue")));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // As the audit log names an application that acts by itself.
    private static string AppName(JsonElement app) =>
        Text(app, "servicePrincipalId") is { Length: > 0 } id ? $"ServicePrincipal_{id}" : First(Text(app, "displayName"), Text(app, "appId"));

    private static IEnumerable<JsonElement> Properties(JsonElement[] targets) =>
        targets.Select(static target => Member(target, "modifiedProperties")).Where(static list => list.ValueKind == JsonValueKind.Array).SelectMany(static list => list.EnumerateArray());

    private static void Entry(Utf8JsonWriter json, string id, int type)
    {
        if (id.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("ID", id);
            json.WriteNumber("Type", type);
            json.WriteEndObject();
        }
    }

    /// <summary>Graph writes values as JSON inside of text: <c>"\"True\""</c>.</summary>
    private static string Unquoted(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            return document.RootElement.GetString() ?? string.Empty;
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : string.Empty;

    private static string First(string one, string other) => one.Length > 0 ? one : other;
}
