using System;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>Mail access with and without a sign-in behind it: two lanes for each story, the reads that a sign-in explains above, those that none explains below.</summary>
internal static class SignInPanel
{
    private const int MostRows = 30;
    private const double Left = 330;
    private const double Width = 1000;
    private const double Row = 34;

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        OrphanedMailAccess[] stories = result.Findings.OfType<OrphanedMailAccess>().OrderByDescending(static s => s.Severity).ThenBy(static s => s.FirstSeen).ToArray();
        BlindInterval[] missing = result.Coverage.BlindIntervals.Where(static i => i.Cause == BlindCause.SignInsMissing).ToArray();
        ReportParts.Begin(page, "signins", "Sign-ins", stories.Length == 0
            ? "No story of mail access without a sign-in reaches the severity asked for." + (missing.Length > 0 ? " But sign-ins to compare with are missing for part of the time, so that is no answer for it." : string.Empty)
            : "Mail access compared with sign-ins: reads that a sign-in explains, and reads that none explains although such access usually has one. That is what gave Storm-0558 away.");
        if (stories.Length > 0)
        {
            Lanes(page, result, [.. stories.Take(MostRows)]);
            Table(page, stories);
        }

        foreach (BlindInterval interval in missing.Take(5))
        {
            _ = page.Raw("<p>").Text(interval.Text).Raw("</p>");
        }

        ReportParts.End(page);
    }

    private static void Lanes(HtmlPage page, MailHuntResult result, OrphanedMailAccess[] stories)
    {
        double days = Math.Max(1, (result.Coverage.End - result.Coverage.Start).TotalDays);
        double height = (stories.Length * Row) + 24;
        double X(DateTimeOffset time) => Left + (Math.Clamp((time - result.Coverage.Start).TotalDays / days, 0, 1) * (Width - Left));
        long most = Math.Max(1, stories.Max(static s => Math.Max(s.MatchedCount, s.UnmatchedCount)));
        double Height(long count) => count == 0 ? 0 : Math.Max(2, 13 * Math.Sqrt((double)count / most));
        ReportParts.BeginPicture(
            page, "orphans", "Reads with and without a sign-in", $"{ReportParts.Count(stories.Length, "story")}: {stories.Sum(static s => s.UnmatchedCount):#,0} reads without a sign-in, {stories.Sum(static s => s.MatchedCount):#,0} with one.", Width, height);
        for (int i = 0; i < stories.Length; i++)
        {
            OrphanedMailAccess story = stories[i];
            double middle = (i * Row) + 16;
            double x = X(story.FirstSeen);
            double width = Math.Max(4, X(story.LastSeen) - x);
            _ = page.Raw($"<text x=\"0\" y=\"{HtmlPage.At(middle + 4)}\">").Text(story.Title, 46)
                .Raw($"</text><line class=\"axis\" x1=\"{HtmlPage.At(Left)}\" x2=\"{HtmlPage.At(Width)}\" y1=\"{HtmlPage.At(middle)}\" y2=\"{HtmlPage.At(middle)}\"/>")
                .Raw($"<rect class=\"usual\" x=\"{HtmlPage.At(x)}\" y=\"{HtmlPage.At(middle - Height(story.MatchedCount))}\" width=\"{HtmlPage.At(width)}\" height=\"{HtmlPage.At(Height(story.MatchedCount))}\"/>")
                .Raw($"<rect class=\"flag\" x=\"{HtmlPage.At(x)}\" y=\"{HtmlPage.At(middle)}\" width=\"{HtmlPage.At(width)}\" height=\"{HtmlPage.At(Height(story.UnmatchedCount))}\"/>");
        }

        ReportParts.DateAxis(page, result.Coverage.Start, (int)Math.Ceiling(days), Left, Width - Left, height - 6);
        ReportParts.EndPicture(page, "Above the line: reads that a sign-in explains. Below: orphans.");
    }

    private static void Table(HtmlPage page, OrphanedMailAccess[] stories)
    {
        ReportParts.Table(page, "Mail access and sign-ins", ["Severity", "Story*", "Grade", "Without a sign-in#", "With one#", "Usually without, %#", "First (UTC)"], stories, 200, "story", story =>
        {
            _ = page.Raw("<tr><td>");
            ReportParts.Severity(page, story.Severity);
            _ = page.Raw("</td><td>").Addresses(story.Title).Raw("</td><td class=\"d\">").Text(story.Grade.ToString()).Raw("</td><td class=\"n\">").Number(story.UnmatchedCount).Raw("</td><td class=\"n\">").Number(story.MatchedCount)
                .Raw("</td><td class=\"n\">").Raw(story.ExpectedUnmatchedPercent is { } usual ? HtmlPage.At(usual) : "not known").Raw("</td><td>").Time(story.FirstSeen).Raw("</td></tr>");
        });
    }
}
