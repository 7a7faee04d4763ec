using System.Linq;
using System.Numerics;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>At which hours of the day (UTC) a kind of client reads mail in a tenant. A tenant that works around the clock has no unusual hours.</summary>
internal sealed class HourHistogram
{
    private readonly long[] _counts = new long[24];
    private long _total;

    /// <summary>What was counted, by hour.</summary>
    public long[] Counts
    {
        get => _counts;
        set
        {
            value.CopyTo(_counts, 0);
            _total = _counts.Sum();
        }
    }

    public void Add(uint hours)
    {
        _total += BitOperations.PopCount(hours);
        for (uint left = hours; left != 0; left &= left - 1)
        {
            _counts[BitOperations.TrailingZeroCount(left)]++;
        }
    }

    /// <summary>
    /// The share of access in hours at most as busy as the busiest of these: all of an access must lie in quiet hours to be out of hours.
    /// </summary>
    public double ShareOfQuieterHours(uint hours)
    {
        long busiest = 0;
        for (uint left = hours; left != 0; left &= left - 1)
        {
            busiest = System.Math.Max(busiest, _counts[BitOperations.TrailingZeroCount(left)]);
        }

        long quieter = 0;
        foreach (long count in _counts)
        {
            quieter += count <= busiest ? count : 0;
        }

        return Surprise.Rate(quieter, _total, 0.5, 50);
    }
}
