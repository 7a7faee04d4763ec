using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>What could have been read, each figure with its bound.</summary>
internal static class ExposurePanel
{
    private const int MostRows = 200;

    public static void Write(HtmlPage page, MailHuntResult result, HuntReportOptions options)
    {
        bool counted = options.Exposures.Count > 0;
        ReportParts.Begin(page, "exposure", "Exposure", counted
            ? "Messages that the findings could have exposed, from the log alone. Exactly: the records name every message. At least: records were throttled, cut or sum up. Every message of a folder: it was synchronised."
            : "Counted by the records of the findings: a lower bound of reads, not of distinct messages. Get-MailExposure counts messages by name, folder and bound.");
        if (counted)
        {
            Table(page, options.Exposures);
        }
        else
        {
            Reads(page, result.Findings.OfType<MailAccessAnomaly>().ToArray());
        }

        ReportParts.End(page);
    }

    private static void Table(HtmlPage page, IReadOnlyList<MailExposure> exposures)
    {
        ReportParts.BeginTable(page, "Messages by mailbox and folder", "Mailbox", "Folder", "Messages", "Bytes#", "First (UTC)", "Last (UTC)", "Why a bound");
        foreach (MailExposure exposure in exposures.OrderByDescending(static e => e.SyncedFolderCount).ThenByDescending(static e => e.MessageCount ?? long.MaxValue).Take(MostRows))
        {
            _ = page.Raw("<tr><td>").Text(exposure.Mailbox).Raw("</td><td>").Text(exposure.Folder).Raw("</td><td>").Text(exposure.Messages).Raw("</td><td class=\"n\">");
            _ = exposure.SizeInBytes is { } bytes ? page.Raw(exposure.SizeBound == ExposureBound.AtLeast ? "&#8805; " : exposure.SizeBound == ExposureBound.AtMost ? "&#8804; " : string.Empty).Number(bytes) : page.Raw("not known");
            _ = page.Raw("</td><td>").Time(exposure.FirstSeen).Raw("</td><td>").Time(exposure.LastSeen).Raw("</td><td>").Text(string.Join(" ", exposure.BoundReasons)).Raw("</td></tr>");
        }

        ReportParts.EndTable(page);
        if (exposures.Count > MostRows)
        {
            _ = page.Raw("<p>").Text($"And {ReportParts.Count(exposures.Count - MostRows, "folder")} more; Get-MailExposure lists them all.").Raw("</p>");
        }
    }

    private static void Reads(HtmlPage page, MailAccessAnomaly[] anomalies)
    {
        if (anomalies.Length == 0)
        {
            _ = page.Raw("<p>No finding is about mail access.</p>");
            return;
        }

        ReportParts.BeginTable(page, "Reads by finding", "Finding", "Mailboxes", "Items, at least#", "Folders synchronised as a whole#", "Records#");
        foreach (MailAccessAnomaly anomaly in anomalies.Take(MostRows))
        {
            _ = page.Raw("<tr><td>").Text($"{anomaly.Id}: {anomaly.Title}").Raw("</td><td>").Text(ReportParts.Names(anomaly.Mailboxes)).Raw("</td><td class=\"n\">").Number(anomaly.ItemCount)
                .Raw("</td><td class=\"n\">").Number(anomaly.SyncedFolderCount).Raw("</td><td class=\"n\">").Number(anomaly.AccessCount).Raw("</td></tr>");
        }

        ReportParts.EndTable(page);
    }
}
