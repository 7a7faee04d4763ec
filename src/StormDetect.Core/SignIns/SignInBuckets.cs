using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>
/// Sign-ins by a key, in two arrays: where each bucket begins, and the rows bucket by bucket, earliest first within one. Four bytes a sign-in and four a bucket; a look-up costs
/// two jumps in memory whatever the number of sign-ins.
/// </summary>
internal sealed class SignInBuckets
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    /// <summary>Makes the buckets.</summary>
    /// <param name="table">The sign-ins.</param>
    /// <param name="count">How many buckets.</param>
    /// <param name="bucket">The bucket of a sign-in; -1 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SignInBuckets(SignInTable table, int count, BucketOf bucket)
    {
        ChunkedList<SignInRow> rows = table.Rows;
        int[] buckets = new int[rows.Count];
        _starts = new int[count + 1];
        for (int i = 0; i < buckets.Length; i++)
        {
            int at = bucket(in rows[i]);
            buckets[i] = at;
            if (at >= 0)
            {
                _starts[at]++;
            }
        }

        // First where each bucket ends; filled from behind, that becomes where it begins.
        for (int i = 1; i <= count; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        _rows = new int[_starts[count]];
        for (int i = buckets.Length - 1; i >= 0; i--)
        {
            if (buckets[i] >= 0)
            {
                _rows[--_starts[buckets[i]]] = i;
            }
        }

        Sort(rows, count);
    }

    /// <summary>The bucket of a sign-in; -1 for none.</summary>
    public delegate int BucketOf(in SignInRow row);

    /// <summary>The rows of a bucket, earliest first.</summary>
    public ReadOnlySpan<int> this[int bucket] => _rows.AsSpan(_starts[bucket], _starts[bucket + 1] - _starts[bucket]);

    /// <summary>Where in a bucket the first sign-in at or after a time stands.</summary>
    public static int From(ReadOnlySpan<int> bucket, ChunkedList<SignInRow> rows, int time)
    {
        int low = 0;
        int high = bucket.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows[bucket[middle]].Time < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Logs are nearly in order of time, and so are their buckets: moving the few that are not is cheaper than sorting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort(ChunkedList<SignInRow> rows, int count)
    {
        Comparer<int> byTime = Comparer<int>.Create((a, b) => rows[a].Time.CompareTo(rows[b].Time));
        for (int bucket = 0; bucket < count; bucket++)
        {
            Span<int> span = _rows.AsSpan(_starts[bucket], _starts[bucket + 1] - _starts[bucket]);
            bool sorted = true;
            for (int i = 1; i < span.Length && sorted; i++)
            {
                sorted = rows[span[i - 1]].Time <= rows[span[i]].Time;
            }

            if (!sorted)
            {
                span.Sort(byTime);
            }
        }
    }
}
