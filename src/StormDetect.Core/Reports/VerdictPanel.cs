using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>The verdict with the sentence that decides it, and for the gravest incidents the five things everybody asks first: who, what, since when, how sure, what now.</summary>
internal static class VerdictPanel
{
    private const int MostCards = 3;
    private const int MostIncidents = 40;
    private const int MostTenants = 500;

    public static void Write(HtmlPage page, MailHuntResult result, HuntReportOptions options)
    {
        string style = result.Verdict switch
        {
            Verdict.Suspicious => "suspicious",
            Verdict.NoEvidence => "none",
            _ => "open",
        };
        _ = page.Section("verdict", "Verdict").Raw($"<section class=\"verdict {style}\" aria-labelledby=\"verdict\"><h2 id=\"verdict\">Verdict</h2><p class=\"word\">{Word(result.Verdict)}</p><p>").Text(result.VerdictText)
            .Raw("</p><p>").Text(Findings(result)).Raw("</p>");
        if (result.SuppressedCount > 0)
        {
            _ = page.Raw("<p>").Text($"Left out because of approvals: {ReportParts.Count(result.SuppressedCount, "finding")} ({string.Join("; ", result.Suppressed.Take(5).Select(static s => s.Reason))}).").Raw("</p>");
        }

        if (result.Verdict == Verdict.CannotConclude)
        {
            _ = page.Raw("<p>This is not an all-clear: what follows under <a href=\"#coverage\">What could be seen</a> was blind, and an intruder may have been there.</p>");
        }

        Extent(page, result.Incidents, options.Exposures);
        foreach (Incident incident in result.Incidents.Take(MostCards))
        {
            Card(page, incident, result.Tenants.Count > 1);
        }

        if (result.Incidents.Count > MostCards)
        {
            ReportParts.Table(
                page, "The other incidents", ["Severity", .. result.Tenants.Count > 1 ? (string[])["Tenant*"] : [], "What*", "Mailboxes#", "Since when (UTC)", "How sure*"], [.. result.Incidents.Skip(MostCards)], MostIncidents, "incident", incident =>
                {
                    _ = page.Raw("<tr><td>");
                    ReportParts.Severity(page, incident.Severity);
                    if (result.Tenants.Count > 1)
                    {
                        _ = page.Raw("</td><td>").Text(TenantLabel.Of(incident.TenantName, incident.TenantId));
                    }

                    _ = page.Raw($"</td><td><a href=\"#{incident.Id}\">").Addresses(incident.Title).Raw("</a></td><td class=\"n\">").Number(incident.Mailboxes.Count)
                        .Raw("</td><td>").Time(incident.FirstSeen).Raw("</td><td>").Text(Sure(incident)).Raw("</td></tr>");
                });
        }

        Tenants(page, result);
        _ = page.Raw("</section>");
    }

    /// <summary>Where the log is of several tenants, each by itself: what was found in one must not hide that another could not be judged.</summary>
    private static void Tenants(HtmlPage page, MailHuntResult result)
    {
        if (result.Tenants.Count < 2)
        {
            return;
        }

        ReportParts.Table(page, "Every tenant by itself", ["Verdict", "Tenant*", "Severity", "Findings#", "Mailboxes#", "Blind %#", "Log until (UTC)", "Why*"], result.Tenants, MostTenants, "tenant", tenant =>
        {
            _ = page.Raw("<tr><td>").Text(Word(tenant.Verdict)).Raw("</td><td>").Text(TenantLabel.Of(tenant.TenantName, tenant.TenantId)).Raw("</td><td>");
            if (tenant.HighestSeverity is { } severity)
            {
                ReportParts.Severity(page, severity);
            }

            _ = page.Raw("</td><td class=\"n\">").Number(tenant.FindingCount).Raw("</td><td class=\"n\">").Number(tenant.ActiveMailboxes).Raw("</td><td class=\"n\">")
                .Text(tenant.BlindPercent.ToString("0.#", CultureInfo.InvariantCulture)).Raw("</td><td>").Time(tenant.End).Raw("</td><td>").Text(tenant.VerdictText).Raw("</td></tr>");
        });
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Suspicious => "Suspicious",
        Verdict.NoEvidence => "No evidence",
        _ => "Cannot conclude",
    };

    private static string Findings(MailHuntResult result)
    {
        string counts = string.Join(", ", result.Findings.GroupBy(static f => f.Severity).OrderByDescending(static g => g.Key).Select(static g => FormattableString.Invariant($"{g.Count():#,0} {g.Key}")));
        return result.Findings.Count == 0
            ? $"No finding of the severity asked for. Hunts run: {string.Join(", ", result.Hunts)}."
            : $"{ReportParts.Count(result.Findings.Count, "finding")} ({counts}) in {ReportParts.Count(result.Incidents.Count, "incident")}. Hunts run: {string.Join(", ", result.Hunts)}.";
    }

    /// <summary>How large it is, over all incidents: what is asked by those who will read no further.</summary>
    private static void Extent(HtmlPage page, IReadOnlyList<Incident> incidents, IReadOnlyList<MailExposure> exposures)
    {
        if (incidents.Count == 0)
        {
            return;
        }

        int mailboxes = incidents.SelectMany(static incident => incident.Mailboxes.Select(mailbox => (incident.TenantId, Mailbox: mailbox.ToLowerInvariant()))).Distinct().Count();
        _ = page.Raw("<p>All incidents together: ").Text(ReportParts.Count(mailboxes, "mailbox")).Raw(", first seen ").Time(incidents.Min(static incident => incident.FirstSeen)).Utc().Raw(", last seen ")
            .Time(incidents.Max(static incident => incident.LastSeen)).Utc().Raw(". ");
        _ = (exposures.Count == 0 ? page : page.Raw("Mail that could have been read, counted by folder: ").Text(ExposurePanel.Messages(exposures)).Raw(" (<a href=\"#exposure\">Exposure</a>). ")).Raw("Steps: <a href=\"#incidents\">Incidents and next steps</a>.</p>");
    }

    private static void Card(HtmlPage page, Incident incident, bool isMixed)
    {
        _ = page.Raw("<article><dl>");
        if (isMixed)
        {
            _ = page.Raw("<dt>Tenant</dt><dd>").Text(TenantLabel.Of(incident.TenantName, incident.TenantId)).Raw("</dd>");
        }

        _ = page.Raw("<dt>What</dt><dd>");
        ReportParts.Severity(page, incident.Severity);
        _ = page.Raw($"<a href=\"#{incident.Id}\">").Text(incident.Title).Raw("</a></dd><dt>Who</dt><dd>").Text(Who(incident)).Raw("</dd><dt>Whose mail</dt><dd>")
            .Text(incident.Mailboxes.Count == 0 ? "no mailbox is named" : $"{ReportParts.Count(incident.Mailboxes.Count, "mailbox")}: {ReportParts.Names(incident.Mailboxes)}")
            .Raw("</dd><dt>Since when</dt><dd>").Time(incident.FirstSeen).Utc().Raw(", last seen ").Time(incident.LastSeen).Utc().Raw("</dd><dt>How sure</dt><dd>").Text(Sure(incident))
            .Raw("</dd><dt>What now</dt><dd>").Text(First(incident)).Raw("</dd></dl></article>");
    }

    private static string Sure(Incident incident)
    {
        string grade = incident.Severity switch
        {
            Severity.Critical => "Innocent explanations are unlikely: respond now, and ask the owners meanwhile.",
            Severity.High => "Rarely innocent: look today, and be ready to respond.",
            Severity.Medium => "Unusual enough to look at: ask the owner or the administrator before you act.",
            _ => "Often innocent: of weight only beside other findings.",
        };
        string[] areas = incident.Findings.Select(static f => f.DetectionId.Split('.')[0]).Distinct().ToArray();
        string kinds = areas.Length > 1 ? $"{areas.Length} independent kinds of records agree ({string.Join(", ", areas)})." : incident.Findings.Count > 1 ? $"{incident.Findings.Count} findings of one kind." : "One finding, nothing else joined to it.";
        double? chance = incident.Findings.OfType<MailAccessAnomaly>().Where(static f => f.PValue > 0).Min(static f => f.PValue);
        string rarity = chance is { } p ? string.Create(CultureInfo.InvariantCulture, $" Among this tenant's past stories about one in {Math.Max(1, 1 / p):#,0} was as odd.") : string.Empty;
        return $"{grade} {kinds}{rarity}";
    }

    private static string Who(Incident incident)
    {
        string[] applications = incident.Findings.SelectMany(static f => f.Applications).Distinct().Take(3).Select(Application).ToArray();
        string account = incident.UserIds.Count == 0 ? "no account named" : ReportParts.AreOwners(incident) ? "in the name of the mailbox owners" : $"account {ReportParts.Names(incident.UserIds)}";
        string with = applications.Length > 0 ? $"; with {string.Join(", ", applications)}" : string.Empty;
        string from = incident.Networks.Count == 0 ? string.Empty : $"; from {ReportParts.Names(incident.Networks)}";
        return account + with + from;
    }

    private static string Application(string id)
    {
        string name = KnownApplications.NameOf(id);
        return name.Length > 0 ? $"{name} ({id})" : $"application {id}";
    }

    private static string First(Incident incident) => string.Join(" Then: ", incident.NextSteps.DistinctBy(static step => step.Kind).Select(static step => step.Text));
}
