using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Real exports, where this machine has them beside the repository.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void Every_form_reads_without_a_drop()
    {
        (_, ReadReport report) = Reading.Read([.. Directory.EnumerateFiles(Data(), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".csv" or ".ndjson" or ".jsonl" && !f.EndsWith("exchange-admin-5-columns.csv", StringComparison.Ordinal))]);
        Assert.Empty(report.DroppedRows);
        Assert.Empty(report.Problems);
        Assert.True(report.Kept > 1726);
        Reading.AssertBalanced(report);
    }

    [Fact]
    public void The_lab_tenant_is_counted_and_its_cut_rows_are_named()
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Read(Path.Combine(Data(), "lab-tenant-2021", "audit-search-export.csv"));
        Assert.Equal((1985, 1726, 259), (report.Rows, report.Kept, report.Duplicates));
        Assert.Equal(1726, records.Count);
        Assert.Equal(3, report.Lossy);
        Assert.All(report.LossyRows, row =>
        {
            Assert.Equal(DropReason.AuditDataMissing, row.Reason);
            Assert.Matches("^20[0-9-]+T[0-9:]+Z [^ ].* by .+", row.Detail);
        });
    }

    [Fact]
    public void The_lab_tenants_malicious_reads_are_found_and_its_service_noise_is_not()
    {
        string folder = Path.Combine(Data(), "lab-tenant-2021");
        Dictionary<string, (string Label, string Category)> labels = File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1)
            .Select(line => line.Split('\t')).ToDictionary(c => c[0], c => (c[1], c[2]), StringComparer.OrdinalIgnoreCase);
        string log = Path.Combine(folder, "audit-search-export.csv");
        (List<AuditRecord> records, _) = Reading.Read(log);
        List<AuditRecord> access = [.. records.Where(r => r.Operation == "MailItemsAccessed")];
        Assert.True(access.Count > 100);

        HashSet<string> alarmed = [.. Hunt(log).Where(f => f.Severity >= Severity.Medium).SelectMany(f => f.RecordIds)];
        Assert.DoesNotContain(access, r => labels[r.Id].Label == "malicious" && !alarmed.Contains(r.Id));
        Assert.DoesNotContain(access, r => labels[r.Id].Category == "mail-access-service" && alarmed.Contains(r.Id));
        Assert.InRange(access.Count(r => labels[r.Id].Label == "benign" && alarmed.Contains(r.Id)), 0, 2);
    }

    [Fact]
    public void Other_forms_stay_quiet()
    {
        string data = Data();
        Assert.All(Directory.EnumerateFiles(Path.Combine(data, "forms"), "*.*").Where(f => !f.EndsWith(".tsv", StringComparison.Ordinal)), file =>
            Assert.DoesNotContain(Hunt(file), f => f.Severity >= Severity.Medium));
    }

    private static IReadOnlyList<MailAccessAnomaly> Hunt(string path)
    {
        MailAccessHunt hunt = new(new MailAccessHuntOptions { MinimumSeverity = Severity.Informational });
        hunt.AddFiles([path], TestContext.Current.CancellationToken);
        return hunt.Complete(TestContext.Current.CancellationToken).Findings;
    }

    private static string Data()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !Directory.Exists(Path.Combine(at.FullName, "shared", "data")))
        {
            at = at.Parent;
        }

        Assert.SkipWhen(at is null, "../shared/data is not beside the repository on this machine");
        return Path.Combine(at.FullName, "shared", "data");
    }
}
