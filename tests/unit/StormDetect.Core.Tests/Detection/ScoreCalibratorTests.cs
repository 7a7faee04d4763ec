using System;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>The arithmetic of ranks: known values, and what must hold for any past.</summary>
public class ScoreCalibratorTests
{
    private const int Users = 1;
    private static readonly int s_wednesday = new DateOnly(2026, 9, 23).DayNumber;

    [Theory]
    [InlineData(2, 1000)]
    [InlineData(2.2, 1)]
    [InlineData(10, 1)]
    public void Ranks_are_exact_and_ties_count_against_a_score(double score, int atLeast)
    {
        Calibration rank = Calibrator(Past([.. Enumerable.Repeat(2.0, 999), 10])).Judge(Users, score, score);

        Assert.Equal(atLeast, rank.AtLeast);
        Assert.Equal((1 + atLeast) / 1001.0, rank.PValue, 12);
        Assert.False(rank.IsTail);
        Assert.Equal(0, rank.Prior);
    }

    [Fact]
    public void The_level_spreads_the_part_of_the_budget_over_the_candidates_of_a_week()
    {
        Calibration rank = Calibrator(Past(Enumerable.Repeat(2.0, 1000))).Judge(Users, 3, 3);

        // 1,000 candidates in 28 days, and three nominal days of 200 / 7 * 0.25 beside them.
        double perWeek = 7 * (1000 + (3 * 200 / 7.0 * 0.25)) / 31;
        Assert.Equal(perWeek, rank.PerWeek, 6);
        Assert.Equal(0.4 / perWeek, rank.Level, 9);
    }

    [Fact]
    public void Beyond_all_past_scores_a_tail_continues_without_a_jump()
    {
        ScoreCalibrator calibrator = Calibrator(Past(Exponential(1000, 7)));
        double largest = calibrator.Judge(Users, 60, 60).Largest;

        Calibration just = calibrator.Judge(Users, largest, largest);
        Calibration far = calibrator.Judge(Users, largest + 10, largest + 10);

        Assert.True(just.IsTail && far.IsTail);
        Assert.Equal(1 / 1001.0, just.PValue, 9);
        Assert.Equal(Math.Pow(1 + (10 / far.Scale / 4), -4) / 1001, far.PValue, 12);
        Assert.InRange(far.Scale, 1.44, 4);
    }

    [Fact]
    public void Without_a_past_it_is_what_the_bits_say()
    {
        Calibration rank = new ScoreCalibrator(new ScoreHistory(), s_wednesday, 7, 200, 1, everyday: false).Judge(Users, 9, 9);

        Assert.Equal(0, rank.Past);
        Assert.InRange(rank.PValue / rank.Level, 0.3, 0.6); // 200 mailbox-days a week: 7.6 bits are once a week, 9 bits a bit more than a third of that
    }

    [Fact]
    public void What_is_done_every_day_comes_in_clusters_and_is_held_to_more_bits()
    {
        Calibration rare = new ScoreCalibrator(new ScoreHistory(), s_wednesday, 7, 200, 1, everyday: false).Judge(Users, 12, 12);
        Calibration everyday = new ScoreCalibrator(new ScoreHistory(), s_wednesday, 7, 200, 1, everyday: true).Judge(Users, 12, 12);

        Assert.Equal(4, everyday.Nominal / rare.Nominal, 9);
    }

    [Theory]
    [InlineData(0, 12)]
    [InlineData(28, 6)]
    [InlineData(56, 0)]
    [InlineData(100, 0)]
    public void The_bits_stand_beside_the_past_for_two_months(int days, int weeks)
    {
        ScoreHistory past = new() { Days = days };
        for (int i = 0; i < days * 100; i++)
        {
            past.Add(ScoreHistory.Stratum(Users, weekend: i % 7 > 4, grown: true), 2);
        }

        // A score that none of the past reaches, on a weekend, so that all of them are what it is ranked among where they are too few otherwise.
        Calibration rank = new ScoreCalibrator(past, s_wednesday, days, 200, 0.0001, everyday: true).Judge(Users, 9, 9);

        Assert.Equal(days * 100, rank.Past);
        Assert.Equal(weeks, rank.Prior / rank.PerWeek, 0.7);
    }

    [Fact]
    public void A_small_stratum_is_judged_within_its_kind_of_path()
    {
        ScoreHistory scores = Past(Enumerable.Repeat(2.0, 1000));
        scores.Add(ScoreHistory.Stratum(Users, weekend: true, grown: true), 2);

        Calibration rank = new ScoreCalibrator(scores, s_wednesday + 3, 28, 200, 1, everyday: true).Judge(Users, 5, 5);

        Assert.Equal(1001, rank.Past);
        Assert.DoesNotContain("weekend", rank.Stratum, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_paths_do_not_hide_each_other()
    {
        ScoreHistory scores = Past(Enumerable.Repeat(2.0, 1000));
        for (int i = 0; i < 50; i++)
        {
            scores.Add(ScoreHistory.Stratum(0, weekend: false, grown: true), 30);
        }

        Assert.Equal(0, Calibrator(scores).Judge(Users, 12, 12).AtLeast);
        Assert.Equal(50, Calibrator(scores).Judge(0, 12, 12).AtLeast);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(400)]
    [InlineData(4000)]
    public void A_higher_score_never_has_a_higher_p(int past)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            ScoreCalibrator calibrator = Calibrator(Past(Exponential(past, seed)));
            double[] p = Enumerable.Range(0, 500).Select(i => calibrator.Judge(Users, i / 10.0, i / 10.0).PValue).ToArray();

            Assert.Equal(p.OrderDescending(), p);
            Assert.All(p, static value => Assert.InRange(value, 0, 1));
        }
    }

    /// <summary>Whatever the scores look like: if the next one is just one more of them, p is at most a with a chance of at most a.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.2)]
    [InlineData(8)]
    public void Ranks_of_exchangeable_scores_are_super_uniform(double spread)
    {
        int[] within = new int[4];
        double[] levels = [0.01, 0.05, 0.2, 0.5];
        const int Draws = 4000;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] scores = Exponential(201, draw).Select(score => Math.Min(60, score * spread)).ToArray();
            ScoreHistory past = new();
            foreach (double score in scores[1..])
            {
                past.Add(ScoreHistory.Stratum(Users, weekend: false, grown: true), score);
            }

            // So many days that the prior has faded.
            past.Days = 60;
            double p = new ScoreCalibrator(past, s_wednesday, 60, 20, 5, everyday: true).Judge(Users, scores[0], scores[0]).PValue;
            for (int i = 0; i < levels.Length; i++)
            {
                within[i] += p <= levels[i] ? 1 : 0;
            }
        }

        for (int i = 0; i < levels.Length; i++)
        {
            double allowed = levels[i] + (4 * Math.Sqrt(levels[i] * (1 - levels[i]) / Draws));
            Assert.True(within[i] / (double)Draws <= allowed, $"{levels[i]}: {within[i] / (double)Draws}");
        }
    }

    private static ScoreCalibrator Calibrator(ScoreHistory scores) => new(scores, s_wednesday, 28, 200, 1, everyday: false);

    private static ScoreHistory Past(System.Collections.Generic.IEnumerable<double> scores)
    {
        ScoreHistory history = new() { Days = 28 };
        foreach (double score in scores)
        {
            history.Add(ScoreHistory.Stratum(Users, weekend: false, grown: true), score);
        }

        return history;
    }

    private static double[] Exponential(int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => -Math.Log2(1 - random.NextDouble())).ToArray();
    }
}
