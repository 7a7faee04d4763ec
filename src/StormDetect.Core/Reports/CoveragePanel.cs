using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>What could be seen: the tenant and each mailbox concerned on a strip of days, blind stretches hatched in, and every blind interval in words.</summary>
internal static class CoveragePanel
{
    private const int MostRows = 30;
    private const int MostIntervals = 100;
    private const int MostInRow = 200;
    private const double Left = 250;
    private const double Width = 1000;
    private const double Row = 20;

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        CoverageReport coverage = result.Coverage;
        ReportParts.Begin(page, "coverage", "What could be seen", string.Create(
            CultureInfo.InvariantCulture,
            $"{coverage.Sentence}. {coverage.BlindPercent:0.#} % of {coverage.ActiveMailboxDays:#,0} active mailbox-days were blind in whole or in part. Nothing else in this report may be read without this."));
        if (result.ReportData is { } data)
        {
            Strip(page, coverage, data);
        }

        if (coverage.BlindIntervals.Count == 0)
        {
            _ = page.Raw("<p>No blind interval is known in the window.</p>");
        }
        else
        {
            Table(page, coverage.BlindIntervals);
        }

        ReportParts.End(page);
    }

    private static void Strip(HtmlPage page, CoverageReport coverage, HuntReportData data)
    {
        BlindInterval[] tenant = coverage.BlindIntervals.Where(static i => i.Scope == BlindScope.Tenant).ToArray();
        List<(string Name, BlindInterval[] Blind, IReadOnlyList<ReportDay>? Days)> rows = [("The whole tenant", tenant, null)];
        rows.AddRange(data.Mailboxes.Take(MostRows).Select(mailbox => (
            mailbox.Name,
            coverage.BlindIntervals.Where(i => i.Scope == BlindScope.Mailbox && i.SubjectKey.Equals(mailbox.Name, StringComparison.OrdinalIgnoreCase)).ToArray(),
            (IReadOnlyList<ReportDay>?)mailbox.Days)));
        rows.AddRange(coverage.BlindIntervals.Where(static i => i.Scope == BlindScope.Actor).GroupBy(static i => i.Subject).Take(5).Select(static g => ($"actor {g.Key}", g.ToArray(), (IReadOnlyList<ReportDay>?)null)));
        double height = (rows.Count * Row) + 24;
        ReportParts.BeginPicture(
            page, "strip", "Coverage by day", $"One row for the tenant and one for each of {ReportParts.Count(data.Mailboxes.Count, "mailbox")} with findings. Blind stretches are listed in the table below.", Width, height);
        for (int i = 0; i < rows.Count; i++)
        {
            double y = i * Row;
            _ = page.Raw($"<text x=\"0\" y=\"{HtmlPage.At(y + 14)}\">").Text(rows[i].Name, 35).Raw("</text>");
            if (rows[i].Days is { } days)
            {
                Days(page, days, y);
            }
            else
            {
                _ = page.Raw($"<rect class=\"seen\" x=\"{HtmlPage.At(Left)}\" y=\"{HtmlPage.At(y + 3)}\" width=\"{HtmlPage.At(Width - Left)}\" height=\"14\"/>");
            }

            foreach (BlindInterval blind in rows[i].Blind.Take(MostInRow))
            {
                Blind(page, data, blind, y);
            }
        }

        ReportParts.DateAxis(page, data.FirstDay, data.DayCount, Left, Width - Left, height - 6);
        ReportParts.EndPicture(page, "Blue: days with recorded activity (for the tenant: the window read). Grey: quiet days, no record. Violet bars: blind, in full height where certain or likely and half where only possible.");
    }

    private static void Days(HtmlPage page, IReadOnlyList<ReportDay> days, double y)
    {
        double step = (Width - Left) / days.Count;
        for (int day = 0; day < days.Count;)
        {
            // Runs of like days are one shape: a picture of 400 days stays small.
            bool active = days[day].Reads + days[day].Syncs > 0;
            int end = day;
            while (end < days.Count && days[end].Reads + days[end].Syncs > 0 == active)
            {
                end++;
            }

            _ = page.Raw($"<rect class=\"{(active ? "seen" : "quiet")}\" x=\"{HtmlPage.At(Left + (day * step))}\" y=\"{HtmlPage.At(y + 5)}\" width=\"{HtmlPage.At((end - day) * step)}\" height=\"10\"/>");
            day = end;
        }
    }

    private static void Blind(HtmlPage page, HuntReportData data, BlindInterval blind, double y)
    {
        double scale = (Width - Left) / data.DayCount;
        double from = Math.Clamp((blind.From - data.FirstDay).TotalDays, 0, data.DayCount);
        double to = Math.Clamp((blind.To - data.FirstDay).TotalDays, 0, data.DayCount);
        if (to > from)
        {
            double height = blind.Certainty >= Certainty.Likely ? 16 : 8;
            _ = page.Raw($"<rect class=\"blind\" x=\"{HtmlPage.At(Left + (from * scale))}\" y=\"{HtmlPage.At(y + 18 - height)}\" width=\"{HtmlPage.At(Math.Max(1.5, (to - from) * scale))}\" height=\"{HtmlPage.At(height)}\"/>");
        }
    }

    private static void Table(HtmlPage page, IReadOnlyList<BlindInterval> intervals) => ReportParts.Table(
        page, "Blind intervals (times in UTC)", ["Whose@", "From", "To", "Cause", "How sure", "In words*"], intervals, MostIntervals, "interval", interval =>
            _ = page.Raw("<tr><td>").Addresses(interval.Scope == BlindScope.Tenant ? "the whole tenant" : $"{interval.Scope.ToString().ToLowerInvariant()} {interval.Subject}").Raw("</td><td>").Time(interval.From)
                .Raw("</td><td>").Time(interval.To).Raw("</td><td>").Text(BlindWords.Of(interval.Cause)).Raw("</td><td class=\"d\">").Text(interval.Certainty.ToString().ToLowerInvariant()).Raw("</td><td>").Text(interval.Text).Raw("</td></tr>"));
}
