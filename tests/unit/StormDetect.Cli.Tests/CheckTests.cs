using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private static readonly string[] s_mailboxAudit = ["MailboxAudit.Organization"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("False", 0)]
    [InlineData("True", 2)]
    [InlineData(null, 3)]
    public void Exit_codes_tell_passed_failed_and_unknown(string? auditDisabled, int expected)
    {
        Outcome outcome = Outcome.Of(["check", Snapshot("t.json", auditDisabled), "--check", .. s_mailboxAudit]);
        Assert.Equal(expected, outcome.Code);
        Assert.Contains("MailboxAudit.Organization", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public void A_bad_snapshot_ends_with_1_and_the_others_are_judged()
    {
        string bad = _folder.Sub("bad.json");
        File.WriteAllText(bad, "{");
        Outcome outcome = Outcome.Of(["check", bad, Snapshot("t.json", "False"), "--check", .. s_mailboxAudit]);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("Corrupt", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("PASSED", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_reports_hold_the_results()
    {
        string report = _folder.Sub("checks.xml");
        Outcome outcome = Outcome.Of(["check", Snapshot("t.json", "True"), "--json", "-", "--report", report, "--check", .. s_mailboxAudit]);
        Assert.Equal(2, outcome.Code);
        Assert.Equal(1, outcome.Json.GetProperty("schemaVersion").GetInt32());
        JsonElement result = outcome.Json.GetProperty("results").EnumerateArray().Single();
        Assert.Equal("Failed", result.GetProperty("status").GetString());
        Assert.False(result.TryGetProperty("evidenceText", out _));
        Assert.Contains("<failure", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_writes_its_results_again_and_never_over_a_snapshot()
    {
        string snapshot = Snapshot("t.json", "False");
        byte[] before = File.ReadAllBytes(snapshot);
        string[] results = [.. new[] { "a.html", "a.csv", "a.json", "a.xml" }.Select(_folder.Sub)];
        for (int run = 0; run < 2; run++)
        {
            Assert.Equal(0, Outcome.Of(["check", snapshot, "--check", .. s_mailboxAudit, "--json", _folder.Sub("all.json"), "--report", .. results]).Code);
        }

        Assert.All(results, static file => Assert.NotEmpty(File.ReadAllBytes(file)));
        Assert.Equal(1, Outcome.Of("check", snapshot, "--json", snapshot).Code);
        Assert.Equal(1, Outcome.Of("check", snapshot, "--report", snapshot).Code);
        Assert.Equal(before, File.ReadAllBytes(snapshot));
    }

    [Theory]
    [InlineData("--check", "No.Such")]
    [InlineData("--severity", "grave")]
    [InlineData("--retention-profile", "forever")]
    [InlineData("--report", "x.docx")]
    public void What_there_is_not_is_refused(string option, string value)
    {
        Outcome outcome = Outcome.Of("check", Snapshot("t.json", "False"), option, value);
        Assert.Equal(1, outcome.Code);
        Assert.Contains(value, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    private string Snapshot(string name, string? auditDisabled)
    {
        ConfigSnapshotBuilder builder = new(new DateTimeOffset(2026, 9, 20, 10, 0, 0, TimeSpan.Zero)) { TenantId = "t-1", TenantName = "Contoso" };
        builder.Begin(ConfigPart.Organization, "test");
        builder.Add(ConfigPart.Organization, new System.Collections.Generic.Dictionary<string, object?> { ["Name"] = "contoso", ["AuditDisabled"] = auditDisabled });
        builder.Complete(ConfigPart.Organization);
        string path = _folder.Sub(name);
        ConfigSnapshotFile.Write(path, builder.Build(), overwrite: true);
        return path;
    }
}
