using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>Rules, forwarding, delegation and settings on a swim-lane: when each was made, when it was taken back, beside the access of the same incident.</summary>
internal static class ChangePanel
{
    private const int MostRows = 60;
    private const int MostLines = 20;
    private const double Left = 330;
    private const double Width = 1000;
    private const double Row = 22;

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        Finding[] changes = result.Findings.Where(IsChange).OrderBy(static f => f.FirstSeen).ToArray();
        ReportParts.Begin(page, "changes", "Changes", changes.Length == 0
            ? "No rule, forwarding, permission, consent or audit setting of the log is a finding at the severity asked for."
            : "Rules, forwarding, permissions, consent and audit settings that are findings, from when they were made until they were taken back, or to the end of the window where the log does not show that.");
        if (changes.Length > 0)
        {
            Lanes(page, result, [.. changes.Take(MostRows)]);
            Table(page, changes);
        }

        ReportParts.End(page);
    }

    private static bool IsChange(Finding finding) => finding is InboxRuleFinding or MailboxChangeFinding;

    private static DateTimeOffset? End(Finding finding) => finding switch
    {
        InboxRuleFinding rule => rule.RemovedAt,
        MailboxChangeFinding change => change.RevertedAt,
        _ => null,
    };

    private static void Lanes(HtmlPage page, MailHuntResult result, Finding[] changes)
    {
        DateTimeOffset start = result.Coverage.Start;
        double days = Math.Max(1, (result.Coverage.End - start).TotalDays);
        double height = (changes.Length * Row) + 24;
        Dictionary<string, Incident> incidents = result.Incidents.SelectMany(static i => i.FindingIds.Select(id => (id, i))).DistinctBy(static pair => pair.id).ToDictionary(static pair => pair.id, static pair => pair.i);
        double X(DateTimeOffset time) => Left + (Math.Clamp((time - start).TotalDays / days, 0, 1) * (Width - Left));
        ReportParts.BeginPicture(page, "lanes", "Changes over time", $"{ReportParts.Count(changes.Length, "change")}; {changes.Count(static change => End(change) is not null)} of them were taken back in the log. The table below has the times.", Width, height);
        for (int i = 0; i < changes.Length; i++)
        {
            double y = i * Row;
            Finding change = changes[i];
            double from = X(change.FirstSeen);
            double to = End(change) is { } end ? X(end) : Width;
            _ = page.Raw($"<text x=\"0\" y=\"{HtmlPage.At(y + 14)}\">").Text(change.Title, 46)
                .Raw($"</text><rect class=\"band\" x=\"{HtmlPage.At(from)}\" y=\"{HtmlPage.At(y + 6)}\" width=\"{HtmlPage.At(Math.Max(3, to - from))}\" height=\"8\"/><circle class=\"mark\" cx=\"{HtmlPage.At(from)}\" cy=\"{HtmlPage.At(y + 10)}\" r=\"4\"/>");
            foreach (MailAccessAnomaly access in incidents.GetValueOrDefault(change.Id)?.Findings.OfType<MailAccessAnomaly>().Take(MostLines) ?? [])
            {
                _ = page.Raw($"<line class=\"flagline\" x1=\"{HtmlPage.At(X(access.FirstSeen))}\" x2=\"{HtmlPage.At(Math.Max(X(access.FirstSeen) + 2, X(access.LastSeen)))}\" y1=\"{HtmlPage.At(y + 18)}\" y2=\"{HtmlPage.At(y + 18)}\"/>");
            }
        }

        ReportParts.DateAxis(page, start, (int)Math.Ceiling(days), Left, Width - Left, height - 6);
        ReportParts.EndPicture(page, "Dot: made. Band: in force. Line under it: mail access of the same incident.");
    }

    private static void Table(HtmlPage page, Finding[] changes)
    {
        ReportParts.Table(page, "Changes (times in UTC)", ["Severity", "Change*", "By@", "Made", "Taken back", "Kind"], changes, 200, "change", change =>
        {
            _ = page.Raw("<tr><td>");
            ReportParts.Severity(page, change.Severity);
            _ = page.Raw("</td><td>").Addresses(change.Title).Raw("</td><td>").Addresses(ReportParts.Names(change.UserIds)).Raw("</td><td>").Time(change.FirstSeen).Raw("</td><td>");
            _ = End(change) is { } end ? page.Time(end) : page.Raw("not in the log");
            _ = page.Raw("</td><td class=\"d\">").Text(change.DetectionId[(change.DetectionId.IndexOf('.', StringComparison.Ordinal) + 1)..]).Raw("</td></tr>");
        });
    }
}
