using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Reports;

/// <summary>Mail access of each mailbox concerned, day by day: items read, folders synchronised, the band of usual days, what belongs to findings, and where nothing could be seen.</summary>
internal static class AccessPanel
{
    private const int MostOpen = 6;
    private const int MostPictures = 20;
    private const int MostDays = 400;
    private const int MostBlind = 100;
    private const double Left = 60;
    private const double Width = 1000;
    private const double Height = 96;
    private const double Floor = 74;

    public static void Write(HtmlPage page, MailHuntResult result, HuntReportData data)
    {
        ReportParts.Begin(page, "access", "Access over time", data.Mailboxes.Count == 0
            ? "No finding names a mailbox of this log."
            : "Items read by day (UTC), one picture for each mailbox with findings. Blue: all items. Orange with a dot: those of findings. Pale band: what eight of ten usual days of this mailbox stay within. Diamonds: synchronised folders, orange with findings. Violet under the line: blind. Dashed: a change of auditing. Heights grow with the square root, so that quiet days stay visible.");
        for (int index = 0; index < Math.Min(MostPictures, data.Mailboxes.Count); index++)
        {
            _ = index == MostOpen ? page.Raw("<details><summary>").Text(ReportParts.Count(Math.Min(MostPictures, data.Mailboxes.Count) - MostOpen, "more mailbox")).Raw("</summary>") : page;
            Picture(page, result, data, data.Mailboxes[index], index);
        }

        if (data.Mailboxes.Count > 0)
        {
            _ = data.Mailboxes.Count > MostOpen ? page.Raw("</details>") : page;
            Table(page, data);
        }

        int more = data.MailboxesLeftOut + Math.Max(0, data.Mailboxes.Count - MostPictures);
        if (more > 0)
        {
            _ = page.Raw("<p>").Text($"{ReportParts.Count(more, "more mailbox")} named by findings {(more == 1 ? "is" : "are")} not drawn.").Raw("</p>");
        }

        ReportParts.End(page);
    }

    private static void Picture(HtmlPage page, MailHuntResult result, HuntReportData data, ReportMailbox mailbox, int index)
    {
        int most = Math.Max(1, Math.Max(mailbox.UsualHigh, mailbox.Days.Max(static day => day.Items)));
        string story = Story(mailbox);
        _ = page.Raw("<h3>").Text(mailbox.Name).Raw("</h3>");
        ReportParts.BeginPicture(page, $"access{index}", $"Items read by day in {mailbox.Name}", story, Width, Height);
        double step = (Width - Left) / data.DayCount;
        double X(DateTimeOffset time) => Left + (Math.Clamp((time - data.FirstDay).TotalDays, 0, data.DayCount) * step);
        double Y(double items) => Floor - ((Floor - 12) * Math.Sqrt(items / most));
        foreach (BlindInterval blind in result.Coverage.BlindIntervals.Where(i => i.Certainty >= Certainty.Likely && X(i.To) > X(i.From)
            && (i.Scope == BlindScope.Tenant || (i.Scope == BlindScope.Mailbox && i.SubjectKey.Equals(mailbox.Name, StringComparison.OrdinalIgnoreCase)))).Take(MostBlind))
        {
            _ = page.Raw($"<rect class=\"blind\" x=\"{HtmlPage.At(X(blind.From))}\" y=\"{HtmlPage.At(Floor)}\" width=\"{HtmlPage.At(Math.Max(1.5, X(blind.To) - X(blind.From)))}\" height=\"5\"/>");
        }

        if (mailbox.UsualHigh > 0)
        {
            _ = page.Raw($"<rect class=\"band\" x=\"{HtmlPage.At(Left)}\" y=\"{HtmlPage.At(Y(mailbox.UsualHigh))}\" width=\"{HtmlPage.At(Width - Left)}\" height=\"{HtmlPage.At(Math.Max(1, Y(mailbox.UsualLow) - Y(mailbox.UsualHigh)))}\"/>");
        }

        _ = page.Raw($"<line class=\"axis\" x1=\"{HtmlPage.At(Left)}\" x2=\"{HtmlPage.At(Width)}\" y1=\"{HtmlPage.At(Floor)}\" y2=\"{HtmlPage.At(Floor)}\"/><text class=\"t\" x=\"{HtmlPage.At(Left - 6)}\" y=\"16\" text-anchor=\"end\">")
            .Number(most).Raw($"</text><text class=\"t\" x=\"{HtmlPage.At(Left - 6)}\" y=\"{HtmlPage.At(Floor)}\" text-anchor=\"end\">0</text>");
        Days(page, mailbox.Days, step, Y);
        foreach (MailboxChangeFinding change in result.Findings.OfType<MailboxChangeFinding>().Where(f => f.ChangeKind == MailboxChangeKind.AuditTampering && (f.Mailboxes.Count == 0 || f.Mailboxes.Contains(mailbox.Name))).Take(20))
        {
            _ = page.Raw($"<path class=\"tamper\" d=\"M{HtmlPage.At(X(change.FirstSeen))} 0V{HtmlPage.At(Floor)}\"/>");
        }

        ReportParts.DateAxis(page, data.FirstDay, data.DayCount, Left, Width - Left, Height - 4);
        ReportParts.EndPicture(page, story);
    }

    private static string Story(ReportMailbox mailbox)
    {
        long flagged = mailbox.Days.Sum(static day => (long)day.FlaggedItems);
        int syncs = mailbox.Days.Sum(static day => day.FlaggedSyncs);
        string[] parts = [.. new[] { flagged > 0 ? ReportParts.Count(flagged, "item") : string.Empty, syncs > 0 ? ReportParts.Count(syncs, "synchronised folder") : string.Empty }.Where(static part => part.Length > 0)];
        string usual = mailbox.UsualHigh == 0 ? "Nothing else was read." : string.Create(CultureInfo.InvariantCulture, $"Usual are {mailbox.UsualLow:#,0} to {mailbox.UsualHigh:#,0} items on an active day.");
        return (parts.Length == 0 ? "No mail access to it is part of a finding of mail access. "
            : $"{string.Join(" and ", parts)} of findings, on {ReportParts.Count(mailbox.Days.Count(static day => day.FlaggedItems + day.FlaggedSyncs > 0), "day")}. ") + usual;
    }

    /// <summary>One shape for each kind of mark, however many days: the page stays small.</summary>
    private static void Days(HtmlPage page, IReadOnlyList<ReportDay> days, double step, Func<double, double> y)
    {
        double width = Math.Max(1, step - Math.Min(2, step / 4));
        StringBuilder usual = new();
        StringBuilder flagged = new();
        StringBuilder dots = new();
        StringBuilder syncs = new();
        StringBuilder flaggedSyncs = new();
        for (int i = 0; i < days.Count; i++)
        {
            ReportDay day = days[i];
            double x = Left + (i * step);
            double middle = x + (width / 2);
            _ = day.Items > 0 ? Bar(usual, x, y(day.Items), width) : usual;
            if (day.FlaggedItems > 0)
            {
                _ = Bar(flagged, x, y(day.FlaggedItems), width);
                _ = dots.Append(CultureInfo.InvariantCulture, $"M{HtmlPage.At(middle)} {HtmlPage.At(y(day.FlaggedItems) - 4)}h0");
            }

            _ = day.Syncs > 0 ? (day.FlaggedSyncs > 0 ? flaggedSyncs : syncs).Append(CultureInfo.InvariantCulture, $"M{HtmlPage.At(middle - 3.5)} 5l3.5-3.5 3.5 3.5-3.5 3.5z") : syncs;
        }

        Shape(page, "usual", usual);
        Shape(page, "flag", flagged);
        Shape(page, "dot", dots);
        Shape(page, "sync", syncs);
        Shape(page, "syncflag", flaggedSyncs);
    }

    private static StringBuilder Bar(StringBuilder path, double x, double top, double width) =>
        path.Append(CultureInfo.InvariantCulture, $"M{HtmlPage.At(x)} {HtmlPage.At(Floor)}V{HtmlPage.At(top)}h{HtmlPage.At(width)}V{HtmlPage.At(Floor)}z");

    private static void Shape(HtmlPage page, string style, StringBuilder path) => _ = path.Length == 0 ? page : page.Raw($"<path class=\"{style}\" d=\"{path}\"/>");

    private static void Table(HtmlPage page, HuntReportData data)
    {
        (ReportMailbox Mailbox, int Day)[] rows = data.Mailboxes.SelectMany(static mailbox => mailbox.Days
            .Select((entry, day) => (mailbox, entry, day)).Where(static row => row.entry.FlaggedItems + row.entry.FlaggedSyncs > 0).Select(static row => (row.mailbox, row.day))).ToArray();
        _ = page.Raw("<details><summary>The numbers of the days with findings</summary>");
        ReportParts.Table(
            page, "Days (UTC) on which findings name access", ["Mailbox@", "Day", "Items of findings#", "All items#", "Usual on an active day#", "Synchronised folders of findings#"], rows, MostDays, "mailbox-day", row =>
            {
                ReportDay entry = row.Mailbox.Days[row.Day];
                _ = page.Raw("<tr><td>").Addresses(row.Mailbox.Name).Raw("</td><td class=\"d\">").Raw(data.FirstDay.AddDays(row.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Raw("</td><td class=\"n\">").Number(entry.FlaggedItems)
                    .Raw("</td><td class=\"n\">").Number(entry.Items).Raw("</td><td class=\"n\">").Number(row.Mailbox.UsualLow).Raw("-").Number(row.Mailbox.UsualHigh).Raw("</td><td class=\"n\">").Number(entry.FlaggedSyncs).Raw("</td></tr>");
            });
        _ = page.Raw("</details>");
    }
}
