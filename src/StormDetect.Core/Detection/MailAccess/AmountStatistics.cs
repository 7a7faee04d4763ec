using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Mean and spread of amounts on a logarithmic scale: twice the mail is the same step for a quiet and a busy mailbox. Summed in whole 64ths, so that the order of adding changes
/// nothing and a baseline keeps it in a few bytes.
/// </summary>
internal struct AmountStatistics
{
    private const double Steps = 64;

    /// <summary>How many days were counted.</summary>
    public int Count;

    /// <summary>Sum of the values in 64ths, and of their squares.</summary>
    public long Sum, Squares;

    public readonly double Mean => Count == 0 ? 0 : Sum / Steps / Count;

    public readonly double Variance => Count == 0 ? 0 : Math.Max(0, (Squares / (Steps * Steps) / Count) - (Mean * Mean));

    public static double Scale(double amount) => Math.Log2(1 + amount);

    public static double Unscale(double value) => Math.Pow(2, value) - 1;

    public void Add(double value)
    {
        long steps = (long)Math.Round(value * Steps);
        Count++;
        Sum += steps;
        Squares += steps * steps;
    }

    /// <summary>Mean and deviation of these, drawn towards those of a wider group while there are few of these.</summary>
    public readonly (double Mean, double Variance) Within(double priorMean, double priorVariance, double strength)
    {
        double total = Count + strength;
        double mean = ((Sum / Steps) + (strength * priorMean)) / total;
        double shift = Mean - priorMean;
        double variance = ((Count * Variance) + (strength * priorVariance) + (Count * strength / total * shift * shift)) / total;
        return (mean, variance);
    }

    /// <summary>These without some of them, for judging a mailbox by the others.</summary>
    public readonly AmountStatistics Without(in AmountStatistics own) => new()
    {
        Count = Count - own.Count,
        Sum = Sum - own.Sum,
        Squares = Squares - own.Squares,
    };
}
