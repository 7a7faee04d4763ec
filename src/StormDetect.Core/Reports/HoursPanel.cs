using System;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>At which hours of the week the mailboxes concerned are usually read, and at which the findings read them; on one scale each.</summary>
internal static class HoursPanel
{
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly double[] s_steps = [0.01, 0.05, 0.2];

    public static void Write(HtmlPage page, HuntReportData data)
    {
        if (Sum(data.FlaggedHours) == 0)
        {
            // An empty grid looks like one in which nothing happened.
            ReportParts.Begin(page, "hours", "Hours", "No finding with mail access: there are no hours to compare with the usual ones.");
            ReportParts.End(page);
            return;
        }

        ReportParts.Begin(page, "hours", "Hours", "Hours of the week (UTC) with access, as shares of all hours with access: usual access of the mailboxes with findings on the left, that of the findings on the right, on the same scale.");
        const double Cell = 18;
        const double Half = 500;
        double top = Math.Max(Share(data.UsualHours), Share(data.FlaggedHours));
        ReportParts.BeginPicture(page, "week", "Hours of the week with access", Words(data), 1000, (8 * Cell) + 42);
        Grid(page, data.UsualHours, 40, "usual", Cell, top);
        Grid(page, data.FlaggedHours, Half + 60, "flag", Cell, top);
        Legend(page, Cell, top);
        ReportParts.EndPicture(page, $"Left: usual. Right: findings. {Words(data)}");
        _ = page.Raw("<details><summary>The numbers</summary>");
        ReportParts.BeginTable(page, "Mailbox-hours with access by weekday (UTC): usual / of findings", ["Day", .. Enumerable.Range(0, 24).Select(static hour => $"{hour:00}#")]);
        for (int day = 0; day < 7; day++)
        {
            _ = page.Raw($"<tr><th scope=\"row\">{s_days[day]}</th>");
            for (int hour = 0; hour < 24; hour++)
            {
                _ = page.Raw("<td class=\"n\">").Number(data.UsualHours[day][hour]).Raw("/").Number(data.FlaggedHours[day][hour]).Raw("</td>");
            }

            _ = page.Raw("</tr>");
        }

        ReportParts.EndTable(page);
        _ = page.Raw("</details>");
        ReportParts.End(page);
    }

    private static string Words(HuntReportData data)
    {
        int usual = Sum(data.UsualHours);
        int flagged = Sum(data.FlaggedHours);
        int night = data.FlaggedHours.Sum(static day => day.Where(static (_, hour) => hour is < 6 or >= 20).Sum());
        int weekend = data.FlaggedHours.Skip(5).Sum(static day => day.Sum());
        return $"{ReportParts.Count(usual, "usual mailbox-hour")}; {ReportParts.Count(flagged, "mailbox-hour")} of findings, {night} of them between 20 and 6 h UTC and {weekend} at weekends.";
    }

    private static int Sum(int[][] hours) => hours.Sum(static day => day.Sum());

    /// <summary>The largest share that one hour of the week has of all.</summary>
    private static double Share(int[][] hours) => (double)hours.Max(static day => day.Max()) / Math.Max(1, Sum(hours));

    private static double Side(double share, double top, double cell) => share <= 0 ? 0 : Math.Max(2.5, cell * 0.92 * Math.Sqrt(share / Math.Max(top, 0.001)));

    private static void Grid(HtmlPage page, int[][] hours, double left, string style, double cell, double top)
    {
        double all = Math.Max(1, Sum(hours));
        for (int day = 0; day < 7; day++)
        {
            double y = day * cell;
            _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(left - 8)}\" y=\"{HtmlPage.At(y + 13)}\" text-anchor=\"end\">{s_days[day]}</text>");
            for (int hour = 0; hour < 24; hour++)
            {
                Square(page, left + ((hour + 0.5) * cell), y + (cell / 2), Side(hours[day][hour] / all, top, cell), style);
            }
        }

        for (int hour = 0; hour < 24; hour += 3)
        {
            _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(left + ((hour + 0.5) * cell))}\" y=\"{HtmlPage.At((7 * cell) + 16)}\" text-anchor=\"middle\">{hour:00}</text>");
        }
    }

    private static void Square(HtmlPage page, double x, double y, double side, string style) => _ = side == 0
        ? page.Raw($"<circle class=\"quiet\" cx=\"{HtmlPage.At(x)}\" cy=\"{HtmlPage.At(y)}\" r=\"1\"/>")
        : page.Raw($"<rect class=\"{style}\" x=\"{HtmlPage.At(x - (side / 2))}\" y=\"{HtmlPage.At(y - (side / 2))}\" width=\"{HtmlPage.At(side)}\" height=\"{HtmlPage.At(side)}\"/>");

    private static void Legend(HtmlPage page, double cell, double top)
    {
        double y = (8 * cell) + 24;
        double x = 48;
        foreach (double share in s_steps.Where(share => share <= top))
        {
            Square(page, x, y, Side(share, top, cell), "usual");
            _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(x + 14)}\" y=\"{HtmlPage.At(y + 4)}\">{HtmlPage.At(share * 100)} %</text>");
            x += 70;
        }

        _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(x)}\" y=\"{HtmlPage.At(y + 4)}\">of the hours with access; the largest square is {HtmlPage.At(Math.Round(top * 100, 1))} %</text>");
    }
}
