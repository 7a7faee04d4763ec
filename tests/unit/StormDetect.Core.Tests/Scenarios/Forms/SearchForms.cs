using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>The Purview portal's CSV and the output of Search-UnifiedAuditLog.</summary>
internal static class SearchForms
{
    public static string PurviewCsv(List<JsonObject> records, ScenarioFormVariant variant)
    {
        bool units = !variant.HasFlag(ScenarioFormVariant.NoAdminUnits);
        string[] header = ["RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData"];
        return FormText.Csv(
            units ? [.. header, "AssociatedAdminUnits", "AssociatedAdminUnitsNames"] : header,
            records.Select(record =>
            {
                string[] row =
                [
                    FormText.Text(record, "Id"),

                    // The blank at the end is the portal's.
                    variant.HasFlag(ScenarioFormVariant.OldDates) ? FormText.AmericanTime(record) : FormText.Time(record).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ ", CultureInfo.InvariantCulture),
                    FormText.Text(record, "RecordType"),
                    FormText.Text(record, "Operation"),
                    FormText.Text(record, "UserId"),
                    FormText.AuditData(record, variant),
                ];
                return units ? (string[])[.. row, string.Empty, string.Empty] : row;
            }),
            quoteAll: false);
    }

    public static string SearchCsv(List<JsonObject> records, ScenarioFormVariant variant)
    {
        string[] header = ["RecordType", "CreationDate", "UserIds", "Operations", "AuditData", "ResultIndex", "ResultCount", "Identity", "IsValid", "ObjectState"];
        IEnumerable<string[]> rows = records.Select((record, index) => Columns(record, variant, index, records.Count));
        if (variant.HasFlag(ScenarioFormVariant.ExtraColumns))
        {
            // As after a passage through a SIEM: AuditData first, own columns around it.
            header = ["AuditData", "CreationDate", "Identity", "IsValid", "ObjectState", "Operations", "RecordType", "ResultCount", "ResultIndex", "UserIds", "_time", "host", "index"];
            rows = rows.Select(row => (string[])[row[4], row[1], row[7], row[8], row[9], row[3], row[0], row[6], row[5], row[2], row[1], "collector", "main"]);
        }

        return FormText.Csv(header, rows, quoteAll: true);
    }

    public static string SearchJson(List<JsonObject> records, ScenarioFormVariant variant) => FormText.Frame(
        records.Select((record, index) =>
        {
            string[] columns = Columns(record, variant & ~ScenarioFormVariant.Pretty, index, records.Count);
            return new JsonObject
            {
                ["RecordType"] = variant.HasFlag(ScenarioFormVariant.NumericRecordType) ? (int)record["RecordType"]! : columns[0],
                ["CreationDate"] = FormText.IsoTime(record),
                ["UserIds"] = columns[2],
                ["Operations"] = columns[3],
                ["AuditData"] = columns[4],
                ["ResultIndex"] = index + 1,
                ["ResultCount"] = records.Count,
                ["Identity"] = columns[7],
                ["IsValid"] = true,
                ["ObjectState"] = "Unchanged",
            };
        }),
        variant);

    private static string[] Columns(JsonObject record, ScenarioFormVariant variant, int index, int count) =>
    [
        variant.HasFlag(ScenarioFormVariant.NumericRecordType) ? FormText.Text(record, "RecordType") : FormText.RecordTypeName(record),
        FormText.AmericanTime(record),
        FormText.Text(record, "UserId"),
        FormText.Text(record, "Operation"),
        FormText.AuditData(record, variant),
        (index + 1).ToString(CultureInfo.InvariantCulture),
        count.ToString(CultureInfo.InvariantCulture),
        FormText.Text(record, "Id"),
        "True",
        "Unchanged",
    ];
}
