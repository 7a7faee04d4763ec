using System;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>When something new has become something known: an intruder must not be an acquaintance after the first visit.</summary>
public class AcquaintanceTests
{
    private const string Vps = "45.12.13.14";
    private static readonly MailAccessHuntOptions s_all = new() { MinimumSeverity = Severity.Informational, Explain = true };
    private static readonly AccessPath s_rogue = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void Who_comes_back_from_the_same_strange_network_is_told_again_on_the_second_day_and_known_on_the_third()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        string[] visits = [.. Enumerable.Range(20, 4).Select(day => tenant.Read(FactsTenant.Name(3), FactsTenant.Outlook, Vps, FactsTenant.At(day, 3), 9))];

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt(s_all).Findings);

        // Too little to be held back, so that it was learned from.
        Assert.True(finding.Severity < Severity.Medium, finding.ToString());
        Assert.Equal(visits[..2], finding.RecordIds.Intersect(visits));
    }

    [Fact]
    public void A_mailbox_that_comes_back_from_a_strange_network_is_one_mailbox()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        string[] visits = [.. Enumerable.Range(20, 2).Select(day => tenant.Read(FactsTenant.Name(3), FactsTenant.Outlook, Vps, FactsTenant.At(day, 3), 9))];

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt(s_all).Findings);

        Assert.Equal(visits, finding.RecordIds.Intersect(visits));
        Assert.DoesNotContain(finding.Reasons, static reason => reason.Code == "SameNetworkOverMailboxes");
    }

    [Fact]
    public void The_first_victims_of_an_application_do_not_make_it_common()
    {
        Assert.Equal(Path(Victims(20)), Path(Victims(20, 21)), 0.3);

        // Mailboxes that use it day after day do.
        Assert.True(Path(Victims(17, 18, 19, 20, 21)) < Path(Victims(20, 21)) - 1);
    }

    [Fact]
    public void A_delegate_away_from_home_reaches_no_mailboxes_that_were_not_opened_before()
    {
        FactsTenant known = MailAccessDetectorTests.Plain();
        FactsTenant stranger = MailAccessDetectorTests.Plain();
        for (int mailbox = 1; mailbox <= 4; mailbox++)
        {
            for (int day = 0; day < 20; day++)
            {
                known.Read(FactsTenant.Name(mailbox), OrdinaryTenant.OutlookDelegate, "198.51.100.10", FactsTenant.At(day, 10), 4, user: FactsTenant.Name(0));
            }

            known.Read(FactsTenant.Name(mailbox), OrdinaryTenant.OutlookDelegate, Vps, FactsTenant.At(20, 10), 4, user: FactsTenant.Name(0));
            stranger.Read(FactsTenant.Name(mailbox), FactsTenant.Outlook, Vps, FactsTenant.At(20, 10), 4);
        }

        Assert.DoesNotContain(known.Hunt(s_all).Findings.SelectMany(static finding => finding.Reasons), static reason => reason.Code == "SameNetworkOverMailboxes");
        Assert.Contains(stranger.Hunt(s_all).Findings.SelectMany(static finding => finding.Reasons), static reason => reason.Code == "SameNetworkOverMailboxes");
    }

    /// <summary>An application reads five mailboxes on some days; on the day after the last of them, one more.</summary>
    private static (FactsTenant Tenant, string Last) Victims(params int[] days)
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        foreach (int day in days)
        {
            for (int mailbox = 0; mailbox < 5; mailbox++)
            {
                tenant.Read(FactsTenant.Name(mailbox), s_rogue, $"70.1.{mailbox}.9", FactsTenant.At(day, 12), 2);
            }
        }

        return (tenant, tenant.Read(FactsTenant.Name(40), s_rogue, "70.1.40.9", FactsTenant.At(days[^1] + 1, 12), 2));
    }

    /// <summary>What the path told of the last one.</summary>
    private static double Path((FactsTenant Tenant, string Last) log) => log.Tenant.Hunt(s_all).Findings.Where(finding => finding.RecordIds.Contains(log.Last))
        .SelectMany(static finding => finding.Reasons).Where(static reason => reason.Code.EndsWith("PathNewForMailboxes", StringComparison.Ordinal)).Sum(static reason => reason.Weight);
}
