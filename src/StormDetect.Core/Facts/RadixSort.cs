using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Puts items in the order of their keys, equal ones as they stood: a pass per eleven bits, each over memory in sequence. A comparer per pair would cost
/// as much as reading the records.
/// </summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Size = 1 << Bits;

    /// <summary>Sorts items.</summary>
    /// <param name="items">The items; the sorted ones on return.</param>
    /// <param name="spare">An array as long; its content does not matter.</param>
    /// <param name="count">How many items there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(ref SortItem[] items, ref SortItem[] spare, int count)
    {
        ulong differing = 0;
        for (int i = 1; i < count; i++)
        {
            differing |= items[i].Key ^ items[0].Key;
        }

        Span<int> places = stackalloc int[Size];
        while (differing != 0)
        {
            // Bits in which all keys agree put nothing in order.
            int shift = BitOperations.TrailingZeroCount(differing);
            differing &= ~((ulong)(Size - 1) << shift);
            places.Clear();
            for (int i = 0; i < count; i++)
            {
                places[(int)(items[i].Key >> shift) & (Size - 1)]++;
            }

            int place = 0;
            for (int i = 0; i < Size; i++)
            {
                (places[i], place) = (place, place + places[i]);
            }

            for (int i = 0; i < count; i++)
            {
                spare[places[(int)(items[i].Key >> shift) & (Size - 1)]++] = items[i];
            }

            (items, spare) = (spare, items);
        }
    }
}
