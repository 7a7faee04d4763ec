using System;
using System.Collections.Generic;
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
}
