using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>Sentinel's OfficeActivity, which has no column for SessionId, OperationCount, DeviceId and TokenObjectId, and Defender's EnrichedMicrosoft365AuditLogs.</summary>
internal static class SentinelForms
{
    private const string Workspace = "6f1f0f7e-3f0b-4f52-9a77-0d6a1c1f2e01";

    private static readonly string[] s_plain =
    [
        "OrganizationId", "OrganizationName", "UserKey", "UserId", "Operation", "ResultStatus", "ClientIP", "ClientInfoString", "ClientProcessName",
        "ClientVersion", "ExternalAccess", "InternalLogonType", "LogonUserSid", "MailboxGuid", "MailboxOwnerUPN", "MailboxOwnerSid",
        "MailboxOwnerMasterAccountSid", "OriginatingServer", "AppId", "ClientAppId", "ApplicationId", "AppPoolName", "UserAgent", "EventSource", "ItemType",
    ];

    private static readonly string[] s_texts = ["Folders", "Item", "AffectedItems", "Folder", "DestFolder", "Parameters", "ModifiedProperties", "ExtendedProperties"];

    private static readonly string[] s_dynamic = ["OperationProperties", "AppAccessContext"];

    private static readonly string[] s_enriched = ["Id", "RecordType", "CreationTime", "Operation", "UserType", "UserKey", "Workload", "ObjectId", "UserId"];

    public static string OfficeActivity(List<JsonObject> records, ScenarioFormVariant variant)
    {
        List<JsonObject> rows = [.. records.Select(record => Row(record, variant))];
        if (variant.HasFlag(ScenarioFormVariant.Lines))
        {
            return FormText.Frame(rows, ScenarioFormVariant.Lines);
        }

        string[] header = [.. rows.SelectMany(row => row.Select(column => column.Key)).Distinct(StringComparer.Ordinal)];
        return FormText.Csv(header, rows.Select(row => (IReadOnlyList<string>)[.. header.Select(column => FormText.Text(row, column))]), quoteAll: false);
    }

    public static string Enriched(List<JsonObject> records, ScenarioFormVariant variant)
    {
        IEnumerable<JsonObject> rows = records.Select(record =>
        {
            string address = FormText.Text(record, record.ContainsKey("ClientIPAddress") ? "ClientIPAddress" : "ClientIP");
            JsonObject rest = [];
            foreach ((string name, JsonNode? value) in record)
            {
                if (Array.IndexOf(s_enriched, name) < 0)
                {
                    rest[name] = value?.DeepClone();
                }
            }

            return new JsonObject
            {
                ["TenantId"] = Workspace,
                ["TimeGenerated"] = FormText.IsoTime(record),
                ["Id"] = FormText.Text(record, "Id"),
                ["RecordType"] = (int)record["RecordType"]!,
                ["Operation"] = FormText.Text(record, "Operation"),
                ["UserType"] = FormText.UserTypeName(record),
                ["UserKey"] = FormText.Text(record, "UserKey"),
                ["Workload"] = FormText.Text(record, "Workload"),
                ["ObjectId"] = FormText.Text(record, "ObjectId"),
                ["UserId"] = FormText.Text(record, "UserId"),
                ["ClientIp"] = address,
                ["UniqueTokenId"] = record["AppAccessContext"]?["UniqueTokenId"]?.DeepClone() ?? string.Empty,
                ["DeviceId"] = FormText.Text(record, "DeviceId"),
                ["SourceIp"] = address,
                ["AdditionalProperties"] = variant.HasFlag(ScenarioFormVariant.NestedAsText) ? FormText.Json(rest) : rest,
                ["Type"] = "EnrichedMicrosoft365AuditLogs",
            };
        });
        return FormText.Frame(rows, variant.HasFlag(ScenarioFormVariant.Concatenated) ? ScenarioFormVariant.Concatenated : ScenarioFormVariant.Lines);
    }

    private static JsonObject Row(JsonObject record, ScenarioFormVariant variant)
    {
        JsonObject row = new()
        {
            ["TenantId"] = Workspace,
            ["TimeGenerated"] = FormText.IsoTime(record),
            ["RecordType"] = variant.HasFlag(ScenarioFormVariant.NumericRecordType) ? FormText.Text(record, "RecordType") : FormText.RecordTypeName(record),
            ["UserType"] = FormText.UserTypeName(record),
            ["OfficeWorkload"] = FormText.Text(record, "Workload"),
            ["OfficeObjectId"] = FormText.Text(record, "ObjectId"),
            ["OfficeId"] = FormText.Text(record, "Id"),
            ["SourceRecordId"] = FormText.Text(record, "Id"),
            ["Start_Time"] = FormText.IsoTime(record),
            ["Client_IPAddress"] = FormText.Text(record, "ClientIPAddress"),
            ["Logon_Type"] = FormText.LogonTypeName(record),
        };
        foreach (string name in s_plain)
        {
            row[name] = FormText.Text(record, name);
        }

        foreach (string name in s_texts)
        {
            row[name] = record[name] is JsonNode nested ? FormText.Json(nested) : string.Empty;
        }

        foreach (string name in s_dynamic)
        {
            bool text = !variant.HasFlag(ScenarioFormVariant.Lines) || variant.HasFlag(ScenarioFormVariant.NestedAsText);
            row[name] = record[name] is not JsonNode nested ? string.Empty : text ? FormText.Json(nested) : nested.DeepClone();
        }

        row["Type"] = "OfficeActivity";
        return row;
    }
}
