using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using StormDetect.Core.Reports;

namespace StormDetect.Core;

/// <summary>
/// The report of a hunt as one HTML file: no request to anywhere, a content security policy that allows only the style and the script in it (by their hashes), readable without
/// script and on paper. Its size does not grow with the log's: tables and pictures have bounds, and say what they leave out.
/// </summary>
public static class HuntReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="result">What the hunt found.</param>
    /// <param name="options">What else it says.</param>
    /// <param name="output">Receives the page.</param>
    public static void Write(MailHuntResult result, HuntReportOptions options, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Format(result, options));
    }

    private static string Format(MailHuntResult result, HuntReportOptions options)
    {
        // Line ends of the source must not decide the hashes.
        string css = ReportStyle.Css.ReplaceLineEndings("\n");
        string js = ReportScript.Js.ReplaceLineEndings("\n");
        Redactor redactor = new(options, result);
        HtmlPage main = new(redactor);
        VerdictPanel.Write(main, result, options);
        IncidentPanel.Write(main, result);
        CoveragePanel.Write(main, result);
        if (result.ReportData is { } data)
        {
            AccessPanel.Write(main, result, data);
            HoursPanel.Write(main, data);
            MatrixPanel.Write(main, data);
        }

        SignInPanel.Write(main, result);
        ExposurePanel.Write(main, result, options);
        ChangePanel.Write(main, result);
        TamperPanel.Write(main, result);
        EvidencePanel.Write(main, result, options);
        MethodPanel.Write(main, result);
        HtmlPage page = new(redactor);
        _ = page.Raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{HashOf(css)}'; script-src '{HashOf(js)}'; base-uri 'none'; form-action 'none'\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><meta name=\"referrer\" content=\"no-referrer\">")
            .Element("title", options.Title)
            .Raw($"<style>{css}</style></head><body><a class=\"skip\" href=\"#main\">To the report</a>");
        Header(page, result, options, main.Sections);
        return page.Raw("<main id=\"main\">").Raw(main.ToString()).Raw("</main><footer><p class=\"mute\">StormDetect ").Text(options.ToolVersion)
            .Raw($"</p></footer><script>{js}</script></body></html>\n").ToString();
    }

    private static void Header(HtmlPage page, MailHuntResult result, HuntReportOptions options, IReadOnlyList<(string Id, string Name)> sections)
    {
        string[] tenants = result.Findings.Select(static f => f.TenantId).Concat(result.Coverage.BlindIntervals.Select(static i => i.TenantId)).Where(static t => t.Length > 0).Distinct().ToArray();
        _ = page.Raw("<header>").Element("h1", options.Title).Raw("<p class=\"mute\">Window ").Time(result.Coverage.Start).Raw(" to ").Time(result.Coverage.End).Utc().Raw(". Made ").Time(options.MadeAt).Utc().Raw(". ");
        if (result.Tenants.Count > 1)
        {
            _ = page.Text(ReportParts.Count(result.Tenants.Count, "tenant")).Raw(", each judged by itself.");
        }
        else if (tenants.Length > 0)
        {
            _ = page.Raw("Tenant ").Text(string.Join(", ", tenants)).Raw(".");
        }

        if (options.Redact)
        {
            _ = page.Raw(" Names, addresses and networks are replaced by tokens.");
        }

        _ = page.Raw("</p><button id=\"zone\" type=\"button\" aria-pressed=\"false\" hidden>Show times in my zone</button><nav aria-label=\"Parts of the report\"><ul>");
        foreach ((string id, string name) in sections)
        {
            _ = page.Raw($"<li><a href=\"#{id}\">{name}</a></li>");
        }

        _ = page.Raw("</ul></nav></header>");
    }

    private static string HashOf(string text) => string.Create(CultureInfo.InvariantCulture, $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");
}
