using StormDetect.Core;
using StormDetect.Core.Scenarios;
using Xunit;

namespace StormDetect.Eval.Tests;

public sealed class ScorerTests
{
    [Fact]
    public void Found_is_what_a_story_at_medium_holds_a_record_of()
    {
        Assert.True(Scorer.IsFound([Hand.Finding(Severity.Medium, 1, 2, 3)], Hand.Ids(3, 4)));
        Assert.False(Scorer.IsFound([Hand.Finding(Severity.Medium, 1, 2)], Hand.Ids(3, 4)));
        Assert.False(Scorer.IsFound([Hand.Finding(Severity.Low, 3, 4)], Hand.Ids(3, 4)));
        Assert.False(Scorer.IsFound([], Hand.Ids(3, 4)));
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, true)]
    [InlineData(new[] { 1, 2, 9 }, true)]
    [InlineData(new[] { 1, 9 }, false)]
    [InlineData(new[] { 1, 8, 9 }, false)]
    public void A_story_is_true_when_most_of_its_records_were_planted(int[] records, bool isTrue) =>
        Assert.Equal(isTrue, Scorer.IsTrue(Hand.Finding(Severity.High, records), Hand.Ids(1, 2, 3)));

    [Fact]
    public void Only_false_stories_mistook_something()
    {
        StoryScore right = Scorer.Story(Hand.Finding(Severity.High, 1), Hand.Ids(1), Hand.Ids(), Hand.Tenant);
        StoryScore wrong = Scorer.Story(Hand.Finding(Severity.High, 2), Hand.Ids(1), new System.Collections.Generic.HashSet<string> { "MAA-2" }, Hand.Tenant);

        Assert.Empty(right.Mistook);
        Assert.False(right.InWarmUp);
        Assert.NotEmpty(wrong.Mistook);
        Assert.True(wrong.InWarmUp);
    }

    [Fact]
    public void A_named_record_stands_for_those_of_its_mailbox_network_and_day()
    {
        PlantedRecord[] records =
        [
            Hand.Record(1, day: 3), Hand.Record(2, day: 3), Hand.Record(3, day: 4), Hand.Record(4, day: 3, mailbox: 1), Hand.Record(5, day: 3, network: 0x6440_0100),
        ];

        Assert.Equal(2, Scorer.Covered([Hand.Finding(Severity.Medium, 1)], records));
        Assert.Equal(3, Scorer.Covered([Hand.Finding(Severity.Medium, 1), Hand.Finding(Severity.High, 2, 4)], records));
        Assert.Equal(0, Scorer.Covered([Hand.Finding(Severity.Low, 1)], records));
    }

    [Theory]
    [InlineData("storm-0558", new[] { 20, 22, 25, 26 }, 27)]
    [InlineData("low-and-slow", new[] { 20, 22, 25, 26 }, 32)]
    [InlineData("common-app", new[] { 20 }, 22)]
    [InlineData("common-app", new[] { 20, 20, 21 }, 23)]
    public void Time_is_up_some_days_after_the_third_day_of_reading(string attack, int[] days, int deadline) =>
        Assert.Equal(deadline, Scorer.Deadline(attack, [.. System.Linq.Enumerable.Select(days, static (day, index) => Hand.Record(index, day))]));
}
