using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Remembers a value per distinct piece of text, found by its bytes as they stand in the input: the strings of a log repeat, so each is decoded and
/// looked at once per thread.
/// </summary>
/// <typeparam name="T">What is remembered.</typeparam>
internal sealed class ByteTable<T>
{
    private readonly List<T> _values = [];
    private Slot[] _slots = new Slot[256];
    private byte[] _arena = new byte[4096];
    private int _used;

    public int Count => _values.Count;

    public T this[int index]
    {
        get => _values[index];
        set => _values[index] = value;
    }

    /// <summary>Finds the index of a text; -1 when it is new, and then <see cref="Add"/> must follow with the same bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> text)
    {
        ulong hash = ByteHash.Of(text);
        uint mask = (uint)_slots.Length - 1;
        for (uint at = (uint)hash & mask; _slots[at].Index != 0; at = (at + 1) & mask)
        {
            ref Slot slot = ref _slots[at];
            if (slot.Hash == (uint)(hash >> 32) && slot.Length == text.Length && text.SequenceEqual(_arena.AsSpan(slot.Start, slot.Length)))
            {
                return slot.Index - 1;
            }
        }

        return -1;
    }

    /// <summary>Remembers a value for a text that <see cref="Find"/> did not know.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(ReadOnlySpan<byte> text, T value)
    {
        if ((_values.Count + 1) * 2 > _slots.Length)
        {
            Grow();
        }

        if (_used + text.Length > _arena.Length)
        {
            Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _used + text.Length));
        }

        text.CopyTo(_arena.AsSpan(_used));
        _values.Add(value);
        Place(ByteHash.Of(text), _used, text.Length, _values.Count);
        _used += text.Length;
        return _values.Count - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(ulong hash, int start, int length, int index)
    {
        uint mask = (uint)_slots.Length - 1;
        uint at = (uint)hash & mask;
        while (_slots[at].Index != 0)
        {
            at = (at + 1) & mask;
        }

        _slots[at] = new Slot { Hash = (uint)(hash >> 32), Start = start, Length = length, Index = index };
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (Slot slot in old)
        {
            if (slot.Index != 0)
            {
                Place(ByteHash.Of(_arena.AsSpan(slot.Start, slot.Length)), slot.Start, slot.Length, slot.Index);
            }
        }
    }

    private struct Slot
    {
        public uint Hash;
        public int Start;
        public int Length;
        public int Index;
    }
}
