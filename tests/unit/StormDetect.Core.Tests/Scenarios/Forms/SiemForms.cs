using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>Exports of Splunk (o365:management:activity) and Elastic (o365.audit).</summary>
internal static class SiemForms
{
    public static string Splunk(List<JsonObject> records) => FormText.Frame(
        records.Select((record, index) =>
        {
            JsonObject line = new() { ["preview"] = false, ["offset"] = index };
            if (index == records.Count - 1)
            {
                line["lastrow"] = true;
            }

            line["result"] = new JsonObject
            {
                ["_raw"] = FormText.Json(record),
                ["_time"] = FormText.IsoTime(record),
                ["host"] = "collector",
                ["index"] = "main",
                ["source"] = "ms_o365_management",
                ["sourcetype"] = "o365:management:activity",
                ["user"] = FormText.Text(record, "UserId"),
            };
            return line;
        }),
        ScenarioFormVariant.Lines);

    public static string Elastic(List<JsonObject> records, ScenarioFormVariant variant) => FormText.Frame(
        records.Select(record =>
        {
            JsonObject audit = record.DeepClone().AsObject();
            if (audit["Parameters"] is JsonArray parameters)
            {
                // The integration turns Name and Value into one object.
                JsonObject named = [];
                foreach (JsonNode? parameter in parameters)
                {
                    named[(string)parameter!["Name"]!] = (string?)parameter["Value"];
                }

                audit["Parameters"] = named;
            }

            JsonObject document = new()
            {
                ["@timestamp"] = FormText.IsoTime(record),
                ["event"] = new JsonObject { ["action"] = FormText.Text(record, "Operation"), ["dataset"] = "o365.audit", ["outcome"] = "success", ["id"] = FormText.Text(record, "Id") },
                ["source"] = new JsonObject { ["ip"] = FormText.Text(record, record.ContainsKey("ClientIPAddress") ? "ClientIPAddress" : "ClientIP") },
                ["user"] = new JsonObject { ["id"] = FormText.Text(record, "UserId") },
                ["o365"] = new JsonObject { ["audit"] = audit },
            };
            if (variant.HasFlag(ScenarioFormVariant.DottedKeys))
            {
                JsonObject flat = [];
                Flatten(document, string.Empty, flat);
                document = flat;
            }

            return !variant.HasFlag(ScenarioFormVariant.Streamed) ? document : new JsonObject
            {
                ["_index"] = "logs-o365.audit-default",
                ["_id"] = FormText.Text(record, "Id"),
                ["_source"] = document,
            };
        }),
        ScenarioFormVariant.Lines);

    private static void Flatten(JsonObject from, string prefix, JsonObject to)
    {
        foreach ((string name, JsonNode? value) in from)
        {
            if (value is JsonObject nested)
            {
                Flatten(nested, prefix + name + ".", to);
            }
            else
            {
                to[prefix + name] = value?.DeepClone();
            }
        }
    }
}
