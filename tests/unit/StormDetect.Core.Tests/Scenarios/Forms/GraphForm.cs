using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>Pages of Microsoft Graph auditLogRecord.</summary>
internal static class GraphForm
{
    private const int PageSize = 150;

    public static string Pages(List<JsonObject> records, ScenarioFormVariant variant)
    {
        StringBuilder text = new();
        JsonObject[][] pages = [.. records.Chunk(PageSize)];
        for (int page = 0; page < pages.Length; page++)
        {
            JsonObject frame = new() { ["@odata.context"] = "https://graph.microsoft.com/v1.0/$metadata#security/auditLog/queries('q')/records" };
            if (page < pages.Length - 1)
            {
                frame["@odata.nextLink"] = "https://graph.microsoft.com/v1.0/security/auditLog/queries/q/records?$skiptoken=" + page;
            }

            frame["value"] = new JsonArray([.. pages[page].Select(record => (JsonNode)Row(record, variant))]);
            _ = text.Append(FormText.Json(frame, variant.HasFlag(ScenarioFormVariant.Pretty))).Append('\n');
        }

        return text.ToString();
    }

    private static JsonObject Row(JsonObject record, ScenarioFormVariant variant)
    {
        string type = FormText.RecordTypeName(record);
        JsonObject data = new() { ["@odata.type"] = "#microsoft.graph.security.defaultAuditData" };
        foreach ((string name, JsonNode? value) in JsonNode.Parse(FormText.AuditData(record, variant))!.AsObject())
        {
            data[name] = value?.DeepClone();
        }

        return new JsonObject
        {
            ["id"] = FormText.Text(record, "Id"),
            ["createdDateTime"] = FormText.IsoTime(record),
            ["auditLogRecordType"] = char.ToLowerInvariant(type[0]) + type[1..],
            ["operation"] = FormText.Text(record, "Operation"),
            ["organizationId"] = FormText.Text(record, "OrganizationId"),
            ["userType"] = FormText.UserTypeName(record),
            ["userId"] = FormText.Text(record, "UserId"),
            ["service"] = FormText.Text(record, "Workload"),
            ["objectId"] = FormText.Text(record, "ObjectId"),
            ["userPrincipalName"] = FormText.Text(record, "UserId"),
            ["clientIp"] = FormText.Text(record, record.ContainsKey("ClientIP") ? "ClientIP" : "ClientIPAddress"),
            ["administrativeUnits"] = new JsonArray(""),
            ["auditData"] = data,
        };
    }
}
