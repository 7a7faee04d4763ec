using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>Every incident: what happened in order, why it is taken for one, why each finding is one, and what to do.</summary>
internal static class IncidentPanel
{
    private const int MostIncidents = 60;
    private const int MostReasons = 12;

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        ReportParts.Begin(page, "incidents", "Incidents and next steps", result.Incidents.Count == 0
            ? "Nothing was found at the severity asked for. Read what could be seen before you rely on that."
            : "Findings that share a session, an account, an application or network few people use, or a mailbox within three days are one incident. Preserve evidence before you evict anybody.");
        foreach (Incident incident in result.Incidents.Take(MostIncidents))
        {
            Write(page, incident);
        }

        if (result.Incidents.Count > MostIncidents)
        {
            _ = page.Raw("<p>").Text($"{ReportParts.Count(result.Incidents.Count - MostIncidents, "incident")} more are not written out here; the result object has them.").Raw("</p>");
        }

        ReportParts.End(page);
    }

    private static void Write(HtmlPage page, Incident incident)
    {
        _ = page.Raw($"<article aria-labelledby=\"{incident.Id}\"><h3 id=\"{incident.Id}\">");
        ReportParts.Severity(page, incident.Severity);
        _ = page.Text(incident.Title).Raw("</h3><dl><dt>Incident</dt><dd>").Text(incident.Id).Raw("</dd><dt>Since</dt><dd>").Time(incident.FirstSeen).Raw(" to ").Time(incident.LastSeen)
            .Raw(" UTC</dd><dt>Mailboxes</dt><dd>").Text(ReportParts.Names(incident.Mailboxes)).Raw("</dd><dt>Accounts</dt><dd>").Text(ReportParts.Names(incident.UserIds)).Raw("</dd><dt>Networks</dt><dd>")
            .Text(ReportParts.Names(incident.Networks)).Raw("</dd><dt>ATT&amp;CK</dt><dd>").Text(string.Join(", ", incident.Techniques)).Raw("</dd></dl>");
        if (incident.Links.Count > 0)
        {
            _ = page.Raw("<p>Joined by ").Text(string.Join("; ", incident.Links.Take(6))).Raw("</p>");
        }

        _ = page.Raw("<h4>What happened</h4><ol class=\"story\">");
        foreach (Finding finding in incident.Findings)
        {
            Write(page, finding);
        }

        _ = page.Raw("</ol>");
        Steps(page, incident.NextSteps);
        _ = page.Raw("</article>");
    }

    private static void Write(HtmlPage page, Finding finding)
    {
        _ = page.Raw("<li>").Time(finding.FirstSeen).Raw(" UTC. ");
        ReportParts.Severity(page, finding.Severity);
        _ = page.Text(finding.Title).Raw(" <span class=\"mute\">").Text($"{finding.Id}, {finding.DetectionId}, {ReportParts.Count(finding.RecordCount, "record")}").Raw("</span><ul>");
        foreach (FindingReason reason in finding.Reasons.Take(MostReasons))
        {
            _ = page.Raw("<li>").Text(reason.Text).Raw(" <span class=\"mute\">(").Text(reason.Weight.ToString("0.#", CultureInfo.InvariantCulture)).Raw(")</span></li>");
        }

        _ = page.Raw("</ul></li>");
    }

    private static void Steps(HtmlPage page, IReadOnlyList<NextStep> steps)
    {
        foreach ((NextStepKind kind, string heading) in ((NextStepKind, string)[])[(NextStepKind.Preserve, "First preserve"), (NextStepKind.Evict, "Then evict"), (NextStepKind.Notify, "Notify")])
        {
            NextStep[] some = steps.Where(step => step.Kind == kind).ToArray();
            if (some.Length == 0)
            {
                continue;
            }

            _ = page.Raw($"<h4>{heading}</h4><ul class=\"steps\">");
            foreach (NextStep step in some)
            {
                _ = page.Raw("<li>").Text(step.Text);
                _ = step.Command is null ? page : page.Raw("<br><code>").Text(step.Command).Raw("</code>");
                _ = page.Raw("</li>");
            }

            _ = page.Raw("</ul>");
        }
    }
}
