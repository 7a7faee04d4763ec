using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>Gives each distinct value a small number, in order of arrival. Open addressing over a list: four to eight bytes a value on top of it.</summary>
/// <typeparam name="T">The value.</typeparam>
internal sealed class IndexTable<T>
    where T : notnull
{
    private readonly List<T> _values = [];
    private int[] _slots = new int[64];

    public int Count => _values.Count;

    public T this[int index] => _values[index];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(T value)
    {
        if ((_values.Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
        }

        uint mask = (uint)_slots.Length - 1;
        uint slot = Hash(value) & mask;
        while (_slots[slot] != 0)
        {
            int known = _slots[slot] - 1;
            if (EqualityComparer<T>.Default.Equals(_values[known], value))
            {
                return known;
            }

            slot = (slot + 1) & mask;
        }

        _values.Add(value);
        _slots[slot] = _values.Count;
        return _values.Count - 1;
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
        T[] sorted = _values.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order, Comparer<T>.Create(comparison));
        int[] map = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            map[order[i]] = i;
        }

        return (sorted, map);
    }

    private static uint Hash(T value) => (uint)(((uint)value.GetHashCode() * 0x9E3779B97F4A7C15) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        for (int i = 0; i < _values.Count; i++)
        {
            uint slot = Hash(_values[i]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
