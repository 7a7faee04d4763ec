using System;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Mean and spread of amounts on a logarithmic scale: twice the mail is the same step for a quiet and a busy mailbox.</summary>
internal struct AmountStatistics
{
    private double _sum;
    private double _squares;

    /// <summary>How many days were counted.</summary>
    public int Count { get; private set; }

    public readonly double Mean => Count == 0 ? 0 : _sum / Count;

    public readonly double Variance => Count == 0 ? 0 : Math.Max(0, (_squares / Count) - (Mean * Mean));

    public static double Scale(double amount) => Math.Log2(1 + amount);

    public static double Unscale(double value) => Math.Pow(2, value) - 1;

    public void Add(double value)
    {
        Count++;
        _sum += value;
        _squares += value * value;
    }

    /// <summary>Mean and deviation of these, drawn towards those of a wider group while there are few of these.</summary>
    public readonly (double Mean, double Variance) Within(double priorMean, double priorVariance, double strength)
    {
        double total = Count + strength;
        double mean = (_sum + (strength * priorMean)) / total;
        double shift = Mean - priorMean;
        double variance = ((Count * Variance) + (strength * priorVariance) + (Count * strength / total * shift * shift)) / total;
        return (mean, variance);
    }

    /// <summary>These without some of them, for judging a mailbox by the others.</summary>
    public readonly AmountStatistics Without(in AmountStatistics own) => new()
    {
        Count = Count - own.Count,
        _sum = _sum - own._sum,
        _squares = _squares - own._squares,
    };
}
