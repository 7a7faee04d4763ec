using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Detection.InboxRules;

/// <summary>Real exports, where this machine has them beside the repository.</summary>
public sealed class RuleRealDataTests
{
    [Fact]
    public void Rules_of_the_lab_tenant_are_found_as_labelled()
    {
        string folder = Path.Combine(Data(), "lab-tenant-2021");
        Dictionary<string, (string Label, string Category)> labels = File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1)
            .Select(static line => line.Split('\t')).ToDictionary(static cells => cells[0], static cells => (cells[1], cells[2]), StringComparer.OrdinalIgnoreCase);
        HashSet<string> alarmed = [.. Hunt(File.ReadAllBytes(Path.Combine(folder, "audit-search-export.csv")), "lab.csv").Where(static finding => finding.Severity >= Severity.Medium).SelectMany(static finding => finding.RecordIds)];
        Assert.DoesNotContain(labels, label => label.Value is { Label: "malicious", Category: "inbox-rule" } && !alarmed.Contains(label.Key));
        Assert.DoesNotContain(labels, label => label.Value.Label == "benign" && alarmed.Contains(label.Key));
        Assert.Contains(labels, static label => label.Value.Category == "inbox-rule");
    }

    [Fact]
    public void Forwarding_cases_with_rules_are_judged_as_their_index_says()
    {
        string forms = Path.Combine(Data(), "forms");
        string[] lines = File.ReadAllLines(Path.Combine(forms, "forwarding-rule-cases.ndjson"));
        int rules = 0;
        foreach (string[] row in File.ReadLines(Path.Combine(forms, "forwarding-rule-cases.index.tsv")).Skip(1).Select(static line => line.Split('\t')))
        {
            string line = lines[int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture) - 1];
            bool isRule = line.Contains("InboxRule", StringComparison.Ordinal);
            rules += isRule ? 1 : 0;
            bool isReported = Hunt(System.Text.Encoding.UTF8.GetBytes(line + "\n"), "case.jsonl").Any(static finding => finding.Severity >= Severity.Medium);
            Assert.True(isReported == (isRule && row[3] == "True"), row[2]);
        }

        Assert.Equal(3, rules);
    }

    [Fact]
    public void The_widest_variety_of_records_is_read()
    {
        InboxRuleFinding[] findings = Hunt(File.ReadAllBytes(Path.Combine(Data(), "anonymised-mixed", "activity-api.ndjson")), "mixed.jsonl");
        InboxRuleFinding french = Assert.Single(findings, static finding => finding.MoveToFolder == "Historique des conversations");
        Assert.Equal(["bob@example.org"], french.ForwardTo);
        Assert.Equal(["joe@example.org"], french.RedirectTo);
        Assert.True(french.Severity >= Severity.Medium);
        Assert.Contains(findings, static finding => finding.ForwardTo.Contains("john.doe@mail.fr") && finding.ActorRole == RuleActorRole.Delegate && !finding.ExternalRecipients.Contains("john.doe@mail.fr"));
        Assert.DoesNotContain(findings, static finding => finding.RuleName == "MyRule" && finding.Severity >= Severity.Medium);
    }

    private static InboxRuleFinding[] Hunt(byte[] content, string name)
    {
        using Exports.TempFolder folder = new();
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["InboxRule"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
        hunt.AddFiles([folder.Write(name, content)], TestContext.Current.CancellationToken);
        InboxRuleFinding[] findings = [.. hunt.Complete(TestContext.Current.CancellationToken).Findings.Cast<InboxRuleFinding>()];
        foreach (InboxRuleFinding finding in findings)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{finding} score {finding.Score}\n    {string.Join("\n    ", finding.Reasons.Select(static reason => $"{reason.Weight,5:0.0} {reason.Text}"))}");
        }

        return findings;
    }

    private static string Data()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip("shared/data is not beside the repository");
        return string.Empty;
    }
}
