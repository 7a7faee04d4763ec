using System;
using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Ranks a score among the past candidates of its stratum. With k of n past scores at least as high, p is (1 + k) / (1 + n): of scores that come in any order, at most a share p gets a
/// p so small. While the past is short, candidates scored as the bits say stand beside it and fade out. Beyond the largest past score a generalized Pareto tail continues, its scale fitted to the upper scores, its shape given: what is counted is a mixture, in which rare kinds of events (a migration
/// once in two months) score far above the frequent ones the fit has seen, and an exponential tail would call them impossible.
/// </summary>
internal sealed class ScoreCalibrator
{
    /// <summary>History of fewer days is young: more is new in it.</summary>
    public const int YoungDays = 14;

    /// <summary>A stratum with fewer candidates is judged within a wider one.</summary>
    public const int FewestPast = 100;

    /// <summary>Nominal mean excess of a score in bits: half as many at every further bit.</summary>
    private const double NominalExcess = 1.442695;

    /// <summary>How many exceedances the nominal mean excess stands for.</summary>
    private const double ExcessStrength = 10;

    /// <summary>The tail is fitted to this share of the scores, or to as many as the strength of the prior.</summary>
    private const double TailShare = 0.05;

    /// <summary>How heavy the tail is: the mean excess grows by a third of a bit with every bit. A judgement; 0 would be an exponential tail.</summary>
    public const double Shape = 0.25;

    /// <summary>What is new comes in clusters (a journey is a new network on each of its days), so that high scores are about four times as frequent as their bits say: a judgement.</summary>
    private const double ClusterBits = 2;

    /// <summary>For so many days the nominal number of candidates stands beside the counted one.</summary>
    private const double NominalDays = 3;

    private readonly ScoreHistory _scores;
    private readonly bool _weekend;
    private readonly bool _grown;
    private readonly bool _everyday;
    private readonly double _nominalPerWeek;
    private readonly double _budget;
    private readonly Dictionary<int, Pool> _pools = [];

    /// <summary>For the candidates of one day.</summary>
    /// <param name="scores">Past scores.</param>
    /// <param name="day">The day (<see cref="DateOnly.DayNumber"/>).</param>
    /// <param name="historyDays">Days learned before it.</param>
    /// <param name="mailboxDaysPerWeek">How large the tenant is.</param>
    /// <param name="budget">False stories a week.</param>
    /// <param name="everyday">Whether what is judged is done in every mailbox on most days, as reading is.</param>
    public ScoreCalibrator(ScoreHistory scores, int day, int historyDays, double mailboxDaysPerWeek, double budget, bool everyday)
    {
        _scores = scores;
        _budget = budget;
        _weekend = DateOnly.FromDayNumber(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        _grown = historyDays >= YoungDays;
        _everyday = everyday;
        _nominalPerWeek = mailboxDaysPerWeek;
    }

    public int Stratum(int pathClass) => ScoreHistory.Stratum(pathClass, _weekend, _grown);

    /// <summary>Ranks a candidate.</summary>
    /// <param name="pathClass">What it is ranked among.</param>
    /// <param name="score">The sum of its parts: the more of them agree, the rarer it is among candidates, whatever single tests are worth.</param>
    /// <param name="single">The bits of a single test as rare as that sum, which is what the prior knows.</param>
    public Calibration Judge(int pathClass, double score, double single)
    {
        double perWeek = PerWeek(pathClass);
        double budget = _budget * Share(pathClass);
        double level = Math.Min(1, budget / perWeek);
        Pool pool = PoolFor(pathClass, level);
        (double weight, double weeks, double lead) = Prior(pathClass);
        double prior = Math.Max(0, weight * (perWeek - (pool.Total / weeks)));
        double nominal = Math.Min(1, _nominalPerWeek * Share(pathClass) * Math.Pow(2, lead - single) / perWeek);
        int step = ScoreHistory.Step(score);
        long atLeast = pool.AtLeast[step];
        bool tail = atLeast == 0;
        double own = 1;
        if (tail)
        {
            // From the step of the largest score, in which all scores are ties.
            own = Math.Pow(1 + (Shape * Math.Max(0, score - pool.Largest) / pool.Scale), -1 / Shape);
        }

        double p = Math.Min(1, (own + atLeast + (prior * nominal)) / (1 + pool.Total + prior));
        return new Calibration(pool.Name, pool.Total, atLeast, pool.Largest, prior, tail, p, level, nominal, pool.Scale, perWeek, budget);
    }

    /// <summary>
    /// Which part of the budget a kind of path has: people's clients, of which there are most, the larger one. Each kind is ranked among its own, so that a migration that reads every
    /// mailbox does not hide what a stolen session reads.
    /// </summary>
    private static double Share(int pathClass) => pathClass switch
    {
        0 => 0.2,
        1 => 0.4,
        2 => 0.3,
        _ => 0.1,
    };

    /// <summary>
    /// How many weeks of candidates that score as the bits say stand beside a past of no length, after how many weeks of past they are gone, and by how many bits candidates score more than
    /// single tests as rare would. One story a week is told by the largest few scores of the past, and a month has hardly any: for two months the bits, which rest on all that was counted,
    /// know better. Where one event reaches every mailbox, or things are done now and then only, the bits know little, and the past speaks as soon as there is one.
    /// </summary>
    private (double Weight, double Weeks, double Lead) Prior(int pathClass) => _everyday && pathClass != ScoreHistory.WideService ? (12, 8, ClusterBits) : (1, 2, 0);

    /// <summary>Candidates a mailbox-day before any are counted: people move about, delegates are few.</summary>
    private static double NominalCandidates(int pathClass) => pathClass switch
    {
        0 => 0.1,
        1 => 0.25,
        2 => 0.02,
        _ => 0.01,
    };

    private double PerWeek(int pathClass)
    {
        long total = 0;
        for (int i = pathClass * 4; i < (pathClass + 1) * 4; i++)
        {
            total += _scores.Totals[i];
        }

        double nominal = _nominalPerWeek / 7 * NominalCandidates(pathClass);
        return Math.Max(1, 7 * (total + (NominalDays * nominal)) / (_scores.Days + NominalDays));
    }

    private Pool PoolFor(int pathClass, double level)
    {
        double enough = Math.Max(FewestPast, 1 / level);
        for (int width = 0; width < 2; width++)
        {
            Pool pool = GetPool(width, pathClass);
            if (pool.Total >= enough)
            {
                return pool;
            }
        }

        return GetPool(2, pathClass);
    }

    private Pool GetPool(int width, int pathClass)
    {
        int key = (width * ScoreHistory.Classes) + (pathClass);
        if (_pools.TryGetValue(key, out Pool? pool))
        {
            return pool;
        }

        int[] counts = new int[ScoreHistory.Steps];
        long total = 0;
        for (int stratum = 0; stratum < ScoreHistory.Strata; stratum++)
        {
            bool within = stratum / 4 == pathClass
                && (width >= 1 || stratum / 2 % 2 == (_weekend ? 1 : 0))
                && (width >= 2 || stratum % 2 == (_grown ? 1 : 0));
            if (within && _scores.Totals[stratum] > 0)
            {
                total += _scores.Totals[stratum];
                for (int i = 0; i < counts.Length; i++)
                {
                    counts[i] += _scores.Counts[stratum][i];
                }
            }
        }

        pool = new Pool(Name(width, pathClass), counts, total);
        _pools.Add(key, pool);
        return pool;
    }

    private string Name(int width, int pathClass)
    {
        string kind = pathClass switch
        {
            0 => "service paths",
            1 => "user paths",
            2 => "delegate and administrator paths",
            _ => "service paths that reach many mailboxes",
        };
        string days = width >= 1 ? string.Empty : _weekend ? ", weekends" : ", weekdays";
        string age = width >= 2 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture, $", {(_grown ? "with" : "with less than")} {YoungDays} days of history");
        return kind + days + age;
    }

    private sealed class Pool
    {
        public Pool(string name, int[] counts, long total)
        {
            Name = name;
            Total = total;
            AtLeast = new long[counts.Length + 1];
            for (int i = counts.Length - 1; i >= 0; i--)
            {
                AtLeast[i] = AtLeast[i + 1] + counts[i];
                Largest = Largest == 0 && counts[i] > 0 ? (i + 1) / (double)ScoreHistory.StepsPerBit : Largest;
            }

            // The upper scores: as many as the prior stands for, but of few scores not the lower half.
            int threshold = counts.Length - 1;
            double wanted = Math.Min(total / 2.0, Math.Max(ExcessStrength, TailShare * total));
            while (threshold > 0 && AtLeast[threshold] < wanted)
            {
                threshold--;
            }

            double excess = 0;
            for (int i = threshold; i < counts.Length; i++)
            {
                excess += counts[i] * ((i - threshold + 0.5) / ScoreHistory.StepsPerBit);
            }

            double meanExcess = (excess + (ExcessStrength * NominalExcess)) / (AtLeast[threshold] + ExcessStrength);

            // The scale at the threshold from the mean excess there, and carried on to the largest score.
            Scale = ((1 - Shape) * meanExcess) + (Shape * Math.Max(0, Largest - ((double)threshold / ScoreHistory.StepsPerBit)));
        }

        public string Name { get; }

        public long Total { get; }

        /// <summary>By step: how many scored in it or above.</summary>
        public long[] AtLeast { get; }

        /// <summary>The upper end of the step of the largest score.</summary>
        public double Largest { get; }

        /// <summary>The scale of the tail beyond the largest score, in bits.</summary>
        public double Scale { get; }
    }
}
