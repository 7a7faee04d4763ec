using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using StormDetect.Core;
using StormDetect.Core.Tests.Reports;
using Xunit;

namespace StormDetect.Report.Tests;

/// <summary>One chromium for all tests, and the pages they look at: the report of a synthetic tenant, its redacted copy, and one in which every text is hostile.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Hostile = "</script><script>window.hit=1</script><img src=x onerror=\"window.hit=1\">'\"]]>\u202E\u001b[31m=cmd|'/c x'!A1";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Folder { get; } = Directory.CreateTempSubdirectory("stormdetect-report-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (Machine.Chromium is null)
        {
            return;
        }

        Write();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Machine.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Opens a page, and keeps what it does that a report must not do.</summary>
    public async Task<Visit> OpenAsync(string report, BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(Machine.Chromium is null, "Skipped: no chromium on this machine. Install it (Debian: apt-get install chromium) or name it in STORMDETECT_CHROMIUM.");
        IBrowserContext context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions());
        Visit visit = new(context, await context.NewPageAsync());
        await visit.GoAsync(new Uri(Path.Combine(Folder, report)).AbsoluteUri);
        return visit;
    }

    private void Write()
    {
        string log = Path.Combine(Folder, "log");
        _ = AuditScenario.Write(log, new AuditScenarioOptions { Mailboxes = 60, Days = 24, Attacks = ["storm-0558", "bec-rule", "audit-tamper"] }, default);
        MailHunt hunt = new(new MailHuntOptions());
        hunt.AddFiles([log], default);
        MailHuntResult result = hunt.Complete(default);
        ReportSources sources = ReportSources.Read(result, countExposure: true, default);
        Write("report.html", ReportSample.Write(result, exposures: sources.Exposures, inputs: sources.Inputs));
        Write("redacted.html", ReportSample.Write(result, redact: true, exposures: sources.Exposures, inputs: sources.Inputs));
        Write("hostile.html", ReportSample.Write(ReportSample.Everything(Hostile), title: Hostile, exposures: [(MailExposure)ReportSample.Fill(typeof(MailExposure), Hostile)]));
    }

    private void Write(string name, string page) => File.WriteAllText(Path.Combine(Folder, name), page);
}
