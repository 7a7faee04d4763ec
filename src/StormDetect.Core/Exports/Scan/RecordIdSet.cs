using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Remembers every record read, so that repeats are counted once: 16 bytes a record (a hash of its id, a hash of its content) in tables that are at
/// most 85 % and at least 68 % full, 19 to 24 bytes each. Shared by all reading threads; each of its parts has its own lock.
/// </summary>
/// <remarks>
/// With ten million records the chance that any two different ids are taken for one is about three in a million, and then their content must match
/// as well before a record is left out.
/// </remarks>
internal sealed class RecordIdSet
{
    // Few, so that their tables soon are of a size that the system hands out and takes back page by page.
    private const int PartBits = 5;
    private readonly Part[] _parts = new Part[1 << PartBits];

    public RecordIdSet()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new Part();
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="id">Hash of its id.</param>
    /// <param name="content">Hash of the fields that make two records of one id the same record.</param>
    /// <returns>Whether it is new, a repeat, or another record under a known id.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RecordIdOutcome Add(ulong id, ulong content)
    {
        Part part = _parts[(int)(id >> (64 - PartBits))];
        lock (part)
        {
            return part.Add(id, content == 0 ? 1 : content);
        }
    }

    /// <summary>Adds every record of this set to another one.</summary>
    /// <param name="other">The other set.</param>
    /// <param name="known">Told of each that is not new there: its two hashes, and how it is known.</param>
    public void AddTo(RecordIdSet other, Action<ulong, ulong, RecordIdOutcome> known)
    {
        foreach (Part part in _parts)
        {
            lock (part)
            {
                part.AddTo(other, known);
            }
        }
    }

    /// <summary>Forgets every record and gives the memory back.</summary>
    public void Clear()
    {
        foreach (Part part in _parts)
        {
            lock (part)
            {
                part.Clear();
            }
        }
    }

    /// <summary>
    /// A table outside the garbage collector's heap: what a table leaves behind when it grows would otherwise be three times the memory of the set.
    /// </summary>
    private sealed unsafe class Part
    {
        private Slot* _slots;
        private int _size;
        private int _count;

        ~Part()
        {
            NativeMemory.Free(_slots);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public RecordIdOutcome Add(ulong id, ulong content)
        {
            if (_count >= (long)_size * 85 / 100)
            {
                Grow();
            }

            bool sameId = false;
            Slot* slots = _slots;
            int size = _size;
            int at = Home(id, size);
            while (slots[at].Content != 0)
            {
                if (slots[at].Id == id)
                {
                    if (slots[at].Content == content)
                    {
                        GC.KeepAlive(this);
                        return RecordIdOutcome.Duplicate;
                    }

                    sameId = true;
                }

                at = at + 1 == size ? 0 : at + 1;
            }

            slots[at] = new Slot(id, content);
            _count++;
            GC.KeepAlive(this);
            return sameId ? RecordIdOutcome.ConflictingId : RecordIdOutcome.New;
        }

        public void AddTo(RecordIdSet other, Action<ulong, ulong, RecordIdOutcome> known)
        {
            for (int i = 0; i < _size; i++)
            {
                Slot slot = _slots[i];
                if (slot.Content != 0 && other.Add(slot.Id, slot.Content) is not RecordIdOutcome.New and RecordIdOutcome outcome)
                {
                    known(slot.Id, slot.Content, outcome);
                }
            }

            GC.KeepAlive(this);
        }

        public void Clear()
        {
            NativeMemory.Free(_slots);
            _slots = null;
            _size = _count = 0;
        }

        // The part's own bits are spent: the rest of the hash, stretched over any number of slots.
        private static int Home(ulong id, int size) => (int)(((id << PartBits >> 32) * (ulong)size) >> 32);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Grow()
        {
            int size = Math.Max(8, (int)(_size * 5L / 4) + 1);
            Slot* slots = (Slot*)NativeMemory.AllocZeroed((nuint)size, (nuint)sizeof(Slot));
            for (int i = 0; i < _size; i++)
            {
                if (_slots[i].Content != 0)
                {
                    int at = Home(_slots[i].Id, size);
                    while (slots[at].Content != 0)
                    {
                        at = at + 1 == size ? 0 : at + 1;
                    }

                    slots[at] = _slots[i];
                }
            }

            NativeMemory.Free(_slots);
            _slots = slots;
            _size = size;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Slot(ulong Id, ulong Content);
}
