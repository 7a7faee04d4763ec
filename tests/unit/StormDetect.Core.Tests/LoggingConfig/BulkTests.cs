using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using StormDetect.Core.LoggingConfig;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.LoggingConfig;

public sealed class BulkTests : IDisposable
{
    private const string Evil = "<script>alert(1)</script>=cmd|' /C calc'!A0\u001b[2J";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Files_are_judged_in_order_and_a_bad_one_stops_no_other(int parallel)
    {
        List<string> paths = [];
        foreach (int i in Enumerable.Range(0, 12))
        {
            paths.Add(Path.Combine(_folder.Path, $"t{i}.json"));
            if (i == 5)
            {
                File.WriteAllText(paths[i], "{\"format\":");
            }
            else
            {
                Write(paths[i], $"tenant-{i}", GoodTenant.With(ConfigPart.Organization, "AuditDisabled", i == 7));
            }
        }

        LoggingConfigBatchItem[] items = LoggingConfigBatch.Evaluate(paths, new LoggingCheckOptions(), parallel, prepare: null, TestContext.Current.CancellationToken).ToArray();

        Assert.Equal(paths, items.Select(static item => item.Path));
        Assert.Equal([paths[5]], items.Where(static item => item.Failure is not null).Select(static item => item.Path));
        Assert.Equal(["tenant-7"], items.Where(static item => item.Results.Any(static result => result.Status == CheckStatus.Failed)).Select(static item => item.Results[0].TenantId));
    }

    [Fact]
    public void The_newest_snapshot_of_a_tenant_counts()
    {
        LoggingConfigRollUp rollUp = new();
        ConfigSnapshot good = GoodTenant.Snapshot();
        rollUp.Add(LoggingConfigTest.Evaluate(good, new LoggingCheckOptions()));
        rollUp.Add(LoggingConfigTest.Evaluate(Older(GoodTenant.With(ConfigPart.Organization, "AuditDisabled", true)), new LoggingCheckOptions()));
        rollUp.AddFailure("gone.json", "There is no file 'gone.json'.");

        Assert.Equal(2, rollUp.Tenants.Count);
        Assert.Equal((CheckStatus.Unknown, "gone.json"), (rollUp.Tenants[0].Status, rollUp.Tenants[0].TenantId));
        Assert.Equal((CheckStatus.Passed, 2), (rollUp.Tenants[1].Status, rollUp.Tenants[1].SnapshotCount));
    }

    [Fact]
    public void The_page_is_one_file_that_fetches_and_runs_nothing_and_encodes_every_text()
    {
        string html = File.ReadAllText(Report("rollup.html"));

        Assert.Contains("default-src 'none'; style-src 'sha256-", html, StringComparison.Ordinal);
        string style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)];
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"'sha256-{hash}'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u001b", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)\\s*=", html);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_counts_unknown_as_an_error()
    {
        XElement suite = XDocument.Load(Report("checks.xml")).Root!.Elements("testsuite").Single(static suite => ((string)suite.Attribute("name")!).Contains("tenant-evil", StringComparison.Ordinal));

        Assert.Equal(LoggingCheckCatalog.Ids.Count, (int)suite.Attribute("tests")!);
        Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
        Assert.Equal(suite.Descendants("error").Count(), (int)suite.Attribute("errors")!);
        XElement bypass = suite.Elements("testcase").Single(static test => (string)test.Attribute("classname")! == "MailboxAudit.Bypass");
        Assert.Contains("<script>", bypass.Element("failure")!.Value, StringComparison.Ordinal);
        Assert.Single(suite.Descendants("error"), static error => error.Parent!.Attribute("classname")!.Value == "Access.Partners");
    }

    [Fact]
    public void Csv_and_json_have_a_row_a_tenant()
    {
        string[] lines = File.ReadAllLines(Report("rollup.csv"));
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"MailboxAudit.Bypass\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"'=1+1\"", lines.Single(static line => line.Contains("tenant-evil", StringComparison.Ordinal)), StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Report("rollup.json")));
        JsonElement evil = json.RootElement.GetProperty("tenants").EnumerateArray().Single(static tenant => tenant.GetProperty("tenantId").GetString() == "tenant-evil");
        Assert.Equal("Failed", evil.GetProperty("status").GetString());
        Assert.Equal(LoggingCheckCatalog.Ids.Count, evil.GetProperty("checks").GetArrayLength());
    }

    [Fact]
    public void A_comparison_tells_better_worse_and_unknown_now()
    {
        ConfigSnapshot before = GoodTenant.With(ConfigPart.RemoteDomains, "AutoForwardEnabled", true);
        ConfigSnapshot after = GoodTenant.With(ConfigPart.AuditBypass, new() { ["Name"] = "svc-new", ["AuditBypassEnabled"] = true }, new() { ["Name"] = "Kim", ["AuditBypassEnabled"] = false });
        after = after.With(PartContent.NotRead(PartCatalog.Of(ConfigPart.Partners)));
        Dictionary<string, ConfigChange> changes = ConfigSnapshotComparer.Compare(before, after, new LoggingCheckOptions()).ToDictionary(static change => change.CheckId);

        Assert.Equal(ConfigChangeKind.Better, changes["Forwarding.External"].Change);
        Assert.Equal(ConfigChangeKind.Worse, changes["MailboxAudit.Bypass"].Change);
        Assert.Contains("svc-new", Assert.Single(changes["MailboxAudit.Bypass"].Appeared), StringComparison.Ordinal);
        Assert.Equal(ConfigChangeKind.UnknownNow, changes["Access.Partners"].Change);
        Assert.Equal(ConfigChangeKind.Same, changes["MailboxAudit.Organization"].Change);
        Assert.Equal(ConfigChangeKind.KnownNow, ConfigSnapshotComparer.Compare(after, before, new LoggingCheckOptions { CheckIds = ["Access.Partners"] }).Single().Change);
    }

    [Fact]
    public void What_is_gone_from_a_part_that_was_not_read_to_its_end_is_not_better()
    {
        Dictionary<string, object?>[] rows = [.. Enumerable.Range(0, 4).Select(static i => new Dictionary<string, object?> { ["Name"] = "svc" + i.ToString(CultureInfo.InvariantCulture), ["AuditBypassEnabled"] = true })];
        ConfigSnapshot before = GoodTenant.With(ConfigPart.AuditBypass, rows);
        PartContent part = before.Of(ConfigPart.AuditBypass);
        ConfigChangeKind Change(ConfigPartState state) => ConfigSnapshotComparer.Compare(
            before, before.With(new PartContent { Definition = part.Definition, State = state, Rows = part.Rows.Take(2).ToArray() }), new LoggingCheckOptions { CheckIds = ["MailboxAudit.Bypass"] }).Single().Change;

        Assert.Equal(ConfigChangeKind.Better, Change(ConfigPartState.Read));
        Assert.Equal(ConfigChangeKind.Changed, Change(ConfigPartState.Partial));
    }

    [Fact]
    public void Snapshots_of_different_tenants_are_not_compared()
    {
        string path = Path.Combine(_folder.Path, "other.json");
        Write(path, "another tenant", GoodTenant.Snapshot());
        Assert.Throws<ArgumentException>(() => ConfigSnapshotComparer.Compare(GoodTenant.Snapshot(), ConfigSnapshotFile.Read(path), new LoggingCheckOptions()));
    }

    private string Report(string name)
    {
        LoggingConfigRollUp rollUp = new();
        string path = Path.Combine(_folder.Path, "evil.json");
        ConfigSnapshot evil = GoodTenant.With(ConfigPart.AuditBypass, new() { ["Name"] = Evil, ["AuditBypassEnabled"] = true }, new() { ["Name"] = "Kim", ["AuditBypassEnabled"] = false });
        Write(path, "tenant-evil", evil.With(PartContent.NotRead(PartCatalog.Of(ConfigPart.Partners))), "=1+1");
        rollUp.Add(LoggingConfigTest.Evaluate(ConfigSnapshotFile.Read(path), new LoggingCheckOptions()));
        rollUp.AddFailure(Evil, Evil);
        string report = Path.Combine(_folder.Path, name);
        LoggingConfigReport.Write(report, rollUp, GoodTenant.TakenAt);
        return report;
    }

    private static ConfigSnapshot Older(ConfigSnapshot snapshot) => new(snapshot.Contents) { TenantId = snapshot.TenantId, TakenAt = snapshot.TakenAt.AddDays(-7) };

    private static void Write(string path, string tenant, ConfigSnapshot snapshot, string name = "Contoso") =>
        ConfigSnapshotFile.Write(path, new ConfigSnapshot(snapshot.Contents) { TenantId = tenant, TenantName = name, TakenAt = snapshot.TakenAt }, overwrite: true);
}
