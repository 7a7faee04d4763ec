using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Reports;

/// <summary>Which application read the mailboxes concerned from which network: how often, since when, and whether it belongs to a finding.</summary>
internal static class MatrixPanel
{
    public static void Write(HtmlPage page, HuntReportData data)
    {
        ReportParts.Begin(page, "matrix", "Applications and networks", "Access to the mailboxes with findings by application (rows) and network (columns): records and the first day. What belongs to a finding is marked with a triangle and listed first.");
        if (data.Cells.Count > 0)
        {
            Table(page, data);
        }

        ReportParts.End(page);
    }

    private static void Table(HtmlPage page, HuntReportData data)
    {
        Dictionary<(int, int), ReportCell> cells = data.Cells.ToDictionary(static cell => (cell.Application, cell.Network));
        ReportParts.BeginTable(page, "Records and first day by application and network", ["Application", .. data.Networks]);
        for (int application = 0; application < data.Applications.Count; application++)
        {
            _ = page.Raw("<tr><th scope=\"row\">").Text(data.Applications[application]).Raw("</th>");
            for (int network = 0; network < data.Networks.Count; network++)
            {
                _ = page.Raw("<td>");
                if (cells.TryGetValue((application, network), out ReportCell? cell))
                {
                    _ = cell.Flagged > 0 ? page.Raw("<strong>&#9650; ").Number(cell.Records).Raw("</strong>") : page.Number(cell.Records);
                    _ = page.Raw("<br><span class=\"mute\">").Raw(FactTime.ToTime(cell.First).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Raw("</span>");
                }

                _ = page.Raw("</td>");
            }

            _ = page.Raw("</tr>");
        }

        ReportParts.EndTable(page);
    }
}
