using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>Which stories are one, and what they come to together, on stories made by hand.</summary>
public sealed class StoryChainsTests
{
    private static readonly IReadOnlyList<ActivityGroup> s_judged = ActivityGroups.All;

    [Fact]
    public void What_was_deleted_raises_what_was_read_from_the_same_strange_network()
    {
        StoryChain chain = Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3), Delete("a", "198.18.7.9", 4)], s_judged));
        Assert.Equal(ActivityGroup.Access, chain.Lead.Group);
        Assert.Equal(Severity.Medium, chain.Severity);
        Assert.Same(chain.Others[0], chain.Lender);
        Assert.InRange(chain.Lent, 0.01, ScoreCaps.Companion);
    }

    [Fact]
    public void A_little_deleted_raises_nothing()
    {
        StoryChain chain = Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3), Delete("a", "198.18.7.9", 4, volume: 3, traces: 0)], s_judged));
        Assert.Equal(Severity.Low, chain.Severity);
        Assert.Null(chain.Lender);
    }

    [Fact]
    public void The_most_deleted_of_many_mailboxes_raises_less()
    {
        StoryPart many = Delete("a", "198.18.7.9", 4, traces: 0);
        many.Story.Top.Evidence.Add(new(EvidenceKind.Selection, "o", -5, 1, 32, 0));
        Assert.Equal(Severity.Low, Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3), many], s_judged)).Severity);
        Assert.Equal(Severity.Medium, Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3), Delete("a", "198.18.7.9", 4, traces: 0)], s_judged)).Severity);
    }

    [Theory]
    [InlineData(1, Severity.Medium)]
    [InlineData(16, Severity.Low)]
    public void A_story_of_many_mailboxes_has_many_chances_to_stand_beside_another(int accesses, Severity expected)
    {
        StoryPart read = Part(ActivityGroup.Access, "a", "198.18.7.9", 3, null, true, Severity.Low, [new(EvidenceKind.Network, "n", 8.5, null, null, 0)], 10, accesses: accesses);
        StoryPart deleted = Delete("a", "198.18.7.9", 4, traces: 0);
        Assert.Equal(expected, Assert.Single(StoryChains.Join([read, deleted], s_judged)).Severity);
    }

    [Fact]
    public void Where_nothing_is_foreign_nothing_is_raised()
    {
        StoryChain chain = Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3, foreign: false), Delete("a", "198.18.7.9", 4, foreign: false)], s_judged));
        Assert.Equal(Severity.Low, chain.Severity);
    }

    [Fact]
    public void Another_network_another_time_or_another_mailbox_is_another_story()
    {
        StoryPart read = Read("a", "198.18.7.9", 3);
        Assert.Equal(2, StoryChains.Join([read, Delete("a", "198.18.8.9", 4)], s_judged).Count);
        Assert.Equal(2, StoryChains.Join([read, Delete("a", "198.18.7.9", 10)], s_judged).Count);
        Assert.Equal(2, StoryChains.Join([read, Delete("b", "198.18.7.9", 4, strange: false)], s_judged).Count);
        Assert.Equal(2, StoryChains.Join([read, Delete("a", "198.18.7.9", 4, volume: 3, traces: 0, severity: Severity.Informational)], s_judged).Count);
    }

    [Theory]
    [InlineData(ActivityGroup.Search)]
    [InlineData(ActivityGroup.Send)]
    public void What_is_not_told_by_itself_is_told_with_what_the_same_session_read(ActivityGroup group)
    {
        StoryPart much = Part(group, "a", "198.18.7.9", 4, "s", true, Severity.Informational, [new(EvidenceKind.Volume, "v", 9, 300, 2, 0), new(EvidenceKind.Network, "n", 3, null, null, 0)], 12);
        StoryPart little = Part(group, "b", "198.18.9.9", 4, "t", true, Severity.Informational, [new(EvidenceKind.Volume, "v", 3, 6, 2, 0), new(EvidenceKind.Network, "n", 3, null, null, 0)], 12);
        IReadOnlyList<StoryChain> chains = StoryChains.Join([Read("a", "198.18.7.9", 3, "s"), Read("b", "198.18.9.9", 3, "t"), much, little], s_judged);
        StoryChain raised = Assert.Single(chains, static chain => chain.Others.Count > 0);
        Assert.Same(much, raised.Lender);
        Assert.Equal(Severity.Medium, raised.Severity);
    }

    [Theory]
    [InlineData(50, LogonKind.Owner, 4, true, Severity.Medium)]
    [InlineData(50, LogonKind.Delegate, 4, true, Severity.Medium)]
    [InlineData(9, LogonKind.Owner, 4, true, Severity.Low)] // a slip of the finger
    [InlineData(50, LogonKind.Admin, 4, true, Severity.Low)] // managed folders
    [InlineData(50, LogonKind.Owner, 2, true, Severity.Low)] // before anything was read
    [InlineData(50, LogonKind.Owner, 4, false, Severity.Low)] // at home
    public void Whoever_reads_from_elsewhere_and_empties_Recoverable_Items_covers_up(int purged, LogonKind logon, double hour, bool foreign, Severity expected)
    {
        StoryPart purge = Part(
            ActivityGroup.Delete, "a", "198.18.7.9", hour, null, true, Severity.Low,
            [new(EvidenceKind.Volume, "v", 3, 60, 3, 0), new(EvidenceKind.Network, "n", foreign ? 3 : 0, null, null, 0)], 11, logon, purged);
        Assert.Equal(expected, Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3), purge], s_judged)).Severity);
    }

    [Fact]
    public void One_session_is_one_actor_on_whatever_network() =>
        Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3, session: "s1"), Delete("b", "203.0.113.9", 20, session: "s1")], s_judged));

    [Fact]
    public void The_same_path_from_the_same_strange_network_is_one_actor_in_whatever_mailbox() =>
        Assert.Single(StoryChains.Join([Read("a", "198.18.7.9", 3), Delete("b", "198.18.7.9", 4)], s_judged));

    [Fact]
    public void Stories_of_one_activity_stay_apart_and_the_order_given_changes_nothing()
    {
        StoryPart[] parts = [Read("a", "198.18.7.9", 3), Read("b", "198.18.9.9", 3), Delete("a", "198.18.7.9", 4), Delete("b", "198.18.9.9", 4)];
        string[] expected = Told(parts);
        Assert.Equal(2, expected.Length);
        Assert.Equal(expected, Told([.. parts.Reverse()]));

        static string[] Told(IEnumerable<StoryPart> parts) =>
            [.. StoryChains.Join(parts, s_judged).Select(static chain => string.Join('+', chain.Parts.Select(static part => part.Story.Id))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Both stories have days that tell much; whether those are the days on which they meet decides.</summary>
    [Theory]
    [InlineData(true, Severity.Medium)]
    [InlineData(false, Severity.Low)]
    public void Two_long_stories_are_judged_by_the_days_on_which_they_meet(bool meetOnTheirBestDays, Severity expected)
    {
        StoryPart read = Join(Read("a", "198.18.7.9", 3), Read("b", "198.18.9.9", meetOnTheirBestDays ? 3 : 4, foreign: false));
        StoryPart deleted = Join(
            Delete(meetOnTheirBestDays ? "a" : "c", meetOnTheirBestDays ? "198.18.7.9" : "198.18.8.9", 5, strange: meetOnTheirBestDays), Delete("b", "198.18.9.9", 5, volume: 3, traces: 0));
        StoryChain chain = Assert.Single(StoryChains.Join([read, deleted], s_judged));
        Assert.Equal(expected, chain.Severity);

        // Facts of one day each, so put beside each other as the days of a run are.
        static StoryPart Join(StoryPart best, StoryPart other)
        {
            FactsTenant log = new();
            List<DayStory> days = [];
            foreach (StoryPart part in (StoryPart[])[best, other])
            {
                MailAccessFact fact = part.Facts[0];
                log.Read(part.Facts.Mailboxes[fact.Mailbox].Address, FactsTenant.Owa, part.Facts.Networks[fact.Network].ToString().Replace("0/24", "9", StringComparison.Ordinal), FactTime.ToTime(fact.First));
            }

            MailAccessFacts facts = log.Build();
            foreach (StoryPart part in (StoryPart[])[best, other])
            {
                string mailbox = part.Mailboxes.Single();
                int at = Enumerable.Range(0, facts.Count).Single(i => facts.Mailboxes[facts[i].Mailbox].Address == mailbox);
                Access old = part.Accesses[0];
                Access access = new() { Mailbox = facts[at].Mailbox, Path = 0, Network = facts[at].Network, Day = old.Day, First = old.First, Last = old.Last, Items = 1, Records = 1, StrangeNetwork = old.StrangeNetwork };
                access.Facts.Add(at);
                DayStory day = new() { Path = 0, Day = old.Day, Accesses = [access], Severity = part == best ? Severity.Low : Severity.Informational, Threshold = part.Story.Top.Threshold, StoryId = part.Story.Id };
                day.Evidence.AddRange(part.Story.Top.Evidence);
                day.Effective = SeverityPolicy.Effective(day);
                days.Add(day);
            }

            return new StoryPart(new ActivityFacts(best.Group, facts, null), new Story(days));
        }
    }

    private static StoryPart Read(string mailbox, string ip, double hour, string? session = null, bool foreign = true) =>
        Part(ActivityGroup.Access, mailbox, ip, hour, session, true, Severity.Low, foreign ? [new(EvidenceKind.Network, "n", 8.5, null, null, 0)] : [new(EvidenceKind.Volume, "v", 8.5, null, null, 0)], 10);

    private static StoryPart Delete(
        string mailbox, string ip, double hour, string? session = null, bool strange = true, bool foreign = true, double volume = 9, double traces = 6, Severity severity = Severity.Low) =>
        Part(
            ActivityGroup.Delete, mailbox, ip, hour, session, strange, severity,
            [new(EvidenceKind.Volume, "v", volume, 200, 3, 0), new(EvidenceKind.Sync, "s", traces, null, null, 0), new(EvidenceKind.Network, "n", foreign ? 3 : 0, null, null, 0)], 11);

    private static StoryPart Part(ActivityGroup group, string mailbox, string ip, double hour, string? session, bool strange, Severity severity, StormDetect.Core.Detection.MailAccess.Evidence[] evidence, double threshold, LogonKind logon = LogonKind.Owner, int purged = 0, int accesses = 1)
    {
        FactsTenant log = new();
        log.Read(mailbox, FactsTenant.Owa with { Logon = logon }, ip, FactsTenant.At(10, hour), session: session);
        MailAccessFacts facts = log.Build();
        Access access = new() { Mailbox = 0, Path = 0, Network = 0, Day = facts[0].Day, First = facts[0].First, Last = facts[0].Last, Items = 1, Records = 1, StrangeNetwork = strange, PurgedItems = purged };
        access.Facts.Add(0);
        DayStory day = new() { Path = 0, Day = facts[0].Day, Accesses = [.. Enumerable.Repeat(access, accesses)], Severity = severity, Threshold = threshold, StoryId = $"{group}-{mailbox}" };
        day.Evidence.AddRange(evidence);
        day.Effective = SeverityPolicy.Effective(day);
        return new StoryPart(new ActivityFacts(group, facts, null), new Story([day]));
    }
}
