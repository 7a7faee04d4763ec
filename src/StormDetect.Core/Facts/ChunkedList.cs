using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>
/// A list that grows by whole chunks: no copy of what is there, no array on the large-object heap, references stay valid.
/// </summary>
/// <typeparam name="T">The entry.</typeparam>
internal sealed class ChunkedList<T>
{
    private const int ChunkBits = 9;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<T[]> _chunks = [];

    public int Count { get; private set; }

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            return ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];
        }
    }

    public T[] ToArray()
    {
        T[] all = new T[Count];
        for (int i = 0; i < Count; i += ChunkSize)
        {
            Array.Copy(_chunks[i >> ChunkBits], 0, all, i, Math.Min(ChunkSize, Count - i));
        }

        return all;
    }

    public int Add(in T value)
    {
        int index = Count;
        if ((index >> ChunkBits) == _chunks.Count)
        {
            _chunks.Add(new T[ChunkSize]);
        }

        Count++;
        _chunks[index >> ChunkBits][index & (ChunkSize - 1)] = value;
        return index;
    }
}
