using System.Linq;
using Xunit;

namespace StormDetect.Eval.Tests;

public sealed class IntervalTests
{
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void A_share_has_the_interval_of_the_literature(int successes, int trials, double low, double high)
    {
        Interval interval = Interval.Wilson(successes, trials);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void A_share_of_all_reaches_one_and_mirrors_a_share_of_none()
    {
        Assert.Equal(1, Interval.Wilson(20, 20).High);
        Assert.Equal(1 - Interval.Wilson(0, 20).High, Interval.Wilson(20, 20).Low, 12);
        Assert.Equal(new Interval(0, 1), Interval.Wilson(0, 0));
    }

    // Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), as in Pearson and Hartley's table 40.
    [Theory]
    [InlineData(0, 0, 3.69)]
    [InlineData(1, 0.0253, 5.57)]
    [InlineData(2, 0.242, 7.22)]
    [InlineData(5, 1.62, 11.67)]
    [InlineData(10, 4.80, 18.39)]
    [InlineData(20, 12.22, 30.89)]
    public void A_count_has_the_interval_of_the_literature(int count, double low, double high)
    {
        Interval interval = Interval.Poisson(count);

        Assert.Equal(low, interval.Low, low < 0.1 ? 4 : 2, System.MidpointRounding.AwayFromZero);
        Assert.Equal(high, interval.High, 2, System.MidpointRounding.AwayFromZero);
    }

    [Fact]
    public void Equal_tenants_leave_no_doubt_and_unequal_ones_do()
    {
        Interval equal = Interval.Bootstrap([.. Enumerable.Repeat((2, 4.0), 20)]);
        Interval unequal = Interval.Bootstrap([.. Enumerable.Range(0, 20).Select(static i => (i % 10 == 0 ? 20 : 0, 4.0))]);

        Assert.Equal(new Interval(0.5, 0.5), equal);
        Assert.True(unequal.Low < 0.3 && unequal.High > 0.9, $"{unequal}");
    }

    [Fact]
    public void Without_any_story_the_upper_end_is_the_exact_one() =>
        Assert.Equal(3.689 / 80, Interval.Bootstrap([.. Enumerable.Repeat((0, 4.0), 20)]).High, 4);
}
