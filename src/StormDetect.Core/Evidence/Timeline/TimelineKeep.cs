using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Timelines;

/// <summary>Keeps the first so many entries and counts the others: memory stays bounded however much the pivot names.</summary>
internal sealed class TimelineKeep(int most)
{
    private readonly PriorityQueue<ActivityTimelineEntry, TimelineKey> _worstFirst = new(Comparer<TimelineKey>.Create(static (a, b) => b.CompareTo(a)));

    public long Cut { get; private set; }

    public long CutFrom { get; private set; } = long.MaxValue;

    public long CutTo { get; private set; } = long.MinValue;

    public IEnumerable<ActivityTimelineEntry> Entries => _worstFirst.UnorderedItems.Select(static item => item.Element);

    /// <summary>Whether an entry would be kept; where not, it is counted as cut. Asked before its words are made.</summary>
    public bool Takes(TimelineKey key)
    {
        if (_worstFirst.Count < most || (_worstFirst.TryPeek(out _, out TimelineKey worst) && key.CompareTo(worst) < 0))
        {
            return true;
        }

        Count(key.Ticks);
        return false;
    }

    public void Add(TimelineKey key, ActivityTimelineEntry entry)
    {
        if (_worstFirst.Count < most)
        {
            _worstFirst.Enqueue(entry, key);
            return;
        }

        Count(_worstFirst.EnqueueDequeue(entry, key).Time.UtcTicks);
    }

    public void Merge(TimelineKeep other)
    {
        Cut += other.Cut;
        CutFrom = Math.Min(CutFrom, other.CutFrom);
        CutTo = Math.Max(CutTo, other.CutTo);
        foreach ((ActivityTimelineEntry entry, TimelineKey key) in other._worstFirst.UnorderedItems)
        {
            if (Takes(key))
            {
                Add(key, entry);
            }
        }
    }

    private void Count(long ticks)
    {
        Cut++;
        CutFrom = Math.Min(CutFrom, ticks);
        CutTo = Math.Max(CutTo, ticks);
    }
}
