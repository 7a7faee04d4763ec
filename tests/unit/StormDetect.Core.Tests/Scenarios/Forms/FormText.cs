using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>What the forms share: names of numbers, dates, CSV cells, frames.</summary>
internal static class FormText
{
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions s_pretty = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static string Json(JsonNode node, bool pretty = false) => node.ToJsonString(pretty ? s_pretty : s_compact).ReplaceLineEndings("\n");

    public static string Text(JsonObject record, string name) => record[name] switch
    {
        null => string.Empty,
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonNode node => node.ToJsonString(),
    };

    public static string RecordTypeName(JsonObject record) => (int)record["RecordType"]! switch
    {
        1 => "ExchangeAdmin",
        2 => "ExchangeItem",
        3 => "ExchangeItemGroup",
        6 => "SharePointFileOperation",
        8 => "AzureActiveDirectory",
        15 => "AzureActiveDirectoryStsLogon",
        50 => "ExchangeItemAggregated",
        101 => "ExchangeSearch",
        int other => throw new ArgumentOutOfRangeException(nameof(record), other, "The generator writes no such record type."),
    };

    public static string UserTypeName(JsonObject record) => (int)record["UserType"]! switch
    {
        0 => "Regular",
        2 => "Admin",
        3 => "DcAdmin",
        4 => "System",
        5 => "Application",
        int other => throw new ArgumentOutOfRangeException(nameof(record), other, "The generator writes no such user type."),
    };

    public static string LogonTypeName(JsonObject record) => (int?)record["LogonType"] switch
    {
        0 => "Owner",
        1 => "Admin",
        2 => "Delegated",
        null => string.Empty,
        int other => throw new ArgumentOutOfRangeException(nameof(record), other, "The generator writes no such logon type."),
    };

    public static DateTime Time(JsonObject record) =>
        DateTime.ParseExact(Text(record, "CreationTime"), "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    public static string IsoTime(JsonObject record) => Time(record).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string AmericanTime(JsonObject record) => Time(record).ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture);

    /// <summary>AuditData as the cell of an export: compact or pretty, numbers or words.</summary>
    public static string AuditData(JsonObject record, ScenarioFormVariant variant)
    {
        JsonObject copy = record.DeepClone().AsObject();
        if (variant.HasFlag(ScenarioFormVariant.TextEnums))
        {
            copy["RecordType"] = RecordTypeName(record);
            copy["UserType"] = UserTypeName(record);
        }

        return Json(copy, variant.HasFlag(ScenarioFormVariant.Pretty));
    }

    /// <summary>Objects as an array, as lines, or one after the other.</summary>
    public static string Frame(IEnumerable<JsonObject> objects, ScenarioFormVariant variant)
    {
        bool pretty = variant.HasFlag(ScenarioFormVariant.Pretty);
        IEnumerable<string> texts = objects.Select(item => Json(item, pretty));
        return variant.HasFlag(ScenarioFormVariant.Lines) ? string.Join("\n", texts) + "\n"
            : variant.HasFlag(ScenarioFormVariant.Concatenated) ? string.Concat(texts)
            : "[" + string.Join(",", texts) + "]";
    }

    public static string Csv(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, bool quoteAll)
    {
        StringBuilder text = new();
        Row(header);
        foreach (IReadOnlyList<string> row in rows)
        {
            Row(row);
        }

        return text.ToString();

        void Row(IReadOnlyList<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

        string Cell(string cell) => quoteAll || cell.AsSpan().IndexOfAny("\",\r\n") >= 0
            ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : cell;
    }
}
