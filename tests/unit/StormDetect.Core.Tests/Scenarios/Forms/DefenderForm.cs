using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>Defender's CloudAppEvents: rows around the full record in RawEventData.</summary>
internal static class DefenderForm
{
    public static string CloudAppEvents(List<JsonObject> records, ScenarioFormVariant variant) => FormText.Frame(
        records.Select(record =>
        {
            JsonObject row = new()
            {
                ["Timestamp"] = FormText.IsoTime(record),
                ["ActionType"] = FormText.Text(record, "Operation"),
                ["Application"] = "Microsoft Exchange Online",
                ["ApplicationId"] = 20893,
                ["AccountObjectId"] = FormText.Text(record, "TokenObjectId"),
                ["AccountId"] = FormText.Text(record, "UserId"),
                ["AccountType"] = FormText.UserTypeName(record),
                ["IPAddress"] = FormText.Text(record, record.ContainsKey("ClientIPAddress") ? "ClientIPAddress" : "ClientIP"),
                ["UserAgent"] = FormText.Text(record, "ClientInfoString"),
                ["OAuthAppId"] = FormText.Text(record, "ClientAppId"),
                ["AuditSource"] = "Defender for Cloud Apps app connector",
                ["ReportId"] = FormText.Text(record, "Id"),
                ["RawEventData"] = variant.HasFlag(ScenarioFormVariant.NestedAsText) ? FormText.Json(record) : record.DeepClone(),
            };
            return !variant.HasFlag(ScenarioFormVariant.Streamed) ? row : new JsonObject
            {
                ["time"] = FormText.IsoTime(record),
                ["tenantId"] = FormText.Text(record, "OrganizationId"),
                ["operationName"] = "Publish",
                ["category"] = "AdvancedHunting-CloudAppEvents",
                ["properties"] = row,
                ["Tenant"] = "DefaultTenant",
            };
        }),
        ScenarioFormVariant.Lines);
}
