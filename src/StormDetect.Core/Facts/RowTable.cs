using System.Numerics;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// A group-by: rows found by their key with open addressing over a chunked list. Four to eight bytes a row on top of the row, and nothing is copied
/// when it grows.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
internal sealed class RowTable<T>
    where T : unmanaged, IRow<T>
{
    private int[] _slots = new int[256];

    public ChunkedList<T> Rows { get; } = new();

    /// <summary>The row of a key; made from the given one when it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref T GetOrAdd(in T row, out bool isNew)
    {
        if ((Rows.Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
        }

        uint mask = (uint)_slots.Length - 1;
        uint slot = T.Hash(row) & mask;
        while (_slots[slot] != 0)
        {
            ref T known = ref Rows[_slots[slot] - 1];
            if (T.IsSameKey(known, row))
            {
                isNew = false;
                return ref known;
            }

            slot = (slot + 1) & mask;
        }

        int index = Rows.Add(row);
        _slots[slot] = index + 1;
        isNew = true;
        return ref Rows[index];
    }

    /// <summary>Adds a row to the one of its key.</summary>
    public void Add(in T row)
    {
        ref T known = ref GetOrAdd(row, out bool isNew);
        if (!isNew)
        {
            T.Combine(ref known, row);
        }
    }

    /// <summary>A hash of three small numbers, for row types.</summary>
    public static uint Hash(int a, int b, int c = 0)
    {
        ulong hash = ((((ulong)(uint)a << 32) | (uint)b) * 0x9E3779B97F4A7C15) ^ ((uint)c * 0xC2B2AE3D27D4EB4F);
        hash = BitOperations.RotateLeft(hash, 29) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        for (int i = 0; i < Rows.Count; i++)
        {
            uint slot = T.Hash(Rows[i]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
