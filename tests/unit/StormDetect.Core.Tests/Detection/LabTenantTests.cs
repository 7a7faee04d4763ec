using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public class LabTenantTests
{
    [Fact]
    public void Every_malicious_read_of_the_lab_tenant_is_found_and_service_noise_is_not()
    {
        (FactsTenant Tenant, Dictionary<string, (string Label, string Category)> Labels)? loaded = LabTenant.Load();
        Assert.SkipWhen(loaded is null, "shared/data/lab-tenant-2021 is not on this machine");
        (FactsTenant tenant, Dictionary<string, (string Label, string Category)> labels) = loaded.Value;

        MailAccessHuntResult result = tenant.Hunt(new MailAccessHuntOptions { MinimumSeverity = Severity.Informational });
        foreach (MailAccessAnomaly finding in result.Findings)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{finding} score {finding.Score}");
            foreach (FindingReason reason in finding.Reasons)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"    {reason.Weight,6:0.00} {reason.Text}");
            }

            TestContext.Current.TestOutputHelper?.WriteLine("    " + string.Join(", ", finding.RecordIds.GroupBy(id => labels[id]).Select(g => $"{g.Key} x{g.Count()}")));
        }

        HashSet<string> alarmed = result.Findings.Where(f => f.Severity >= Severity.Medium).SelectMany(f => f.RecordIds).ToHashSet();
        Assert.DoesNotContain(labels, l => l.Value.Label == "malicious" && !alarmed.Contains(l.Key));
        Assert.DoesNotContain(labels, l => l.Value.Category == "mail-access-service" && alarmed.Contains(l.Key));
        Assert.InRange(labels.Count(l => l.Value.Label == "benign" && alarmed.Contains(l.Key)), 0, 2);
        Assert.True(labels.Count > 100);
    }

    [Fact]
    public void All_hunts_together_find_what_the_intruder_of_the_lab_tenant_changed_and_read_and_no_benign_record()
    {
        string? folder = LabTenant.Folder();
        Assert.SkipWhen(folder is null, "shared/data/lab-tenant-2021 is not on this machine");
        MailHunt hunt = new(new MailHuntOptions { Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Medium } });
        hunt.AddFiles([Path.Combine(folder, "audit-search-export.csv")], TestContext.Current.CancellationToken);
        MailHuntResult result = hunt.Complete(TestContext.Current.CancellationToken);

        HashSet<string> alarmed = result.Findings.SelectMany(static finding => finding.RecordIds).ToHashSet(StringComparer.OrdinalIgnoreCase);
        (string Id, string Label, string Category)[] labels = [.. File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1).Select(static line => line.Split('\t')).Select(static cells => (cells[0], cells[1], cells[2]))];
        string[] sought = ["inbox-rule", "transport-rule", "mailbox-permission", "consent", "app-credential", "mail-access-app", "mail-access-owa"];
        Assert.Equal(24, labels.Count(label => label.Label == "malicious" && sought.Contains(label.Category)));
        Assert.DoesNotContain(labels, label => label.Label == "malicious" && sought.Contains(label.Category) && !alarmed.Contains(label.Id));
        Assert.DoesNotContain(labels, label => label.Label == "benign" && alarmed.Contains(label.Id));
        Assert.Equal(Verdict.Suspicious, result.Verdict);

        // One intruder, three accounts, one story to begin with.
        Assert.Contains(result.Incidents[0].FindingIds, id => result.Findings.Any(finding => finding.Id == id && finding is InboxRuleFinding));
        Assert.Contains(result.Incidents[0].FindingIds, id => result.Findings.Any(finding => finding.Id == id && finding is MailAccessAnomaly));
    }
}
