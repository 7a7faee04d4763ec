using System;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How densely mail is read, in items a minute. Counted, not fitted: a day's access is either one short visit or spread over hours, and no bell curve has two tops.
/// </summary>
internal sealed class DensityHistogram
{
    private const int Buckets = 32;

    private readonly int[] _counts = new int[Buckets];
    private int _total;

    /// <summary>Fewer items than this are dense by chance.</summary>
    public const int MinimumItems = 10;

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

    public void Add(long items, int seconds)
    {
        _counts[Bucket(items, seconds)]++;
        _total++;
    }

    public void Add(int amount)
    {
        _counts[Bucket(amount)]++;
        _total++;
    }

    /// <summary>Bits of at least so many.</summary>
    public double Bits(int amount) => BitsFrom(Bucket(amount));

    /// <summary>Bits of reading at least so densely; nothing while there is little to compare with.</summary>
    public double Bits(long items, int seconds) => BitsFrom(Bucket(items, seconds));

    private static int Bucket(int amount) => Math.Clamp((int)(2 * Math.Log2(1 + amount)), 0, Buckets - 1);

    private double BitsFrom(int bucket)
    {
        int atLeast = 0;
        for (int i = bucket; i < Buckets; i++)
        {
            atLeast += _counts[i];
        }

        return Surprise.Bits(Surprise.Rate(atLeast, _total, 0.3, 2));
    }

    private static int Bucket(long items, int seconds) =>
        Math.Clamp((int)(2 * Math.Log2(1 + (items / ((seconds / 60.0) + 2)))), 0, Buckets - 1);
}
