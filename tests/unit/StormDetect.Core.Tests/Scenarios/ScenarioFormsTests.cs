using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class ScenarioFormsTests
{
    private const ScenarioFormVariant None = ScenarioFormVariant.None;

    private static readonly Lazy<ReadOnlyMemory<byte>[]> s_records = new(() =>
        [.. WrittenScenario.Write(WrittenScenario.Small(2, "oauth-app") with { Days = 2, Activity = 0.5 }).Lines.Take(400).Select(line => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(line)))]);

    public static TheoryData<ExportForm, int> JsonForms() => new()
    {
        { ExportForm.SearchJson, (int)None },
        { ExportForm.SearchJson, (int)(ScenarioFormVariant.TextEnums | ScenarioFormVariant.NumericRecordType) },
        { ExportForm.ActivityApi, (int)None },
        { ExportForm.ActivityApi, (int)ScenarioFormVariant.Lines },
        { ExportForm.ActivityApi, (int)(ScenarioFormVariant.Concatenated | ScenarioFormVariant.Pretty) },
        { ExportForm.GraphAuditLogRecord, (int)None },
        { ExportForm.GraphAuditLogRecord, (int)ScenarioFormVariant.Pretty },
        { ExportForm.OfficeActivity, (int)ScenarioFormVariant.Lines },
        { ExportForm.OfficeActivity, (int)(ScenarioFormVariant.Lines | ScenarioFormVariant.NestedAsText) },
        { ExportForm.EnrichedAuditLogs, (int)None },
        { ExportForm.EnrichedAuditLogs, (int)ScenarioFormVariant.NestedAsText },
        { ExportForm.CloudAppEvents, (int)None },
        { ExportForm.CloudAppEvents, (int)ScenarioFormVariant.NestedAsText },
        { ExportForm.CloudAppEvents, (int)ScenarioFormVariant.Streamed },
        { ExportForm.Splunk, (int)None },
        { ExportForm.Elastic, (int)None },
        { ExportForm.Elastic, (int)ScenarioFormVariant.DottedKeys },
        { ExportForm.Elastic, (int)ScenarioFormVariant.Streamed },
    };

    [Theory]
    [MemberData(nameof(JsonForms))]
    public void Json_forms_hold_every_record_once(ExportForm form, int variant)
    {
        string text = Write(form, (ScenarioFormVariant)variant);
        foreach (string id in Ids())
        {
            Assert.Contains(id, text, StringComparison.Ordinal);
        }

        List<JsonNode> documents = Documents(text);
        int rows = documents.Sum(document => document is JsonArray array ? array.Count : document["value"] is JsonArray page ? page.Count : 1);
        Assert.Equal(s_records.Value.Length, rows);
    }

    [Theory]
    [InlineData(ExportForm.PurviewCsv, (int)None, 8)]
    [InlineData(ExportForm.PurviewCsv, (int)(ScenarioFormVariant.NoAdminUnits | ScenarioFormVariant.OldDates), 6)]
    [InlineData(ExportForm.SearchCsv, (int)None, 10)]
    [InlineData(ExportForm.SearchCsv, (int)(ScenarioFormVariant.Pretty | ScenarioFormVariant.TextEnums | ScenarioFormVariant.CarriageReturns), 10)]
    [InlineData(ExportForm.SearchCsv, (int)(ScenarioFormVariant.ExtraColumns | ScenarioFormVariant.NumericRecordType), 13)]
    public void Csv_forms_hold_every_record_whole(ExportForm form, int variant, int columns)
    {
        List<List<string>> rows = Csv(Write(form, (ScenarioFormVariant)variant));
        Assert.Equal(s_records.Value.Length + 1, rows.Count);
        Assert.All(rows, row => Assert.Equal(columns, row.Count));
        int data = rows[0].IndexOf("AuditData");
        Assert.Equal(Ids(), rows.Skip(1).Select(row => (string)JsonNode.Parse(row[data])!["Id"]!));
    }

    [Fact]
    public void OfficeActivity_has_no_columns_for_what_Sentinel_leaves_out()
    {
        List<List<string>> rows = Csv(Write(ExportForm.OfficeActivity, None));
        Assert.Equal(s_records.Value.Length + 1, rows.Count);
        Assert.DoesNotContain("SessionId", rows[0]);
        Assert.DoesNotContain("OperationCount", rows[0]);
        int folders = rows[0].IndexOf("Folders");
        Assert.Contains(rows.Skip(1), row => row[folders].Length > 0 && JsonNode.Parse(row[folders])!.AsArray().Count > 0);
    }

    [Fact]
    public void Both_date_styles_are_written()
    {
        Assert.Matches(@",2026-09-0\dT\d\d:\d\d:\d\d\.0000000Z ,", Write(ExportForm.PurviewCsv, None));
        Assert.Matches(@",9/\d/2026 \d+:\d\d:\d\d (AM|PM),", Write(ExportForm.PurviewCsv, ScenarioFormVariant.OldDates));
    }

    private static string[] Ids() => [.. s_records.Value.Select(record => (string)JsonNode.Parse(record.Span)!["Id"]!)];

    private static string Write(ExportForm form, ScenarioFormVariant variant)
    {
        using MemoryStream stream = new();
        ScenarioForms.Write(s_records.Value, form, variant, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static List<JsonNode> Documents(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        List<JsonNode> documents = [];
        int position = 0;
        while (position < bytes.Length)
        {
            if (bytes[position] is (byte)'\n' or (byte)' ')
            {
                position++;
                continue;
            }

            Utf8JsonReader reader = new(bytes.AsSpan(position), new JsonReaderOptions { AllowTrailingCommas = false });
            Assert.True(reader.Read());
            documents.Add(JsonNode.Parse(ref reader)!);
            position += (int)reader.BytesConsumed;
        }

        return documents;
    }

    private static List<List<string>> Csv(string text)
    {
        List<List<string>> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    rows.Add(row);
                    row = [];
                }
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        return rows;
    }
}
