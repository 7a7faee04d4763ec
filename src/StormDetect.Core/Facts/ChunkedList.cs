using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// A list that grows by whole chunks: no copy of what is there, no array on the large-object heap, references stay valid.
/// </summary>
/// <typeparam name="T">The entry.</typeparam>
/// <param name="pool">Where chunks come from and go to; null for new ones, left to the garbage collector.</param>
internal sealed class ChunkedList<T>(ChunkPool<T>? pool = null)
    where T : unmanaged
{
    /// <summary>Entries in a chunk.</summary>
    public const int ChunkSize = 1 << ChunkBits;

    private const int ChunkBits = 9;

    private T[]?[] _chunks = new T[8][];
    private int _released;

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

            return ref _chunks[index >> ChunkBits]![index & (ChunkSize - 1)];
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(in T value)
    {
        int index = Count;
        int chunk = index >> ChunkBits;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, _chunks.Length * 2);
        }

        T[] entries = _chunks[chunk] ??= pool?.Rent() ?? new T[ChunkSize];
        entries[index & (ChunkSize - 1)] = value;
        Count = index + 1;
        return index;
    }

    /// <summary>Adds what another list holds.</summary>
    public void AddAll(ChunkedList<T> other)
    {
        for (int i = 0; i < other.Count; i++)
        {
            Add(other[i]);
        }
    }

    /// <summary>Forgets what stands behind.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Gives the chunk of an entry back. No entry of it may be asked for again.</summary>
    public void Release(int index)
    {
        ref T[]? chunk = ref _chunks[index >> ChunkBits];
        if (chunk is not null)
        {
            pool?.Return(chunk);
            chunk = null;
        }
    }

    /// <summary>Gives the chunks back that end before an entry. No entry of them may be asked for again.</summary>
    public void ReleaseBefore(int index)
    {
        for (; _released < index >> ChunkBits; _released++)
        {
            Release(_released << ChunkBits);
        }
    }

    /// <summary>Gives every chunk back and empties the list.</summary>
    public void Release()
    {
        for (int i = 0; i < _chunks.Length; i++)
        {
            Release(i << ChunkBits);
        }

        Count = 0;
        _released = 0;
    }

    private static void ThrowOutOfRange() => throw new ArgumentOutOfRangeException("index");
}
