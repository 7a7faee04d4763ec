using System;
using System.Linq;
using StormDetect.Core.Baselines;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

public sealed class ApprovalTests
{
    private static readonly DateTimeOffset s_now = FactsTenant.Monday.AddDays(16);
    private static readonly Lazy<MailAccessBaseline> s_learned = new(static () => Learning.Learn(SmallLog.Before(15), null));

    [Fact]
    public void A_suppressed_finding_is_named_in_every_result_and_never_gone()
    {
        MailAccessBaseline baseline = Fresh();
        MailAccessAnomaly[] before = Hunt(baseline).Findings.ToArray();
        MailAccessAnomaly finding = before[0];
        MailAccessApproval approval = baseline.Approve(Of(finding), s_now);
        baseline = MailAccessBaseline.Parse(baseline.ToBytes());

        MailAccessHuntResult after = Hunt(baseline);
        Assert.Equal(before.Select(static f => f.Id).Where(id => id != finding.Id), after.Findings.Select(static f => f.Id));
        SuppressedFindings suppressed = Assert.Single(after.Suppressed);
        Assert.Equal((approval.Id, "tested", 1), (suppressed.ApprovalId, suppressed.Reason, after.SuppressedCount));
        Assert.Contains("Suppressed: 1, because tested", after.VerdictText, StringComparison.Ordinal);

        MailAccessHuntResult shown = Hunt(baseline, static o => o with { IncludeSuppressed = true });
        Assert.Equal("tested", shown.Findings.Single(f => f.Id == finding.Id).SuppressedBecause);
        Assert.Contains(Hunt(baseline, o => o with { Now = approval.Until }).Findings, f => f.Id == finding.Id);
        baseline.Withdraw(approval.Id, s_now.AddHours(-1));
        Assert.Contains(Hunt(baseline).Findings, f => f.Id == finding.Id);
        Assert.NotNull(Assert.Single(baseline.Approvals).WithdrawnAt);
    }

    [Fact]
    public void What_is_only_suppressed_is_no_suspicion()
    {
        MailAccessBaseline baseline = Fresh();
        foreach (MailAccessAnomaly finding in Hunt(baseline).Findings)
        {
            baseline.Approve(Of(finding), s_now);
        }

        MailAccessHuntResult result = Hunt(baseline, static o => o with { IncludeSuppressed = true });
        Assert.NotEmpty(result.Findings);
        Assert.NotEqual(Verdict.Suspicious, result.Verdict);
    }

    [Fact]
    public void A_finding_that_reaches_further_is_back()
    {
        MailAccessBaseline baseline = Fresh();
        MailAccessAnomaly finding = Hunt(baseline).Findings.First(static f => f.Mailboxes.Count > 2 && f.Networks.Count > 1);
        foreach (MailAccessApproval narrow in new[]
        {
            Of(finding) with { Mailboxes = finding.Mailboxes.Skip(1).ToArray() },
            Of(finding) with { Networks = finding.Networks.Skip(1).ToArray() },
            Of(finding) with { UserIds = finding.UserIds.Skip(1).ToArray() },
            Of(finding) with { ClientAppIds = ["none"] },
        })
        {
            MailAccessBaseline with = Fresh();
            with.Approve(narrow, s_now);
            Assert.Contains(Hunt(with).Findings, f => f.Id == finding.Id);
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Wildcards_count_only_where_asked_for(bool wildcard, bool covered)
    {
        MailAccessBaseline baseline = Fresh();
        baseline.Approve(Pattern() with { Mailboxes = ["user*@contoso.example"], Wildcard = wildcard }, s_now);
        Assert.Equal(covered, Hunt(baseline).Findings.Count == 0);
    }

    /// <summary>Exchange names its own accounts so: NT AUTHORITY\\SYSTEM.</summary>
    [Theory]
    [InlineData(@"CONTOSO\*", @"CONTOSO\jane", true)]
    [InlineData(@"CONTOSO\jan?", @"CONTOSO\jane", true)]
    [InlineData(@"CONTOSO\j*", "CONTOSOjane", false)]
    [InlineData(@"CONTOSO\*", "CONTOSO*", false)]
    [InlineData("team.*@contoso.example", "teamX@contoso.example", false)]
    public void In_wildcards_a_backslash_stands_for_itself(string pattern, string user, bool isCovered)
    {
        const string Rogue = "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87";
        MailAccessHuntResult result = Learning.Hunt(SmallLog.Before(13).Select(r => r.ClientAppId == Rogue ? r with { UserId = user } : r), null, new MailAccessHuntOptions { Now = s_now });
        MailAccessAnomaly finding = result.Findings.First(static f => f.ClientAppId == Rogue);
        Assert.Equal(user, Assert.Single(finding.UserIds), ignoreCase: true);
        MailAccessBaseline baseline = Fresh();
        baseline.Approve(Pattern() with { UserIds = [pattern], Wildcard = true }, s_now);
        Assert.Equal(isCovered, ApprovalMatcher.Find(baseline.Approvals, finding, s_now) is not null);
    }

    [Fact]
    public void Networks_cover_what_lies_in_them()
    {
        MailAccessBaseline baseline = Fresh();
        MailAccessAnomaly finding = Hunt(baseline).Findings.First(static f => f.Networks.All(static n => n.Contains('.', StringComparison.Ordinal)));
        baseline.Approve(Pattern() with { Networks = finding.Networks.Select(static n => n.Split('.')[0] + ".0.0.0/8").Distinct().ToArray() }, s_now);
        Assert.DoesNotContain(Hunt(baseline).Findings, f => f.Id == finding.Id);
    }

    [Fact]
    public void What_matches_everything_or_says_nothing_is_refused()
    {
        MailAccessBaseline baseline = Fresh();
        foreach (MailAccessApproval refused in new[]
        {
            Pattern(),
            Pattern() with { Mailboxes = ["*"], Wildcard = true },
            Pattern() with { Mailboxes = ["**?"], AppIds = ["*"], Wildcard = true },
            Pattern() with { Mailboxes = [" "] },
            Pattern() with { Mailboxes = ["a"], Reason = " " },
            Pattern() with { Mailboxes = ["a"], Until = s_now },
            Pattern() with { Mailboxes = ["a"], Until = s_now.AddDays(367) },
            Pattern() with { Networks = ["0.0.0.0/0"] },
            Pattern() with { Networks = ["192.0.2.0/24", "::/0"], UserIds = ["*"], Wildcard = true },
            Pattern() with { Networks = ["192.0.2.7"] },
            Pattern() with { Networks = ["2001:db8::/64"] },
            Pattern() with { Networks = ["not a network"] },
        })
        {
            Assert.Equal(BaselineProblem.InvalidApproval, Assert.Throws<BaselineException>(() => baseline.Approve(refused, s_now)).Problem);
        }

        Assert.Equal(BaselineProblem.ForeignTenant, Assert.Throws<BaselineException>(() => baseline.Approve(Pattern() with { Mailboxes = ["a"], TenantId = "other" }, s_now)).Problem);
        Assert.Equal(BaselineProblem.InvalidApproval, Assert.Throws<BaselineException>(() => new MailAccessBaseline(s_now).Approve(Pattern() with { Mailboxes = ["a"] }, s_now)).Problem);
        Assert.Empty(baseline.Approvals);
    }

    [Fact]
    public void Approvals_and_reports_outlive_later_runs()
    {
        MailAccessBaseline baseline = Fresh();
        MailAccessAnomaly finding = Hunt(baseline).Findings[0];
        baseline.Approve(Of(finding), s_now);
        baseline = Learning.Learn(SmallLog.Between(14.5, 17), MailAccessBaseline.Parse(baseline.ToBytes()));
        Assert.Equal(finding.Id, Assert.Single(baseline.Approvals).FindingId);
        Assert.DoesNotContain(Hunt(baseline).Findings, f => f.Id == finding.Id);
    }

    /// <summary>Told at the highest severity, so that nothing but the approval can make it news.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_told_and_approved_is_told_again_when_it_reaches_further(bool byFinding)
    {
        MailAccessBaseline baseline = Told(out MailAccessAnomaly finding);
        baseline.Approve(byFinding ? Of(finding) : Pattern() with { Mailboxes = finding.Mailboxes, ClientAppIds = [finding.ClientAppId] }, s_now);
        baseline = Learning.Learn(SmallLog.Between(12.5, 13), baseline, New());
        Assert.DoesNotContain(Learning.Hunt(SmallLog.Between(12.5, 13), baseline, New()).Findings, f => f.Id == finding.Id);

        MailAccessAnomaly grown = Learning.Hunt(SmallLog.Between(12.9, 13.9), baseline, New()).Findings.Single(f => f.Id == finding.Id);
        Assert.True(grown.Mailboxes.Count > finding.Mailboxes.Count);
        Assert.Equal((false, null), (grown.IsKnown, grown.SuppressedBecause));

        baseline = Learning.Learn(SmallLog.Between(12.9, 13.9), baseline, New(), [grown.Id]);
        Assert.DoesNotContain(Learning.Hunt(SmallLog.Between(12.9, 13.9), baseline, New()).Findings, f => f.Id == finding.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_told_and_approved_is_told_again_when_the_approval_ends(bool isWithdrawn)
    {
        MailAccessBaseline baseline = Told(out MailAccessAnomaly finding);
        MailAccessApproval approval = baseline.Approve(Of(finding), s_now);
        baseline = MailAccessBaseline.Parse(baseline.ToBytes());
        Assert.DoesNotContain(Learning.Hunt(SmallLog.Between(12.5, 13), baseline, New()).Findings, f => f.Id == finding.Id);
        if (isWithdrawn)
        {
            baseline.Withdraw(approval.Id, s_now);
        }

        Assert.Contains(Learning.Hunt(SmallLog.Between(12.5, 13), baseline, New() with { Now = isWithdrawn ? s_now : approval.Until }).Findings, f => f.Id == finding.Id);
    }

    private static MailAccessHuntOptions New() => new() { NewOnly = true, Now = s_now };

    private static MailAccessBaseline Told(out MailAccessAnomaly finding)
    {
        (MailAccessHunt hunt, MailAccessHuntResult result) = Learning.Run(SmallLog.Before(13), new MailAccessBaseline(s_now), new MailAccessHuntOptions { LearnBaseline = true, Now = s_now });
        finding = result.Findings[0];
        hunt.UpdatedBaseline!.MarkReported([System.Collections.Generic.KeyValuePair.Create(finding.Id, (Severity?)Severity.Critical)], s_now);
        return MailAccessBaseline.Parse(hunt.UpdatedBaseline.ToBytes());
    }

    private static MailAccessBaseline Fresh() => MailAccessBaseline.Parse(s_learned.Value.ToBytes());

    private static MailAccessHuntResult Hunt(MailAccessBaseline baseline, Func<MailAccessHuntOptions, MailAccessHuntOptions>? with = null) =>
        Learning.Hunt(SmallLog.Between(14.5, 16), baseline, (with ?? (static o => o))(new MailAccessHuntOptions { Start = DateTimeOffset.UnixEpoch, Now = s_now }));

    private static MailAccessApproval Pattern() => new() { Id = "", TenantId = "", Reason = "tested", ApprovedAt = default, Until = s_now.AddDays(30) };

    private static MailAccessApproval Of(MailAccessAnomaly finding) => Pattern() with
    {
        TenantId = finding.TenantId,
        FindingId = finding.Id,
        AppIds = [Value(finding.AppId)],
        ClientAppIds = [Value(finding.ClientAppId)],
        ClientFamilies = [finding.ClientFamily.ToString()],
        Mailboxes = finding.Mailboxes,
        Networks = finding.Networks,
        UserIds = finding.UserIds,
    };

    private static string Value(string id) => id.Length == 0 ? "none" : id;
}
