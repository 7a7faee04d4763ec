using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Eval;

/// <summary>95 % confidence intervals.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959963984540054;
    private const int Resamples = 4_000;

    /// <summary>Of a share: Wilson's score interval (J. Am. Stat. Assoc. 22, 1927).</summary>
    public static Interval Wilson(int successes, int trials)
    {
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        double share = (double)successes / trials;
        double square = Z * Z / trials;
        double middle = (share + (square / 2)) / (1 + square);
        double half = Z * Math.Sqrt((share * (1 - share) / trials) + (square / (4 * trials))) / (1 + square);
        return new Interval(successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half);
    }

    /// <summary>Of the mean of a count: the exact Poisson interval (Garwood, Biometrika 28, 1936).</summary>
    public static Interval Poisson(int count) => new(
        count == 0 ? 0 : Solve(mean => 1 - PoissonAtMost(count - 1, mean), 0.025, count + 10),
        Solve(mean => 1 - PoissonAtMost(count, mean), 0.975, (2 * count) + 20));

    /// <summary>
    /// Of a rate over tenants: false stories of one tenant are not independent, so whole tenants are drawn with replacement (percentile bootstrap).
    /// Without any story there is nothing to draw, and the upper end is the Poisson one.
    /// </summary>
    public static Interval Bootstrap(IReadOnlyList<(int Count, double Weeks)> tenants)
    {
        double weeks = tenants.Sum(static tenant => tenant.Weeks);
        if (tenants.All(static tenant => tenant.Count == 0))
        {
            return new Interval(0, weeks == 0 ? double.PositiveInfinity : Poisson(0).High / weeks);
        }

        ulong state = 20_231_103;
        double[] rates = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            double count = 0;
            double time = 0;
            for (int j = 0; j < tenants.Count; j++)
            {
                state = (state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
                (int Count, double Weeks) tenant = tenants[(int)((state >> 33) % (ulong)tenants.Count)];
                count += tenant.Count;
                time += tenant.Weeks;
            }

            rates[i] = count / time;
        }

        Array.Sort(rates);
        return new Interval(rates[Resamples / 40], rates[Resamples - 1 - (Resamples / 40)]);
    }

    /// <summary>The chance of at most so many events.</summary>
    private static double PoissonAtMost(int count, double mean)
    {
        double term = Math.Exp(-mean);
        double sum = term;
        for (int i = 1; i <= count; i++)
        {
            term *= mean / i;
            sum += term;
        }

        return sum;
    }

    private static double Solve(Func<double, double> rising, double wanted, double high)
    {
        double low = 0;
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = rising(middle) < wanted ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
