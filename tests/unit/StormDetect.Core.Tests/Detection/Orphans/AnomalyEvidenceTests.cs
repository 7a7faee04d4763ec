using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Detection.Orphans;

/// <summary>A finding's numbers and those of the sign-ins behind it can be told apart.</summary>
public sealed class AnomalyEvidenceTests
{
    [Fact]
    public void Where_more_reads_are_compared_with_sign_ins_than_the_finding_counts_the_reason_says_what_each_number_is()
    {
        using TempFolder folder = new();
        AuditScenarioOptions tenant = new() { Mailboxes = 60, Days = 21, Seed = 1, Attacks = ["common-app"] };
        AuditScenarioResult scenario = AuditScenario.Write(System.IO.Path.Join(folder.Path, "tenant"), tenant, TestContext.Current.CancellationToken);
        MailHunt hunt = new(new MailHuntOptions());
        hunt.AddFiles(scenario.LogFiles, TestContext.Current.CancellationToken);
        List<(MailAccessAnomaly Finding, string Text, long All)> compared = [];
        foreach (MailAccessAnomaly finding in hunt.Complete(TestContext.Current.CancellationToken).Findings.OfType<MailAccessAnomaly>())
        {
            foreach (FindingReason reason in finding.Reasons.Where(static reason => reason.Code is "NoSignInExplains" or "SignInExplains" or "TokenMisused"))
            {
                compared.Add((finding, reason.Text, long.Parse(Regex.Match(reason.Text, "([0-9,]+) reads").Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
            }
        }

        Assert.Contains(compared, static one => one.All > one.Finding.AccessCount);
        Assert.All(compared, static one => Assert.Equal(
            one.All > one.Finding.AccessCount,
            one.Text.Contains(string.Create(CultureInfo.InvariantCulture, $"({one.Finding.AccessCount:#,0} of them stood out from their day"), StringComparison.Ordinal)));
    }
}
