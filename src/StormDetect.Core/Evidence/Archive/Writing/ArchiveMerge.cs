using System;
using System.Collections.Generic;

namespace StormDetect.Core.Archives;

/// <summary>Joins records that are in order into one order, each record once. Memory is a block of each source.</summary>
internal sealed class ArchiveMerge : IDisposable
{
    private readonly List<ArchiveSource> _heap = [];
    private bool _hasBegun;
    private long _passed;

    /// <summary>Begins.</summary>
    /// <param name="sources">The records; the merge lets go of them.</param>
    public ArchiveMerge(IEnumerable<ArchiveSource> sources)
    {
        foreach (ArchiveSource source in sources)
        {
            if (source.Next())
            {
                _heap.Add(source);
            }
            else
            {
                source.Dispose();
            }
        }

        for (int i = (_heap.Count / 2) - 1; i >= 0; i--)
        {
            Sift(i);
        }
    }

    /// <summary>The record at hand.</summary>
    public ArchiveSource Current => _heap[0];

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        if (!_hasBegun || _heap.Count == 0)
        {
            _hasBegun = true;
            return _heap.Count > 0;
        }

        UInt128 last = Current.Slot.Key;
        int second = Current.Slot.Second;
        do
        {
            Advance();
        }
        while (_heap.Count > 0 && Current.Slot.Key == last && Current.Slot.Second == second);
        return _heap.Count > 0;
    }

    /// <summary>Records that it has gone past since this was asked last, repeats among them.</summary>
    public long Passed()
    {
        long passed = _passed;
        _passed = 0;
        return passed;
    }

    public void Dispose()
    {
        _heap.ForEach(static source => source.Dispose());
        _heap.Clear();
    }

    private void Advance()
    {
        _passed++;
        if (!_heap[0].Next())
        {
            _heap[0].Dispose();
            _heap[0] = _heap[^1];
            _heap.RemoveAt(_heap.Count - 1);
        }

        Sift(0);
    }

    private void Sift(int i)
    {
        while (true)
        {
            int least = i;
            for (int child = (2 * i) + 1; child <= (2 * i) + 2 && child < _heap.Count; child++)
            {
                least = Compare(child, least) < 0 ? child : least;
            }

            if (least == i)
            {
                return;
            }

            (_heap[i], _heap[least]) = (_heap[least], _heap[i]);
            i = least;
        }
    }

    private int Compare(int a, int b) => ArchiveOrder.Compare(_heap[a].Slot, _heap[a].Line, _heap[b].Slot, _heap[b].Line);
}
