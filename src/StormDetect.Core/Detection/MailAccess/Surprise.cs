using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The arithmetic of surprise: smoothed rates, bits, and a tail heavy enough for a busy Monday.</summary>
internal static class Surprise
{
    /// <summary>Bits of an event with this probability.</summary>
    public static double Bits(double probability) => probability >= 1 ? 0 : -Math.Log2(Math.Max(probability, 1e-9));

    /// <summary>A share with some pseudo-observations of a prior, so that "never seen" is not "impossible".</summary>
    public static double Rate(double events, double trials, double prior, double strength) =>
        (events + (prior * strength)) / (trials + strength);

    /// <summary>
    /// Bits of a value as far above the mean as this one, with Student's t of 4 degrees of freedom: amounts of mail are over-dispersed, and a
    /// normal tail would call every busy day impossible.
    /// </summary>
    public static double TailBits(double value, double mean, double deviation)
    {
        double t = (value - mean) / deviation;
        if (t <= 0)
        {
            return 0;
        }

        double q = 1 + (t * t / 4);
        double below = 0.5 + (0.375 * (t / Math.Sqrt(q)) * (1 - (t * t / (12 * q))));
        return Bits(1 - below);
    }
}
