using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>What could have been read, each figure with its bound: by mailbox, then by folder.</summary>
internal static class ExposurePanel
{
    private const int MostRows = 200;

    public static void Write(HtmlPage page, MailHuntResult result, HuntReportOptions options)
    {
        bool counted = options.Exposures.Count > 0;
        MailAccessAnomaly[] anomalies = result.Findings.OfType<MailAccessAnomaly>().ToArray();
        ReportParts.Begin(page, "exposure", "Exposure", counted
            ? "Messages that the findings could have exposed, from the log alone. Exactly: the records name every message. At least: records were throttled, cut or sum up. Every message of a folder: it was synchronised, and how many it held is not in the log."
            : anomalies.Length == 0 ? "No finding is about mail access, so there are no reads to count."
            : "Counted by the records of the findings: a lower bound of reads, not of distinct messages. Get-MailExposure counts messages by name, folder and bound.");
        if (counted)
        {
            Mailboxes(page, options.Exposures);
            Folders(page, options.Exposures);
        }
        else if (anomalies.Length > 0)
        {
            Reads(page, anomalies);
        }

        ReportParts.End(page);
    }

    private static void Mailboxes(HtmlPage page, IReadOnlyList<MailExposure> exposures)
    {
        IGrouping<(string, string), MailExposure>[] mailboxes = exposures.GroupBy(static e => (e.TenantId, e.Mailbox)).OrderByDescending(static g => g.Sum(static e => e.SyncedFolderCount))
            .ThenByDescending(static g => g.Sum(static e => e.MessageCount ?? 0)).ToArray();
        ReportParts.Table(
            page, "Messages by mailbox; one that lay in two folders counts in each", ["Mailbox@", "Messages*", "Folders#", "Synchronised#", "Size#", "First (UTC)", "Last (UTC)"], mailboxes, MostRows, "mailbox", mailbox =>
                _ = page.Raw("<tr><td>").Addresses(mailbox.Key.Item2).Raw("</td><td>").Text(Messages([.. mailbox])).Raw("</td><td class=\"n\">").Number(mailbox.Count()).Raw("</td><td class=\"n\">")
                    .Number(mailbox.Count(static e => e.SyncedFolderCount > 0)).Raw("</td><td class=\"n\">").Text(Size([.. mailbox])).Raw("</td><td>").Time(mailbox.Min(static e => e.FirstSeen))
                    .Raw("</td><td>").Time(mailbox.Max(static e => e.LastSeen)).Raw("</td></tr>"));
    }

    /// <summary>The messages of some folders in words: those that are named, and the folders that were taken whole.</summary>
    public static string Messages(IReadOnlyCollection<MailExposure> folders)
    {
        MailExposure[] counted = folders.Where(static e => e.MessageCount is not null).ToArray();
        int whole = folders.Count - counted.Length;
        string bound = counted.Any(static e => e.MessageBound == ExposureBound.AtLeast) ? "at least" : counted.Any(static e => e.MessageBound == ExposureBound.AtMost) ? "at most" : "exactly";
        string named = string.Create(CultureInfo.InvariantCulture, $"{bound} {ReportParts.Count(counted.Sum(static e => e.MessageCount ?? 0), "message")}");
        return whole == 0 ? named : $"every message of {ReportParts.Count(whole, "folder")}" + (counted.Length == 0 ? string.Empty : $"; in the others {named}");
    }

    private static string Size(MailExposure[] folders)
    {
        long known = folders.Sum(static e => e.SizeInBytes ?? 0);
        if (known == 0)
        {
            return "not known";
        }

        bool isLower = folders.Any(static e => e.SizeInBytes is null || e.SizeBound == ExposureBound.AtLeast);
        bool isUpper = folders.Any(static e => e.SizeBound == ExposureBound.AtMost);
        return (isLower && isUpper ? "about " : isLower ? "≥ " : isUpper ? "≤ " : string.Empty) + ReportParts.Size(known);
    }

    private static void Folders(HtmlPage page, IReadOnlyList<MailExposure> exposures)
    {
        _ = page.Raw("<details><summary>By folder</summary>");
        ReportParts.Table(
            page,
            "Messages by mailbox and folder",
            ["Mailbox@", "Folder", "Messages*", "Size#", "First (UTC)", "Last (UTC)", "Why a bound*"],
            [.. exposures.OrderByDescending(static e => e.SyncedFolderCount).ThenByDescending(static e => e.MessageCount ?? long.MaxValue)],
            MostRows,
            "folder",
            exposure => _ = page.Raw("<tr><td>").Addresses(exposure.Mailbox).Raw("</td><td>").Text(exposure.Folder).Raw("</td><td>").Text(exposure.Messages).Raw("</td><td class=\"n\">").Text(Size([exposure]))
                .Raw("</td><td>").Time(exposure.FirstSeen).Raw("</td><td>").Time(exposure.LastSeen).Raw("</td><td>").Text(string.Join(" ", exposure.BoundReasons)).Raw("</td></tr>"));
        _ = page.Raw("</details>");
    }

    private static void Reads(HtmlPage page, MailAccessAnomaly[] anomalies) => ReportParts.Table(page, "Reads by finding", ["Finding*", "Mailboxes@", "Items, at least#", "Folders synchronised as a whole#", "Records#"], anomalies, MostRows, "finding", anomaly =>
        _ = page.Raw("<tr><td>").Text($"{anomaly.Id}: {anomaly.Title}").Raw("</td><td>").Addresses(ReportParts.Names(anomaly.Mailboxes)).Raw("</td><td class=\"n\">").Number(anomaly.ItemCount)
            .Raw("</td><td class=\"n\">").Number(anomaly.SyncedFolderCount).Raw("</td><td class=\"n\">").Number(anomaly.AccessCount).Raw("</td></tr>"));
}
