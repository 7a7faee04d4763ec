using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>
/// Rewrites flat records in the other coats that the same record is exported in (m365-audit.md 1.8), so that readers can be checked to say the
/// same about each. Test support: speed does not matter, and every record becomes a DOM.
/// </summary>
internal static class ScenarioForms
{
    /// <summary>Writes records in a form.</summary>
    /// <param name="flatRecords">Records as the Management Activity API has them, one JSON object each.</param>
    /// <param name="form">The form.</param>
    /// <param name="variant">Its spelling.</param>
    /// <param name="output">Where to, as UTF-8 without byte order mark.</param>
    public static void Write(IEnumerable<ReadOnlyMemory<byte>> flatRecords, ExportForm form, ScenarioFormVariant variant, Stream output)
    {
        List<JsonObject> records = [.. flatRecords.Select(record => JsonNode.Parse(record.Span)!.AsObject())];
        string text = form switch
        {
            ExportForm.PurviewCsv => SearchForms.PurviewCsv(records, variant),
            ExportForm.SearchCsv => SearchForms.SearchCsv(records, variant),
            ExportForm.SearchJson => SearchForms.SearchJson(records, variant),
            ExportForm.ActivityApi => FormText.Frame(records, variant),
            ExportForm.GraphAuditLogRecord => GraphForm.Pages(records, variant),
            ExportForm.OfficeActivity => SentinelForms.OfficeActivity(records, variant),
            ExportForm.EnrichedAuditLogs => SentinelForms.Enriched(records, variant),
            ExportForm.CloudAppEvents => DefenderForm.CloudAppEvents(records, variant),
            ExportForm.Splunk => SiemForms.Splunk(records),
            ExportForm.Elastic => SiemForms.Elastic(records, variant),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No such form."),
        };
        if (variant.HasFlag(ScenarioFormVariant.CarriageReturns))
        {
            text = text.ReplaceLineEndings("\r\n");
        }

        output.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The records of a scenario's log files, in order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Records(AuditScenarioResult scenario) =>
        scenario.LogFiles.SelectMany(File.ReadLines).Select(line => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(line)));
}
