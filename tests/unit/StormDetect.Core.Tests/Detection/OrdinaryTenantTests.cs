using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>A small sample of what the evaluation measures over many seeds.</summary>
public class OrdinaryTenantTests
{
    [Fact]
    public void Ordinary_months_stay_within_the_budget_of_one_false_story_a_week()
    {
        int alarms = 0;
        for (int seed = 1; seed <= 3; seed++)
        {
            alarms += new OrdinaryTenant(400, 30, seed).Log.Hunt().Findings.Count;
        }

        Assert.InRange(alarms, 0, 13);
    }

    [Fact]
    public void A_lower_sensitivity_never_alarms_more()
    {
        FactsTenant log = new OrdinaryTenant(200, 30, 7).Log;
        int[] alarms = new[] { Sensitivity.Low, Sensitivity.Normal, Sensitivity.High }
            .Select(s => log.Hunt(new MailAccessHuntOptions { Sensitivity = s }).Findings.Count).ToArray();

        Assert.True(alarms[0] <= alarms[1] && alarms[1] <= alarms[2] && alarms[2] > 0, string.Join(" ", alarms));
    }

    [Theory]
    [InlineData("Storm0558")]
    [InlineData("StealthyOwa")]
    [InlineData("StolenSecret")]
    [InlineData("IllicitApp")]
    [InlineData("FolderSync")]
    [InlineData("DelegateAbuse")]
    [InlineData("LowAndSlow")]
    [InlineData("TokenTheft")]
    public void A_planted_intrusion_is_found_in_most_months(string name)
    {
        int found = 0;
        for (int seed = 1; seed <= 3; seed++)
        {
            OrdinaryTenant tenant = new(400, 30, seed);
            HashSet<string> ids = Intrusions.Plant(name, tenant, 15, 17 + seed);
            found += tenant.Log.Hunt().Findings.Any(f => f.RecordIds.Any(ids.Contains)) ? 1 : 0;
        }

        Assert.InRange(found, 2, 3);
    }

    [Fact]
    public void The_whole_Storm_0558_replay_is_one_story()
    {
        OrdinaryTenant tenant = new(400, 30, 2);
        HashSet<string> ids = Intrusions.Plant("Storm0558", tenant, 15, 17);

        MailAccessAnomaly finding = Assert.Single(tenant.Log.Hunt().Findings, f => f.RecordIds.Any(ids.Contains));

        Assert.Equal(10, finding.Mailboxes.Count);
        Assert.Equal(3, finding.Networks.Count);
        Assert.Equal(1200, finding.ItemCount);
        Assert.True(finding.Severity >= Severity.High);
    }
}
