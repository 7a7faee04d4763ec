using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>The verdict with the sentence that decides it, and for each incident the five things everybody asks first.</summary>
internal static class VerdictPanel
{
    private const int MostIncidents = 12;

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        (string style, string word) = result.Verdict switch
        {
            Verdict.Suspicious => ("suspicious", "Suspicious"),
            Verdict.NoEvidence => ("none", "No evidence"),
            _ => ("open", "Cannot conclude"),
        };
        _ = page.Raw($"<section class=\"verdict {style}\" aria-labelledby=\"verdict\"><h2 id=\"verdict\">Verdict</h2><p><strong>{word}</strong></p><p>").Text(result.VerdictText)
            .Raw("</p><p>").Text(Findings(result)).Raw("</p>");
        if (result.SuppressedCount > 0)
        {
            _ = page.Raw("<p>").Text($"Left out because of approvals: {ReportParts.Count(result.SuppressedCount, "finding")} ({string.Join("; ", result.Suppressed.Take(5).Select(static s => s.Reason))}).").Raw("</p>");
        }

        if (result.Incidents.Count > 0)
        {
            Summary(page, result.Incidents);
        }

        _ = page.Raw("</section>");
    }

    private static string Findings(MailHuntResult result)
    {
        string counts = string.Join(", ", result.Findings.GroupBy(static f => f.Severity).OrderByDescending(static g => g.Key).Select(static g => FormattableString.Invariant($"{g.Count():#,0} {g.Key}")));
        return result.Findings.Count == 0
            ? $"No finding of the severity asked for. Hunts run: {string.Join(", ", result.Hunts)}."
            : $"{ReportParts.Count(result.Findings.Count, "finding")} ({counts}) in {ReportParts.Count(result.Incidents.Count, "incident")}. Hunts run: {string.Join(", ", result.Hunts)}.";
    }

    private static void Summary(HtmlPage page, IReadOnlyList<Incident> incidents)
    {
        ReportParts.BeginTable(page, "In short: who, what, since when, how sure, what now", "How sure", "What", "Who", "Whose mail", "Since when (UTC)", "What now");
        foreach (Incident incident in incidents.Take(MostIncidents))
        {
            _ = page.Raw("<tr><td>");
            ReportParts.Severity(page, incident.Severity);
            _ = page.Text(Sure(incident)).Raw($"</td><td><a href=\"#{incident.Id}\">").Text(incident.Title).Raw("</a></td><td>").Text(Who(incident)).Raw("</td><td>").Text(ReportParts.Names(incident.Mailboxes))
                .Raw("</td><td>").Time(incident.FirstSeen).Raw("<br>to ").Time(incident.LastSeen).Raw("</td><td>").Text(First(incident)).Raw("</td></tr>");
        }

        ReportParts.EndTable(page);
        if (incidents.Count > MostIncidents)
        {
            _ = page.Raw("<p>").Text($"And {ReportParts.Count(incidents.Count - MostIncidents, "incident")} more below.").Raw("</p>");
        }
    }

    private static string Sure(Incident incident)
    {
        int hunts = incident.Findings.Select(static f => f.DetectionId.Split('.')[0]).Distinct().Count();
        return hunts > 1 ? $"{hunts} kinds of records agree" : incident.Findings.Count > 1 ? $"{incident.Findings.Count} findings of one kind" : "one finding alone: look before you act";
    }

    private static string Who(Incident incident)
    {
        string[] applications = incident.Findings.SelectMany(static f => f.Applications).Distinct().Take(3).Select(Application).ToArray();
        string from = incident.Networks.Count == 0 ? string.Empty : $" from {ReportParts.Names(incident.Networks)}";
        string account = incident.UserIds.Count is 0 or > 3 ? string.Empty : $"; account {string.Join(", ", incident.UserIds)}";
        return (applications.Length > 0 ? string.Join(", ", applications) : "unnamed client") + from + account;
    }

    private static string Application(string id)
    {
        string name = KnownApplications.NameOf(id);
        return name.Length > 0 ? $"{name} ({id})" : $"application {id}";
    }

    private static string First(Incident incident) => string.Join(" Then: ", incident.NextSteps.DistinctBy(static step => step.Kind).Take(2).Select(static step => step.Text));
}
