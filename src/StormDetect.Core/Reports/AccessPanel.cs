using System;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>Mail access of each mailbox concerned, day by day: items read, folders synchronised, the band of usual days, what belongs to findings, and where nothing could be seen.</summary>
internal static class AccessPanel
{
    private const int MostPictures = 20;
    private const double Left = 60;
    private const double Width = 1000;
    private const double Height = 96;
    private const double Floor = 74;

    public static void Write(HtmlPage page, MailHuntResult result, HuntReportData data)
    {
        ReportParts.Begin(page, "access", "Access over time", data.Mailboxes.Count == 0
            ? "No finding names a mailbox of this log."
            : "Items read by day (UTC). The pale band is what nine of ten usual days of the mailbox stay within; orange with a dot on top is what belongs to findings; circles are synchronised folders; violet is blind.");
        foreach ((ReportMailbox mailbox, int index) in data.Mailboxes.Take(MostPictures).Select(static (mailbox, index) => (mailbox, index)))
        {
            Picture(page, result.Coverage, data, mailbox, index);
        }

        if (data.Mailboxes.Count > 0)
        {
            Table(page, data);
        }

        int more = data.MailboxesLeftOut + Math.Max(0, data.Mailboxes.Count - MostPictures);
        if (more > 0)
        {
            _ = page.Raw("<p>").Text($"{ReportParts.Count(more, "mailbox")} more are named by findings and not drawn.").Raw("</p>");
        }

        ReportParts.End(page);
    }

    private static void Picture(HtmlPage page, CoverageReport coverage, HuntReportData data, ReportMailbox mailbox, int index)
    {
        int most = Math.Max(1, Math.Max(mailbox.UsualHigh, mailbox.Days.Max(static day => day.Items)));
        long flagged = mailbox.Days.Sum(static day => (long)day.FlaggedItems);
        int syncs = mailbox.Days.Sum(static day => day.FlaggedSyncs);
        string story = flagged + syncs == 0
            ? "No item read of it belongs to a finding."
            : $"{ReportParts.Count(flagged, "item")} and {ReportParts.Count(syncs, "synchronised folder")} belong to findings, on {ReportParts.Count(mailbox.Days.Count(static day => day.FlaggedItems + day.FlaggedSyncs > 0), "day")}.";
        _ = page.Raw("<h3>").Text(mailbox.Name).Raw("</h3>");
        ReportParts.BeginPicture(page, $"access{index}", $"Items read by day in {mailbox.Name}", $"{story} Usual are {mailbox.UsualLow:#,0} to {mailbox.UsualHigh:#,0} items on an active day.", Width, Height);
        double step = (Width - Left) / data.DayCount;
        double Y(double items) => Floor - ((Floor - 8) * Math.Sqrt(items / most));
        foreach (BlindInterval blind in coverage.BlindIntervals.Where(i => i.Certainty >= Certainty.Likely
            && (i.Scope == BlindScope.Tenant || (i.Scope == BlindScope.Mailbox && i.Subject.Equals(mailbox.Name, StringComparison.OrdinalIgnoreCase)))))
        {
            double from = Math.Clamp((blind.From - data.FirstDay).TotalDays, 0, data.DayCount);
            double to = Math.Clamp((blind.To - data.FirstDay).TotalDays, 0, data.DayCount);
            _ = to > from ? page.Raw($"<rect class=\"blind\" x=\"{HtmlPage.At(Left + (from * step))}\" y=\"{HtmlPage.At(Floor)}\" width=\"{HtmlPage.At((to - from) * step)}\" height=\"5\"/>") : page;
        }

        if (mailbox.UsualHigh > 0)
        {
            _ = page.Raw($"<rect class=\"band\" x=\"{HtmlPage.At(Left)}\" y=\"{HtmlPage.At(Y(mailbox.UsualHigh))}\" width=\"{HtmlPage.At(Width - Left)}\" height=\"{HtmlPage.At(Math.Max(1, Y(mailbox.UsualLow) - Y(mailbox.UsualHigh)))}\"/>");
        }

        _ = page.Raw($"<line class=\"axis\" x1=\"{HtmlPage.At(Left)}\" x2=\"{HtmlPage.At(Width)}\" y1=\"{HtmlPage.At(Floor)}\" y2=\"{HtmlPage.At(Floor)}\"/><text class=\"t\" x=\"{HtmlPage.At(Left - 6)}\" y=\"14\" text-anchor=\"end\">")
            .Number(most).Raw($"</text><text class=\"t\" x=\"{HtmlPage.At(Left - 6)}\" y=\"{HtmlPage.At(Floor)}\" text-anchor=\"end\">0</text>");
        for (int day = 0; day < mailbox.Days.Count; day++)
        {
            Day(page, mailbox.Days[day], Left + (day * step), step, Y);
        }

        ReportParts.DateAxis(page, data.FirstDay, data.DayCount, Left, Width - Left, Height - 4);
        ReportParts.EndPicture(page, story + " Heights grow with the square root, so that quiet days stay visible.");
    }

    private static void Day(HtmlPage page, in ReportDay day, double x, double step, Func<double, double> y)
    {
        double width = Math.Max(1, step - Math.Min(2, step / 4));
        double middle = x + (width / 2);
        if (day.Items > 0)
        {
            _ = page.Raw($"<rect class=\"usual\" x=\"{HtmlPage.At(x)}\" y=\"{HtmlPage.At(y(day.Items))}\" width=\"{HtmlPage.At(width)}\" height=\"{HtmlPage.At(Floor - y(day.Items))}\"/>");
        }

        if (day.FlaggedItems > 0)
        {
            double top = y(day.FlaggedItems);
            _ = page.Raw($"<rect class=\"flag\" x=\"{HtmlPage.At(x)}\" y=\"{HtmlPage.At(top)}\" width=\"{HtmlPage.At(width)}\" height=\"{HtmlPage.At(Floor - top)}\"/><circle class=\"mark\" cx=\"{HtmlPage.At(middle)}\" cy=\"{HtmlPage.At(top - 4)}\" r=\"2.5\"/>");
        }

        if (day.Syncs > 0)
        {
            _ = page.Raw($"<circle class=\"{(day.FlaggedSyncs > 0 ? "syncflag" : "sync")}\" cx=\"{HtmlPage.At(middle)}\" cy=\"5\" r=\"3.5\"/>");
        }
    }

    private static void Table(HtmlPage page, HuntReportData data)
    {
        _ = page.Raw("<details><summary>The numbers of the days with findings</summary>");
        ReportParts.BeginTable(page, "Days (UTC) on which findings name access", "Mailbox", "Day", "Items of findings#", "All items#", "Usual on an active day#", "Synchronised folders of findings#");
        int rows = 0;
        foreach (ReportMailbox mailbox in data.Mailboxes)
        {
            for (int day = 0; day < mailbox.Days.Count && rows < 400; day++)
            {
                ReportDay entry = mailbox.Days[day];
                if (entry.FlaggedItems + entry.FlaggedSyncs > 0)
                {
                    rows++;
                    _ = page.Raw("<tr><td>").Text(mailbox.Name).Raw("</td><td>").Raw(data.FirstDay.AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Raw("</td><td class=\"n\">").Number(entry.FlaggedItems)
                        .Raw("</td><td class=\"n\">").Number(entry.Items).Raw("</td><td class=\"n\">").Number(mailbox.UsualLow).Raw("-").Number(mailbox.UsualHigh).Raw("</td><td class=\"n\">").Number(entry.FlaggedSyncs).Raw("</td></tr>");
                }
            }
        }

        ReportParts.EndTable(page);
        _ = page.Raw("</details>");
    }
}
