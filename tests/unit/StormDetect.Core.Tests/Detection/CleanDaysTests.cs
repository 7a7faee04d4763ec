using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>Logs that begin when the intruder was there already, and the sums behind what is found.</summary>
public class CleanDaysTests
{
    private static readonly AccessPath s_rogue = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void Later_days_named_clean_are_learned_from_and_earlier_ones_judged_by_them()
    {
        FactsTenant log = Invaded();
        MailAccessHuntOptions options = new() { BaselineStart = FactsTenant.At(12, 0), BaselineEnd = FactsTenant.At(28, 0) };

        MailAccessAnomaly finding = log.Hunt(options).Findings.First(static f => f.ClientAppId == s_rogue.ClientAppId);

        Assert.Equal(FactsTenant.At(0, 3), finding.FirstSeen);
        Assert.NotNull(finding.PValue);
        Assert.Equal(6, finding.Mailboxes.Count);
    }

    [Fact]
    public void Nothing_is_reported_on_days_named_clean()
    {
        MailAccessHuntOptions options = new() { BaselineEnd = FactsTenant.At(11, 0), MinimumSeverity = Severity.Informational };

        Assert.All(Invaded().Hunt(options).Findings, static f => Assert.True(f.FirstSeen >= FactsTenant.At(11, 0)));
    }

    [Fact]
    public void A_log_of_clean_days_alone_has_nothing_judged()
    {
        MailAccessHuntResult result = Invaded().Hunt(new MailAccessHuntOptions { BaselineStart = FactsTenant.At(0, 0) });

        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Contains(result.Coverage.BlindIntervals, static i => i.Text.Contains("clean baseline", StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_of_clean_days_alone_has_nothing_judged()
    {
        MailAccessHuntResult result = Invaded().Hunt(new MailAccessHuntOptions { BaselineStart = FactsTenant.At(12, 0), Start = FactsTenant.At(14, 0), End = FactsTenant.At(16, 0) });

        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Equal(0, result.Coverage.FullyJudgedMailboxes);
    }

    [Fact]
    public void Clean_days_are_said_not_to_be_judged_and_do_not_stand_in_the_way_of_a_verdict()
    {
        MailAccessHuntResult result = Invaded().Hunt(new MailAccessHuntOptions { BaselineStart = FactsTenant.At(12, 0), Start = FactsTenant.At(8, 0), MinimumSeverity = Severity.Critical });

        BlindInterval clean = Assert.Single(result.Coverage.BlindIntervals, static i => i.Text.Contains("clean baseline", StringComparison.Ordinal));
        Assert.Equal((Certainty.Possible, FactsTenant.At(12, 0)), (clean.Certainty, clean.From));
        Assert.Equal(Verdict.NoEvidence, result.Verdict);
        Assert.Empty(result.Notes);
    }

    [Theory]
    [InlineData(-400, -300, "no mail access in the days named as clean")]
    [InlineData(20, 23, "3 have mail access, too few")]
    public void Clean_days_that_do_not_help_are_told(int from, int to, string expected)
    {
        MailAccessHuntResult result = Invaded().Hunt(new MailAccessHuntOptions { BaselineStart = FactsTenant.At(from, 0), BaselineEnd = FactsTenant.At(to, 0) });

        Assert.Contains(expected, Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_clean_days_stand_among_the_others_of_a_warm_up()
    {
        MailAccessHuntOptions options = new() { BaselineStart = FactsTenant.At(20, 0), BaselineEnd = FactsTenant.At(23, 0), MinimumSeverity = Severity.Informational };

        MailAccessAnomaly finding = Invaded().Hunt(options).Findings.First(static f => f.ClientAppId == s_rogue.ClientAppId);

        Assert.Null(finding.PValue);
    }

    [Fact]
    public void The_sums_can_be_added_up_again()
    {
        FactsTenant log = Invaded();
        MailAccessHuntOptions options = new() { BaselineStart = FactsTenant.At(12, 0), Explain = true };

        MailAccessAnomaly finding = log.Hunt(options).Findings[0];

        Assert.Equal(finding.Reasons.Count, finding.Explanation.Count(static line => line[0] is '+' or '-'));
        Assert.Contains(finding.Explanation, line => line.Contains(FormattableString.Invariant($"= {finding.Score:0.00} bits"), StringComparison.Ordinal));
        double parts = finding.Explanation.Where(static line => line[0] is '+' or '-').Sum(static line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(finding.Score, parts, 0.02);
        string less = Assert.Single(finding.Explanation, static line => line.StartsWith("Less ", StringComparison.Ordinal));
        Match numbers = Regex.Match(less, @"^Less (\S+), because (\d) parts .*: (\S+) bits");
        Assert.True(numbers.Success, less);
        double[] all = numbers.Groups.Values.Skip(1).Select(static group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(finding.Score - all[0], all[2], 0.02);
        Assert.Contains(finding.Explanation, static line => line.StartsWith("p = ", StringComparison.Ordinal));
        Assert.Contains(finding.Explanation, static line => line.StartsWith("Level ", StringComparison.Ordinal));
        Assert.StartsWith($"Severity {finding.Severity}", finding.Explanation[^1], StringComparison.Ordinal);
        Assert.Empty(log.Hunt(options with { Explain = false }).Findings[0].Explanation);
    }

    private static FactsTenant Invaded()
    {
        FactsTenant log = new OrdinaryTenant(80, 28, 5).Log;
        for (int day = 0; day < 10; day++)
        {
            for (int i = 10; i < 16; i++)
            {
                log.Read(FactsTenant.Name(i), s_rogue, "45.12.13.14", FactsTenant.At(day, 3), 40);
            }
        }

        return log;
    }
}
