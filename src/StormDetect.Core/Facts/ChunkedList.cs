using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// A list that grows by whole chunks: no copy of what is there, no array on the large-object heap, references stay valid.
/// </summary>
/// <typeparam name="T">The entry.</typeparam>
internal sealed class ChunkedList<T>
{
    private const int ChunkBits = 9;
    private const int ChunkSize = 1 << ChunkBits;

    private T[][] _chunks = new T[8][];

    public int Count { get; private set; }

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Count)
            {
                ThrowOutOfRange();
            }

            return ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];
        }
    }

    public T[] ToArray() => ToArray(0, Count);

    public T[] ToArray(int from, int count)
    {
        T[] all = new T[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = this[from + i];
        }

        return all;
    }

    public int Add(in T value)
    {
        int index = Count;
        int chunk = index >> ChunkBits;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, _chunks.Length * 2);
        }

        (_chunks[chunk] ??= new T[ChunkSize])[index & (ChunkSize - 1)] = value;
        Count = index + 1;
        return index;
    }

    /// <summary>Forgets what stands behind.</summary>
    public void Truncate(int count) => Count = count;

    private static void ThrowOutOfRange() => throw new ArgumentOutOfRangeException("index");
}
