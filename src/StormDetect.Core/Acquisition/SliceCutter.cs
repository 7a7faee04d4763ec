using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// How long slices are. The first are a guess; then they follow how many records there are in an hour, so that a slice stays well below what the route gives at once. Where submissions are
/// counted few large slices are better; elsewhere a smaller one loses less when something fails.
/// </summary>
internal sealed class SliceCutter(AuditRouteLimits limits, TimeSpan window)
{
    private const int CountedSlices = 16;
    private const double MostGrowth = 4;
    private static readonly TimeSpan s_firstGuess = TimeSpan.FromHours(6);
    private static readonly TimeSpan s_whole = TimeSpan.FromMinutes(1);

    private double _perSecond = double.NaN;
    private TimeSpan _last = TimeSpan.Zero;

    private bool IsCounted => limits.SubmissionsPerDay is not null;

    private double Target => limits.MostRecords * (IsCounted ? 0.6 : 0.5);

    /// <summary>Learns from a slice how many records there are.</summary>
    public void Learn(AuditSlice slice, long records)
    {
        if (slice.Operation.Length + slice.Content.Length == 0 && slice.Length > TimeSpan.Zero)
        {
            double perSecond = records / slice.Length.TotalSeconds;
            _perSecond = double.IsNaN(_perSecond) ? perSecond : (_perSecond + perSecond) / 2;
            _last = slice.Length;
        }
    }

    /// <summary>The next slice of a window.</summary>
    public AuditSlice Next(DateTimeOffset from, DateTimeOffset end)
    {
        TimeSpan length = Length();
        TimeSpan rest = end - from;

        // A remainder that is hardly worth asking for on its own goes with the slice before it.
        return rest <= limits.LongestSlice && rest <= length * 1.25 ? new AuditSlice(from, end) : new AuditSlice(from, from + Min(length, rest));
    }

    /// <summary>Cuts a slice that was too full.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="announced">What the service says is in it; null if it does not say.</param>
    /// <param name="operations">The operations the search asks for.</param>
    /// <returns>Its parts; none where it cannot be cut.</returns>
    public IReadOnlyList<AuditSlice> Cut(AuditSlice slice, long? announced, IReadOnlyList<string> operations)
    {
        // With a submission for every part it matters to meet the right number at once.
        double wanted = announced is long count && count > limits.MostRecords ? Math.Ceiling(count / Target) : 2;
        long most = slice.Length.Ticks / Math.Max(limits.ShortestSlice.Ticks, TimeSpan.TicksPerSecond);
        int parts = (int)Math.Min(Math.Clamp(wanted, 2, 64), most);
        if (parts >= 2)
        {
            DateTimeOffset[] cuts = Enumerable.Range(0, parts + 1).Select(i => i == parts ? slice.To : Whole(slice.From + (slice.Length * ((double)i / parts)), TimeSpan.FromSeconds(1))).ToArray();
            return cuts.Zip(cuts.Skip(1), (from, to) => slice with { From = from, To = to }).Where(static part => part.Length > TimeSpan.Zero).ToArray();
        }

        return slice.Operation.Length == 0 && operations.Count > 1 ? operations.Select(operation => slice with { Operation = operation }).ToArray() : [];
    }

    private TimeSpan Length()
    {
        TimeSpan length;
        if (double.IsNaN(_perSecond))
        {
            length = IsCounted ? Max(window / CountedSlices, TimeSpan.FromDays(1)) : s_firstGuess;
        }
        else
        {
            double most = _last.TotalSeconds * MostGrowth;
            length = TimeSpan.FromSeconds(_perSecond <= 0 ? most : Math.Min(most, Target / _perSecond));
        }

        length = length > s_whole * 2 ? TimeSpan.FromTicks(length.Ticks - (length.Ticks % s_whole.Ticks)) : TimeSpan.FromSeconds(Math.Ceiling(length.TotalSeconds));
        return Min(Max(length, limits.ShortestSlice), limits.LongestSlice);
    }

    private static DateTimeOffset Whole(DateTimeOffset time, TimeSpan unit) => new(time.UtcTicks - (time.UtcTicks % unit.Ticks), TimeSpan.Zero);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
