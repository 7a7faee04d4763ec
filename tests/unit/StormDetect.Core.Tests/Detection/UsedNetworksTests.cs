using System;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Baselines;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>What is known of where mailboxes are read from tells what else is done there from a stranger's doings.</summary>
public sealed class UsedNetworksTests
{
    private const string Hotel = "198.18.9.9";
    private const int Mailbox = 8;
    private static readonly MailAccessHuntOptions s_all = new() { Activities = ActivityGroups.All, MinimumSeverity = Severity.Informational };

    [Fact]
    public void A_network_is_known_after_its_second_day_and_home_after_its_third()
    {
        UsedNetworks used = new(Facts());
        used.Note(0, 0, 1, 10);
        Assert.False(used.IsKnown(0, 0, 11));
        used.Note(0, 0, 2, 12);
        Assert.Equal([false, true, true], new[] { 12, 13, 400 }.Select(day => used.IsKnown(0, 0, day)));
        Assert.False(used.IsHome(0, 0, 14));
        used.Note(0, 0, 3, 15);
        Assert.Equal([false, true], new[] { 15, 16 }.Select(day => used.IsHome(0, 0, day)));
        Assert.False(used.IsKnown(1, 0, 16));
        Assert.False(used.IsHome(1, 0, 16));
    }

    [Fact]
    public void What_was_forgotten_was_known_until_then_and_may_be_learned_again()
    {
        MailAccessFacts facts = Facts();
        UsedNetworks used = new(facts);
        TenantModel model = new(facts.Mailboxes.Count, facts.Paths.Count, facts.Networks.Count, facts.Programs.Count);
        model.NetworkDays.GetOrAdd(0, 0, out _) = new NetworkUse { Days = 3, LastDay = 20 };
        model.Derive();
        used.Begin(0, model);
        Assert.True(used.IsKnown(0, 0, 1));
        model.NetworkDays.Keep(static (_, _, _) => false);
        model.Derive();
        used.Forget(model, 0, 120);
        used.Note(0, 0, 2, 200);
        used.Note(0, 0, 3, 203);
        Assert.Equal([true, false, true], new[] { 120, 121, 201 }.Select(day => used.IsKnown(0, 0, day)));
        Assert.Equal([true, false, true], new[] { 120, 203, 204 }.Select(day => used.IsHome(0, 0, day)));
    }

    [Fact]
    public void Other_groups_find_mailboxes_and_networks_by_what_they_are_called()
    {
        MailAccessFacts read = Facts();
        UsedNetworks used = new(read);
        int network = Enumerable.Range(0, read.Networks.Count).Single(i => read.Networks[i].ToString() == "198.18.9.0/24");
        int mailbox = Enumerable.Range(0, read.Mailboxes.Count).Single(i => read.Mailboxes[i].Address == FactsTenant.Name(Mailbox));
        used.Note(mailbox, network, 2, 9);
        used.Note(mailbox, network, 3, 10);
        FactsTenant sent = new();
        sent.Read(FactsTenant.Name(40), FactsTenant.Owa, "203.0.113.9", FactsTenant.At(1, 9));
        sent.Read(FactsTenant.Name(Mailbox), FactsTenant.Owa, Hotel, FactsTenant.At(1, 9));
        MailAccessFacts other = sent.Build();
        UsedNetworksView view = used.View(other, 0);
        for (int i = 0; i < other.Mailboxes.Count; i++)
        {
            for (int j = 0; j < other.Networks.Count; j++)
            {
                bool isHotel = other.Networks[j].ToString() == "198.18.9.0/24";
                Assert.Equal(isHotel && other.Mailboxes[i].Address == FactsTenant.Name(Mailbox), view.IsKnown(i, j, 11));
                Assert.Equal(isHotel, view.IsHome(j, 11));
            }
        }

        FactsTenant foreign = new() { Tenant = "11111111-d342-44f2-8961-74c442a2fad2" };
        foreign.Read(FactsTenant.Name(Mailbox), FactsTenant.Owa, Hotel, FactsTenant.At(1, 9));
        UsedNetworksView stranger = used.View(foreign.Build(), 0);
        Assert.False(stranger.IsKnown(0, 0, 11));
        Assert.False(stranger.IsHome(0, 11));
    }

    [Fact]
    public void Who_searches_for_the_first_time_from_where_the_mailbox_is_read_is_no_stranger()
    {
        Assert.False(IsFromElsewhere(readsThere: true, s_all));
        Assert.True(IsFromElsewhere(readsThere: false, s_all));

        // Where nothing says from where it is read, every place is the first.
        Assert.True(IsFromElsewhere(readsThere: true, s_all with { Activities = [ActivityGroup.Search] }));
    }

    private static bool IsFromElsewhere(bool readsThere, MailAccessHuntOptions options)
    {
        BusyTenant tenant = new(60, 24, 3);
        for (int day = 10; day < 18; day++)
        {
            tenant.Ordinary.Log.Read(FactsTenant.Name(readsThere ? Mailbox : Mailbox + 4), FactsTenant.OwaWithoutIds, Hotel, FactsTenant.At(day, 10), 3);
        }

        for (int k = 0; k < 60; k++)
        {
            tenant.Act("SearchQueryInitiatedExchange", FactsTenant.Name(Mailbox), FactsTenant.OwaWithoutIds, Hotel, FactsTenant.At(20, 11 + (k * 0.01)));
        }

        MailAccessAnomaly finding = Assert.Single(
            Learning.Hunt(tenant.Records(), null, options).Findings, static f => f.SearchCount >= 60 && f.Mailboxes.Contains(FactsTenant.Name(Mailbox)));
        return finding.Reasons.Any(static reason => reason.Code.StartsWith("Network", StringComparison.Ordinal) || reason.Code == "HardFact.BurstFromNewNetwork");
    }

    private static MailAccessFacts Facts()
    {
        FactsTenant tenant = new();
        for (int mailbox = 4; mailbox < 12; mailbox += 4)
        {
            tenant.Read(FactsTenant.Name(mailbox), FactsTenant.Owa, Hotel, FactsTenant.At(0, 9));
            tenant.Read(FactsTenant.Name(mailbox), FactsTenant.Owa, "198.18.7.9", FactsTenant.At(0, 9));
        }

        return tenant.Build();
    }
}
