using System;

namespace StormDetect.Core.Timelines;

/// <summary>What decides which records are kept: nearness to a time, else earliness; ties by time and id, so that it never depends on the order of reading.</summary>
internal readonly record struct TimelineKey(long Distance, long Ticks, Guid Record) : IComparable<TimelineKey>
{
    public int CompareTo(TimelineKey other) => (Distance, Ticks, Record).CompareTo((other.Distance, other.Ticks, other.Record));
}
