using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Xunit;

namespace StormDetect.Core.Tests.Reports;

public sealed class ReportSourcesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stormdetect-sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_sign_ins_a_verdict_rests_on_are_evidence_as_the_log_is()
    {
        _ = AuditScenario.Write(_folder, new AuditScenarioOptions { Mailboxes = 8, Days = 3, SignIns = true }, TestContext.Current.CancellationToken);
        string signIns = Assert.Single(Directory.GetFiles(_folder, "signins-2026-09-02*"));
        MailHunt hunt = new(new MailHuntOptions { SignInPaths = [signIns] });
        hunt.AddFiles([Path.Combine(_folder, "audit-2026-09-02.jsonl")], TestContext.Current.CancellationToken);
        MailHuntResult result = hunt.Complete(TestContext.Current.CancellationToken);
        ReportSources sources = ReportSources.Read(result, countExposure: false, TestContext.Current.CancellationToken);
        string hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(signIns))).ToLowerInvariant();
        Assert.Contains(sources.Inputs, input => input.File == signIns && input.Sha256 == hash);

        StrictHtml html = StrictHtml.Parse(ReportSample.Write(result, inputs: sources.Inputs));
        StrictElement table = html.All("caption").Single(static caption => caption.Text == "Sign-ins given beside the log").Parent!;
        string[] cells = html.All("td").Where(cell => cell.Above("table") == table).Select(static cell => cell.Text).ToArray();
        Assert.Equal([signIns, new FileInfo(signIns).Length.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)], [cells[0], cells[2]]);
        Assert.Contains(html.All("code"), code => code.Text == hash && code.Above("table") == table);
        Assert.DoesNotContain(Path.GetFileName(signIns), ReportSample.Write(result, redact: true, inputs: sources.Inputs), StringComparison.Ordinal);
    }
}
