using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>Every incident: what happened in order, why it is taken for one, why each finding is one, and what to do.</summary>
internal static class IncidentPanel
{
    private const int MostIncidents = 60;
    private const int MostFindings = 40;
    private const int MostReasons = 12;
    private const int MostSteps = 30;

    private static readonly (NextStepKind Kind, string Heading)[] s_kinds =
    [
        (NextStepKind.Preserve, "First preserve (Exchange or compliance administrator)"),
        (NextStepKind.Evict, "Then evict (Exchange or Entra administrator)"),
        (NextStepKind.Notify, "Notify (whoever leads the response)"),
    ];

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        ReportParts.Begin(page, "incidents", "Incidents and next steps", result.Incidents.Count == 0
            ? "Nothing was found at the severity asked for. Read what could be seen before you rely on that."
            : "Findings that share a session, an account, an application or network few people use, or a mailbox within three days are one incident. Numbers in brackets are the weight of a reason. Preserve evidence before you evict anybody.");
        int written = ReportParts.Rows(page, result.Incidents, MostIncidents, incident => Write(page, incident, result.Tenants.Count > 1));
        ReportParts.More(page, result.Incidents.Count - written, "incident");
        ReportParts.End(page);
    }

    private static void Write(HtmlPage page, Incident incident, bool isMixed)
    {
        _ = page.Raw($"<article aria-labelledby=\"{incident.Id}\"><h3 id=\"{incident.Id}\">");
        ReportParts.Severity(page, incident.Severity);
        _ = page.Text(incident.Title).Raw("</h3><dl><dt>Incident</dt><dd>").Text(incident.Id).Raw("</dd><dt>Since</dt><dd>").Time(incident.FirstSeen).Raw(" to ").Time(incident.LastSeen).Utc().Raw("</dd>");
        Line(page, "Tenant", isMixed ? [TenantLabel.Of(incident.TenantName, incident.TenantId)] : []);
        Line(page, "Mailboxes", incident.Mailboxes);
        Line(page, "Accounts", ReportParts.AreOwners(incident) ? [] : incident.UserIds);
        Line(page, "Networks", incident.Networks);
        Line(page, "Sessions", incident.SessionIds);
        Line(page, "ATT&CK", incident.Techniques);
        if (incident.Links.Count > 0)
        {
            _ = page.Raw("<dt>Joined by</dt><dd>").Text(string.Join("; ", incident.Links.Take(6))).Raw("</dd>");
        }

        _ = page.Raw("</dl><h4>What happened, and why it is a finding</h4><ol class=\"story\">");
        int written = ReportParts.Rows(page, incident.Findings, MostFindings, finding => Write(page, finding, incident.Findings.Count == 1));
        _ = page.Raw("</ol>");
        ReportParts.More(page, incident.Findings.Count - written, "finding");
        Steps(page, incident.NextSteps);
        _ = page.Raw("</article>");
    }

    private static void Line(HtmlPage page, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
        {
            _ = page.Raw("<dt>").Text(name).Raw("</dt><dd>").Text(ReportParts.Names(values)).Raw("</dd>");
        }
    }

    private static void Write(HtmlPage page, Finding finding, bool isAlone)
    {
        _ = page.Raw("<li>").Time(finding.FirstSeen).Utc().Raw(". ");
        if (!isAlone)
        {
            // A single finding's title and severity stand in the heading.
            ReportParts.Severity(page, finding.Severity);
            _ = page.Text(finding.Title);
        }

        _ = page.Raw(" <span class=\"mute\">").Text($"{finding.Id}, {finding.DetectionId}, {ReportParts.Count(finding.RecordCount, "record")}").Raw("</span><ul>");
        foreach (FindingReason reason in finding.Reasons.Take(MostReasons))
        {
            _ = page.Raw("<li>").Text(reason.Text).Raw(" <span class=\"mute\">(").Text(reason.Weight.ToString("0.#", CultureInfo.InvariantCulture)).Raw(")</span></li>");
        }

        _ = page.Raw("</ul></li>");
    }

    private static void Steps(HtmlPage page, IReadOnlyList<NextStep> steps)
    {
        foreach ((NextStepKind kind, string heading) in s_kinds)
        {
            NextStep[] some = steps.Where(step => step.Kind == kind).ToArray();
            if (some.Length == 0)
            {
                continue;
            }

            _ = page.Raw($"<h4>{heading}</h4><ul class=\"steps\">");
            int written = ReportParts.Rows(page, some, MostSteps, step =>
            {
                _ = page.Raw("<li>").Text(step.Text);
                _ = step.Command is null ? page : page.Raw("<code>").Text(step.Command).Raw("</code>");
                _ = page.Raw("</li>");
            });
            _ = page.Raw("</ul>");
            ReportParts.More(page, some.Length - written, "step");
        }
    }
}
