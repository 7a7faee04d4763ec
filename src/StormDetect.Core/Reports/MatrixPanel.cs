using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Reports;

/// <summary>Which application read the mailboxes concerned from which network: how often, since when, whether that is new, and whether it belongs to a finding.</summary>
internal static class MatrixPanel
{
    /// <summary>What first shows this long after the window began is called new.</summary>
    private static readonly TimeSpan s_known = TimeSpan.FromDays(7);

    public static void Write(HtmlPage page, HuntReportData data)
    {
        ReportParts.Begin(page, "matrix", "Applications and networks", data.Cells.Count == 0
            ? "No finding names a mailbox with mail access in this log."
            : "Access to the mailboxes with findings by application (rows) and network (columns): records, and the first day. \"New\" first shows more than 7 days after the window began; the rest was there before. A triangle marks what belongs to a finding; that comes first.");
        if (data.Cells.Count > 0)
        {
            Table(page, data);
        }
        ReportParts.End(page);
    }

    private static void Table(HtmlPage page, HuntReportData data)
    {
        Dictionary<(int, int), ReportCell> cells = data.Cells.ToDictionary(static cell => (cell.Application, cell.Network));
        ReportParts.BeginTable(page, "Records and first day by application and network", ["Application*", .. data.Networks.Select(static network => network + "#")]);
        for (int application = 0; application < data.Applications.Count; application++)
        {
            _ = page.Raw("<tr><th scope=\"row\">").Text(data.Applications[application]).Raw("</th>");
            for (int network = 0; network < data.Networks.Count; network++)
            {
                _ = page.Raw("<td class=\"n\">");
                if (cells.TryGetValue((application, network), out ReportCell? cell))
                {
                    DateTimeOffset first = FactTime.ToTime(cell.First);
                    _ = cell.Flagged > 0 ? page.Raw("<strong>&#9650; ").Number(cell.Records).Raw("</strong>") : page.Number(cell.Records);
                    _ = page.Raw("<br><span class=\"mute\">").Raw(first.ToString("MM-dd", CultureInfo.InvariantCulture)).Raw("</span>")
                        .Raw(first - data.FirstDay > s_known ? " <span class=\"new\">new</span>" : string.Empty);
                }

                _ = page.Raw("</td>");
            }

            _ = page.Raw("</tr>");
        }

        ReportParts.EndTable(page);
    }
}
