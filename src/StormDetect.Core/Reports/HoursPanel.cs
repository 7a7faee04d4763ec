using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>At which hours of the week the mailboxes concerned are usually read, and at which the findings read them; on one scale each.</summary>
internal static class HoursPanel
{
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static void Write(HtmlPage page, HuntReportData data)
    {
        ReportParts.Begin(page, "hours", "Hours", "Hours of the week (UTC) with access: usual access of the mailboxes with findings on the left, that of the findings on the right. Larger squares are more mailbox-hours, by the share of the busiest.");
        const double Cell = 18;
        const double Half = 500;
        ReportParts.BeginPicture(page, "week", "Hours of the week with access", Words(data), 1000, (8 * Cell) + 20);
        Grid(page, data.UsualHours, 40, "usual", Cell);
        Grid(page, data.FlaggedHours, Half + 60, "flag", Cell);
        ReportParts.EndPicture(page, "Left: usual. Right: findings.");
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
        int usual = data.UsualHours.Sum(static day => day.Sum());
        int flagged = data.FlaggedHours.Sum(static day => day.Sum());
        int night = data.FlaggedHours.Sum(static day => day.Where(static (_, hour) => hour is < 6 or >= 20).Sum());
        int weekend = data.FlaggedHours.Skip(5).Sum(static day => day.Sum());
        return $"{ReportParts.Count(usual, "usual mailbox-hour")}; {ReportParts.Count(flagged, "mailbox-hour")} of findings, {night} of them between 20 and 6 h UTC and {weekend} at weekends.";
    }

    private static void Grid(HtmlPage page, int[][] hours, double left, string style, double cell)
    {
        int most = System.Math.Max(1, hours.Max(static day => day.Max()));
        for (int day = 0; day < 7; day++)
        {
            double y = day * cell;
            _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(left - 8)}\" y=\"{HtmlPage.At(y + 13)}\" text-anchor=\"end\">{s_days[day]}</text>");
            for (int hour = 0; hour < 24; hour++)
            {
                double size = hours[day][hour] == 0 ? 0 : System.Math.Max(3, cell * System.Math.Sqrt((double)hours[day][hour] / most) * 0.92);
                double x = left + (hour * cell);
                _ = size == 0
                    ? page.Raw($"<circle class=\"quiet\" cx=\"{HtmlPage.At(x + (cell / 2))}\" cy=\"{HtmlPage.At(y + (cell / 2))}\" r=\"1\"/>")
                    : page.Raw($"<rect class=\"{style}\" x=\"{HtmlPage.At(x + ((cell - size) / 2))}\" y=\"{HtmlPage.At(y + ((cell - size) / 2))}\" width=\"{HtmlPage.At(size)}\" height=\"{HtmlPage.At(size)}\"/>");
            }
        }

        for (int hour = 0; hour < 24; hour += 3)
        {
            _ = page.Raw($"<text class=\"t\" x=\"{HtmlPage.At(left + ((hour + 0.5) * cell))}\" y=\"{HtmlPage.At((7 * cell) + 16)}\" text-anchor=\"middle\">{hour:00}</text>");
        }
    }
}
