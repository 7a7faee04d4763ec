using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>The earliest few of any number of named moments. Which they are does not depend on the order they come in, nor on how they were split.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class FirstMoments(int capacity)
{
    private readonly SortedSet<(DateTimeOffset Time, string Name)> _first = new(Comparer<(DateTimeOffset Time, string Name)>.Create(
        static (left, right) => left.Time != right.Time ? left.Time.CompareTo(right.Time) : string.CompareOrdinal(left.Name, right.Name)));

    private readonly Dictionary<string, DateTimeOffset> _times = new(StringComparer.Ordinal);

    /// <summary>The moments, earliest first.</summary>
    public IReadOnlyCollection<(DateTimeOffset Time, string Name)> All => _first;

    public IEnumerable<string> Names => _first.Select(static moment => moment.Name);

    /// <summary>Takes a moment; of one name the earliest counts.</summary>
    public void Add(DateTimeOffset time, string name)
    {
        if (name.Length == 0)
        {
            return;
        }

        if (_times.TryGetValue(name, out DateTimeOffset known))
        {
            if (known <= time)
            {
                return;
            }

            _ = _first.Remove((known, name));
        }

        _times[name] = time;
        _ = _first.Add((time, name));
        if (_first.Count > capacity)
        {
            (DateTimeOffset Time, string Name) last = _first.Max;
            _ = _first.Remove(last);
            _ = _times.Remove(last.Name);
        }
    }

    public void Merge(FirstMoments other)
    {
        foreach ((DateTimeOffset time, string name) in other._first)
        {
            Add(time, name);
        }
    }
}
