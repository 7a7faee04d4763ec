using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// The roll-up as one HTML file: tenants by checks, then what failed and what is not known, tenant by tenant. No script, nothing fetched, a policy that forbids both, every text encoded.
/// Colours are those of the report of a hunt; statuses are words as well.
/// </summary>
internal static class RollUpHtml
{
    private const string Style = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--mute:#57606a;--line:#d0d7de;--card:#f6f8fa;--flag:#b34700;--ok:#00694f;--warn:#8a5300}
        @media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--mute:#9da7b3;--line:#3d444d;--card:#161b22;--flag:#ff9248;--ok:#3fcfa4;--warn:#f0b952}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg);margin:2rem;max-width:none}
        h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}p{margin:.25rem 0}
        .scroll{overflow:auto;max-height:75vh;border:1px solid var(--line)}
        table{border-collapse:separate;border-spacing:0}th,td{padding:.25rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;white-space:nowrap}
        thead th{position:sticky;top:0;background:var(--card);z-index:1}thead th.turn{writing-mode:vertical-rl;transform:rotate(180deg);font-weight:400}
        tbody th{position:sticky;left:0;background:var(--bg);font-weight:600}
        .Passed{color:var(--ok)}.Failed{color:var(--flag);font-weight:700}.Unknown{color:var(--warn)}.NotApplicable,.small{color:var(--mute)}
        details{border:1px solid var(--line);padding:.5rem .75rem;margin:.5rem 0}summary{cursor:pointer;font-weight:600}
        li{margin:.35rem 0;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.15rem 0;color:var(--mute);font-size:.85rem}
        @media print{.scroll{max-height:none;overflow:visible}details{break-inside:avoid}}
        """;

    public static void Write(Stream stream, LoggingConfigRollUp rollUp, DateTimeOffset writtenAt)
    {
        IReadOnlyList<TenantLoggingSummary> tenants = rollUp.Tenants;
        string[] checks = RollUpCsv.Checks(tenants);
        string style = Style.ReplaceLineEndings("\n");
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        using StreamWriter html = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        html.WriteLine("<!DOCTYPE html>");
        html.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.WriteLine($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">");
        html.WriteLine("<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"viewport\" content=\"width=device-width\"><title>Logging configuration</title>");
        html.WriteLine($"<style>{style}</style></head><body>");
        Head(html, tenants, writtenAt);
        Matrix(html, tenants, checks);
        html.WriteLine("<h2>What failed, and what is not known</h2>");
        foreach (TenantLoggingSummary tenant in tenants)
        {
            Details(html, tenant);
        }

        html.WriteLine("<h2>The checks</h2><ul>");
        foreach (LoggingCheck check in LoggingCheckCatalog.All.Where(check => checks.Contains(check.Id)))
        {
            html.WriteLine($"<li><b>{Text(check.Id)}</b> {Text(check.Title)}. <span class=\"small\">Expected: {Text(check.Expectation)}. A pass proves: {Text(check.Proves)} {Text(string.Join(", ", check.ScubaIds.Concat(check.FormerScubaIds.Select(static id => id + " (former)"))))}</span></li>");
        }

        html.WriteLine("</ul></body></html>");
    }

    private static void Head(StreamWriter html, IReadOnlyList<TenantLoggingSummary> tenants, DateTimeOffset writtenAt)
    {
        int failed = tenants.Count(static tenant => tenant.Status == CheckStatus.Failed);
        int unknown = tenants.Count(static tenant => tenant.Status == CheckStatus.Unknown);
        html.WriteLine("<h1>Would it be seen? Logging configuration</h1>");
        html.WriteLine(string.Create(CultureInfo.InvariantCulture, $"<p>{tenants.Count:#,0} tenants: <span class=\"Failed\">{failed:#,0} with failures</span>, <span class=\"Unknown\">{unknown:#,0} without, but with something not known</span>, <span class=\"Passed\">{tenants.Count - failed - unknown:#,0} passed</span>.</p>"));
        html.WriteLine($"<p class=\"small\">Written {Time(writtenAt)} UTC. Unknown is no pass: it was not read, or it could not be told.</p>");
    }

    private static void Matrix(StreamWriter html, IReadOnlyList<TenantLoggingSummary> tenants, string[] checks)
    {
        html.WriteLine("<h2>Tenants by checks</h2><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Tenant</th><th scope=\"col\">Read (UTC)</th>");
        foreach (string check in checks)
        {
            html.WriteLine($"<th scope=\"col\" class=\"turn\">{Text(check)}</th>");
        }

        html.WriteLine("</tr></thead><tbody>");
        foreach (TenantLoggingSummary tenant in tenants)
        {
            html.Write($"<tr><th scope=\"row\">{Text(Name(tenant))}</th><td>{(tenant.TakenAt is { } time ? Time(time) : "not read")}</td>");
            Dictionary<string, TenantCheck> own = tenant.Checks.ToDictionary(static check => check.CheckId);
            foreach (string check in checks)
            {
                html.Write(own.TryGetValue(check, out TenantCheck? result) ? $"<td class=\"{result.Status}\">{Sign(result.Status)}</td>" : "<td class=\"Unknown\">? not read</td>");
            }

            html.WriteLine("</tr>");
        }

        html.WriteLine("</tbody></table></div>");
    }

    private static void Details(StreamWriter html, TenantLoggingSummary tenant)
    {
        TenantCheck[] shown = tenant.Checks.Where(static check => check.Status is CheckStatus.Failed or CheckStatus.Unknown)
            .OrderBy(static check => check.Status).ThenByDescending(static check => check.Severity).ToArray();
        if (shown.Length == 0 && tenant.Error.Length == 0)
        {
            return;
        }

        html.WriteLine($"<details><summary>{Text(tenant.ToString())}</summary><ul>");
        if (tenant.Error.Length > 0)
        {
            html.WriteLine($"<li class=\"Unknown\">{Text(tenant.Error)}</li>");
        }

        foreach (TenantCheck check in shown)
        {
            html.WriteLine($"<li><span class=\"{check.Status}\">{Sign(check.Status)}</span> <b>{Text(check.CheckId)}</b> ({check.Severity}): {Text(check.Summary)}");
            if (check.Detail.Length > 0)
            {
                html.Write($"<pre>{string.Join('\n', check.Detail.Split('\n').Select(Text))}</pre>");
            }

            html.WriteLine("</li>");
        }

        html.WriteLine("</ul></details>");
    }

    private static string Sign(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "&#10003; passed",
        CheckStatus.Failed => "&#10007; failed",
        CheckStatus.NotApplicable => "&ndash; n/a",
        _ => "? unknown",
    };

    private static string Name(TenantLoggingSummary tenant) => tenant.TenantName.Length > 0 ? $"{tenant.TenantName} ({tenant.TenantId})" : tenant.TenantId;

    private static string Text(string text) => HtmlEncoder.Default.Encode(PlainText.Safe(text));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
