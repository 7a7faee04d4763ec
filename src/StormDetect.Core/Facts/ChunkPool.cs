using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>Chunks that lists gave back, for the next list: pages come and go by the dozen, and what they leave behind would be most of a hunt's memory.</summary>
/// <typeparam name="T">The entry.</typeparam>
internal sealed class ChunkPool<T>
    where T : unmanaged
{
    private readonly Stack<T[]> _chunks = new();

    /// <summary>A chunk; its content does not matter.</summary>
    public T[] Rent()
    {
        lock (_chunks)
        {
            if (_chunks.TryPop(out T[]? chunk))
            {
                return chunk;
            }
        }

        return GC.AllocateUninitializedArray<T>(ChunkedList<T>.ChunkSize);
    }

    /// <summary>Leaves what nobody needs any more to the garbage collector.</summary>
    public void Clear()
    {
        lock (_chunks)
        {
            _chunks.Clear();
            _chunks.TrimExcess();
        }
    }

    public void Return(T[] chunk)
    {
        lock (_chunks)
        {
            _chunks.Push(chunk);
        }
    }
}
