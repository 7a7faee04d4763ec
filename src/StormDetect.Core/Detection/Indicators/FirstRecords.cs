using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>The first few records of something by time, whatever order they come in.</summary>
internal sealed class FirstRecords(int most)
{
    private readonly SortedList<(long Ticks, Guid Key), string> _records = [];

    public IEnumerable<string> Ids => _records.Values;

    public IReadOnlyDictionary<(long Ticks, Guid Key), string> All => _records;

    /// <summary>Whether a record would be among them: asked before its id is decoded.</summary>
    public bool Takes(long ticks, Guid key) => _records.Count < most || (ticks, key).CompareTo(_records.GetKeyAtIndex(_records.Count - 1)) < 0;

    public void Add(long ticks, Guid key, string id)
    {
        _ = _records.TryAdd((ticks, key), id);
        if (_records.Count > most)
        {
            _records.RemoveAt(_records.Count - 1);
        }
    }

    public void Add(FirstRecords other)
    {
        foreach (KeyValuePair<(long Ticks, Guid Key), string> record in other._records)
        {
            Add(record.Key.Ticks, record.Key.Key, record.Value);
        }
    }
}
