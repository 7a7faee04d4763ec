using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>One run over a month and several runs over its parts are the same, with nothing but the model passed on.</summary>
public class TenantModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Splitting_the_days_anywhere_changes_nothing(int seed)
    {
        OrdinaryTenant tenant = new(60, 24, seed);
        Intrusions.Plant("Storm0558", tenant, 12, 14);
        Intrusions.Plant("LowAndSlow", tenant, 10, 20);
        MailAccessFacts facts = tenant.Log.Build();
        PathTraits traits = new(facts.Paths);
        int days = TenantDays.Split(facts, traits, CancellationToken.None)[0].Count;
        (string[] whole, TenantModel model) = Run(facts, traits, []);

        for (int split = TenantHunt.WarmUpDays + 1; split < days; split += 3)
        {
            (string[] parts, TenantModel other) = Run(facts, traits, [split]);

            Assert.Equal(whole, parts);
            AssertSame(model, other);
        }

        (string[] daily, TenantModel last) = Run(facts, traits, Enumerable.Range(TenantHunt.WarmUpDays + 1, days - TenantHunt.WarmUpDays - 1));
        Assert.Equal(whole, daily);
        AssertSame(model, last);
        Assert.Contains(whole, static story => story.Contains("Medium", StringComparison.Ordinal) || story.Contains("High", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_derived_follows_from_the_tables()
    {
        MailAccessFacts facts = new OrdinaryTenant(40, 15, 3).Log.Build();
        (_, TenantModel model) = Run(facts, new PathTraits(facts.Paths), []);
        bool[] settled = [.. model.Settled];
        int[] mailboxes = [.. model.NetworkMailboxes];
        (int, int, int) counts = (model.Mailboxes, model.SyncingMailboxes, model.DelegatedMailboxes);

        model.Derive();

        Assert.Equal(settled, model.Settled);
        Assert.Equal(mailboxes, model.NetworkMailboxes);
        Assert.Equal(counts, (model.Mailboxes, model.SyncingMailboxes, model.DelegatedMailboxes));
    }

    [Fact]
    public void Networks_not_seen_for_a_quarter_are_forgotten_however_the_days_are_read()
    {
        FactsTenant tenant = new();
        for (int day = 0; day < 160; day++)
        {
            for (int i = 0; i < 20; i++)
            {
                string trip = day / 10 == i ? $"198.18.{day}.7" : $"203.0.{i}.7";
                tenant.Read(FactsTenant.Name(i), FactsTenant.Owa, trip, FactsTenant.At(day, 9 + (i * 0.1)), 3);
            }
        }

        MailAccessFacts facts = tenant.Build();
        PathTraits traits = new(facts.Paths);
        (string[] whole, TenantModel model) = Run(facts, traits, []);
        (string[] parts, TenantModel other) = Run(facts, traits, Enumerable.Range(TenantHunt.WarmUpDays + 1, 150));

        // Ten days away from day 0 on, and from day 70 on; the last month that is over ends between day 130 and the last day.
        Assert.Equal(1, Networks(0));
        Assert.Equal(11, Networks(7));
        Assert.Equal(whole, parts);
        AssertSame(model, other);

        int Networks(int i) => model.NetworkDays.Entries.Count(entry => facts.Mailboxes[entry.A].Address == FactsTenant.Name(i));
    }

    private static (string[] Stories, TenantModel Model) Run(MailAccessFacts facts, PathTraits traits, IEnumerable<int> splits)
    {
        List<DayFacts> days = TenantDays.Split(facts, traits, CancellationToken.None)[0];
        TenantModel model = new(facts.Mailboxes.Count, facts.Paths.Count, facts.Networks.Count, facts.Programs.Count);
        List<string> stories = [];
        int from = 0;
        foreach (int to in splits.Append(days.Count))
        {
            TenantHunt hunt = new(facts, traits, new Owners(facts), new HuntScope(facts, new MailAccessHuntOptions()), new SeverityPolicy(Sensitivity.Normal), model);
            stories.AddRange(hunt.Run(days.GetRange(from, to - from), CancellationToken.None).Select(static s =>
                FormattableString.Invariant($"{s.Day} {s.StoryId} {s.Severity} {s.Score:R} {s.Effective:R} {s.Calibration?.PValue:R} {s.Calibration?.Level:R}")));
            from = to;
        }

        return ([.. stories], model);
    }

    private static void AssertSame(TenantModel a, TenantModel b)
    {
        Assert.Equal((a.Days, a.LastDay, a.MailboxDays, a.CountedDays), (b.Days, b.LastDay, b.MailboxDays, b.CountedDays));
        Assert.Equal((a.AdoptionsTotal, a.FirstSyncs, a.NewDelegates, a.StrangeInteractive), (b.AdoptionsTotal, b.FirstSyncs, b.NewDelegates, b.StrangeInteractive));
        Assert.Equal(a.PathUses.Entries.OrderBy(static e => (e.A, e.B)), b.PathUses.Entries.OrderBy(static e => (e.A, e.B)));
        Assert.Equal(a.NetworkDays.Entries.OrderBy(static e => (e.A, e.B)), b.NetworkDays.Entries.OrderBy(static e => (e.A, e.B)));
        Assert.Equal(a.Reach.Entries.OrderBy(static e => (e.A, e.B)), b.Reach.Entries.OrderBy(static e => (e.A, e.B)));
        Assert.Equal(a.Scores.Counts, b.Scores.Counts);
        Assert.Equal(a.Nearness, b.Nearness);
        Assert.Equal(a.NetworkFamilies, b.NetworkFamilies);
        Assert.Equal(a.OpenStories.OrderBy(static s => s.Key.ToString(), StringComparer.Ordinal), b.OpenStories.OrderBy(static s => s.Key.ToString(), StringComparer.Ordinal));
    }
}
