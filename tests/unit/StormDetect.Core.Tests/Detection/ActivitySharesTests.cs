using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>How the week's budget is shared: by what is judged, and by what the log has shown so far.</summary>
public class ActivitySharesTests
{
    private static readonly int s_monday = DateOnly.FromDateTime(FactsTenant.Monday.UtcDateTime).DayNumber;

    [Fact]
    public void What_never_occurs_in_a_log_takes_no_part_of_the_budget_after_the_first_week()
    {
        ActivityShares shares = new([Of(ActivityGroup.Access, 0), Of(ActivityGroup.Delete), Of(ActivityGroup.Send)]);

        Assert.Equal(13 / 19.0, Share(shares, ActivityGroup.Access, 6), 9);
        Assert.Equal(1, Share(shares, ActivityGroup.Access, 7), 9);
    }

    [Fact]
    public void What_occurs_later_takes_its_part_from_the_day_after()
    {
        ActivityShares shares = new([Of(ActivityGroup.Access, 0), Of(ActivityGroup.Delete, 20)]);

        Assert.Equal(1, Share(shares, ActivityGroup.Access, 20), 9);
        Assert.Equal(13 / 18.0, Share(shares, ActivityGroup.Access, 21), 9);
        Assert.Equal(3 / 18.0, Share(shares, ActivityGroup.Delete, 20), 9);
    }

    [Fact]
    public void The_parts_of_all_never_exceed_the_whole()
    {
        ActivityGroup[] groups = Enum.GetValues<ActivityGroup>();
        ActivityShares shares = new([.. groups.Select((group, i) => Of(group, i * 5))]);

        for (int day = 0; day < 40; day++)
        {
            // On its own first day a group is not known to the others yet.
            Assert.InRange(groups.Where((_, i) => i * 5 < day).Sum(group => Share(shares, group, day)), 0, 1 + 1e-9);
        }
    }

    private static double Share(ActivityShares shares, ActivityGroup group, int day) => shares.Of(new FactsTenant().Tenant, group, s_monday + day);

    private static ActivityFacts Of(ActivityGroup group, params int[] days)
    {
        FactsTenant tenant = new();
        foreach (int day in days)
        {
            tenant.Read(FactsTenant.Name(1), FactsTenant.Owa, "198.51.100.10", FactsTenant.At(day, 9));
        }

        return new ActivityFacts(group, tenant.Build(), null);
    }
}
