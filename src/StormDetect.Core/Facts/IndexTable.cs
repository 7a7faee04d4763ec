using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>Gives each distinct value a small number, in order of arrival.</summary>
/// <typeparam name="T">The value.</typeparam>
internal sealed class IndexTable<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    private readonly Dictionary<T, int> _indexes = new(comparer);
    private readonly List<T> _values = [];

    public int Count => _values.Count;

    public IReadOnlyList<T> Values => _values;

    public T this[int index] => _values[index];

    public int Add(T value)
    {
        if (!_indexes.TryGetValue(value, out int index))
        {
            index = _values.Count;
            _values.Add(value);
            _indexes.Add(value, index);
        }

        return index;
    }

    /// <summary>Adds all values of another table and says where each went.</summary>
    public int[] AddAll(IndexTable<T> other)
    {
        int[] map = new int[other.Count];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = Add(other[i]);
        }

        return map;
    }

    /// <summary>The values in the given order, and for each index of this table its place in it.</summary>
    public (T[] Sorted, int[] Map) Sort(Comparison<T> comparison)
    {
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => comparison(_values[a], _values[b]));
        T[] sorted = new T[Count];
        int[] map = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            sorted[i] = _values[order[i]];
            map[order[i]] = i;
        }

        return (sorted, map);
    }
}
