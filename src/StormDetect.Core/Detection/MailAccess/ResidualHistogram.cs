using System;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How much more was read than usual, in doublings, on occasions of one kind: from a strange network, by a path just taken up. People who are away read less than at their desk, so an
/// ordinary day's mail read from a hotel is not ordinary.
/// </summary>
internal sealed class ResidualHistogram
{
    /// <summary>Buckets of a quarter doubling, the middle one for the usual amount.</summary>
    private const int Buckets = 64, PerDoubling = 4;

    /// <summary>For how many occasions the general tail stands.</summary>
    private const double Strength = 8;

    private readonly int[] _counts = new int[Buckets];
    private int _total;

    /// <summary>What was counted, by bucket.</summary>
    public int[] Counts
    {
        get => _counts;
        set
        {
            value.CopyTo(_counts, 0);
            _total = _counts.Sum();
        }
    }

    public void Add(double residual)
    {
        _counts[Bucket(residual)]++;
        _total++;
    }

    /// <summary>Bits of so much or more on such an occasion.</summary>
    /// <param name="residual">Doublings above the usual amount.</param>
    /// <param name="general">Bits of it on an ordinary day.</param>
    public double Bits(double residual, double general)
    {
        int atLeast = 0;
        for (int i = Bucket(residual); i < Buckets; i++)
        {
            atLeast += _counts[i];
        }

        return Surprise.Bits(Surprise.Rate(atLeast, _total, Math.Pow(2, -general), Strength));
    }

    private static int Bucket(double residual) => (int)Math.Clamp(Math.Floor(residual * PerDoubling) + (Buckets / 2), 0, Buckets - 1);
}
