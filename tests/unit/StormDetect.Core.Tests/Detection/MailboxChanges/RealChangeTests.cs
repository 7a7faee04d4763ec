using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

/// <summary>Real exports, where this machine has them beside the repository.</summary>
public sealed class RealChangeTests
{
    private static readonly string[] s_mine = ["mailbox-permission", "transport-rule", "consent", "app-credential"];

    [Fact]
    public void The_lab_tenants_malicious_changes_are_found_and_its_service_noise_is_not()
    {
        string folder = Path.Combine(Data(), "lab-tenant-2021");
        string[][] labels = [.. File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1).Select(static line => line.Split('\t'))];
        IReadOnlyList<Finding> findings = Hunt(Path.Combine(folder, "audit-search-export.csv"));
        HashSet<string> reported = new(findings.SelectMany(static f => f.RecordIds), StringComparer.OrdinalIgnoreCase);
        HashSet<string> alarmed = new(findings.Where(static f => f.Severity >= Severity.Medium).SelectMany(static f => f.RecordIds), StringComparer.OrdinalIgnoreCase);

        string[] missed = [.. labels.Where(l => l[1] == "malicious" && s_mine.Contains(l[2]) && !alarmed.Contains(l[0])).Select(static l => string.Join(' ', l))];
        Assert.True(missed.Length == 0, string.Join('\n', missed) + "\n" + string.Join('\n', findings));
        string[] noise = [.. labels.Where(l => l[1] == "benign" && (l[2] == "system" ? reported : alarmed).Contains(l[0])).Select(static l => string.Join(' ', l))];
        Assert.True(noise.Length == 0, string.Join('\n', noise));
    }

    [Fact]
    public void Hand_made_forwarding_is_judged_as_its_index_says()
    {
        string folder = Path.Combine(Data(), "forms");
        string[] lines = File.ReadAllLines(Path.Combine(folder, "forwarding-rule-cases.ndjson"));
        int judged = 0;
        foreach (string[] entry in File.ReadLines(Path.Combine(folder, "forwarding-rule-cases.index.tsv")).Skip(1).Select(static line => line.Split('\t')))
        {
            string line = lines[int.Parse(entry[0], System.Globalization.CultureInfo.InvariantCulture) - 1];
            if (!line.Contains("\"Set-Mailbox\"", StringComparison.Ordinal))
            {
                continue;
            }

            judged++;
            bool reported = ChangedTenant.Hunt([line], static o => o with { AcceptedDomains = [] }).Findings.Any(static f => f.Severity >= Severity.Medium);
            Assert.True(reported == bool.Parse(entry[3]), string.Join(' ', entry));
        }

        Assert.True(judged >= 6);
    }

    [Fact]
    public void A_log_of_administration_without_accounts_stays_quiet_but_for_two_looks()
    {
        IReadOnlyList<Finding> findings = Hunt(Path.Combine(Data(), "forms", "exchange-admin-5-columns.csv"));
        Assert.Equal(["MailboxChange.Connector", "MailboxChange.Permission"], findings.Select(static f => f.DetectionId).Order());
        Assert.All(findings, static f => Assert.Equal(Severity.Informational, f.Severity));
    }

    private static IReadOnlyList<Finding> Hunt(string path)
    {
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["MailboxChange"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
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
