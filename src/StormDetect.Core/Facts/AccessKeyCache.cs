using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Remembers for whole sets of fields (tenant, mailbox, application, client, user as they stand in the input; not the address, which for services is ever new) which indexes they came to:
/// one look instead of eight. Found by a 128-bit hash.
/// </summary>
internal sealed class AccessKeyCache
{
    private AccessKey[] _entries = new AccessKey[1 << 10];
    private int _count;
    private ulong _low;
    private ulong _high;

    /// <summary>Begins the key of a record.</summary>
    /// <param name="form">Its form: the same bytes may mean different texts in different forms.</param>
    public void Begin(ExportForm form)
    {
        _low = (ulong)form + 0x9E3779B97F4A7C15;
        _high = 0xC2B2AE3D27D4EB4F;
    }

    /// <summary>Adds a field to the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> bytes)
    {
        ref byte at = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        ulong low = _low;
        ulong high = _high;
        int i = 0;
        for (; i + 8 <= length; i += 8)
        {
            Mix(ref low, ref high, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i)));
        }

        ulong tail = (ulong)length << 56;
        for (int shift = 0; i < length; i++, shift += 8)
        {
            tail ^= (ulong)Unsafe.Add(ref at, i) << shift;
        }

        Mix(ref low, ref high, tail);
        _low = low;
        _high = high;
    }

    /// <summary>The indexes of the key.</summary>
    /// <param name="isKnown">Whether the key was here before; if not, the caller fills the indexes in.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref AccessKey Find(out bool isKnown)
    {
        if (_count * 2 > _entries.Length)
        {
            Grow();
        }

        // No key hashes to nothing: it would stand for an empty place.
        _low |= _low == 0 ? 1UL : 0;
        AccessKey[] entries = _entries;
        int mask = entries.Length - 1;
        int slot = Home(_low) & mask;
        while (entries[slot].Low != 0)
        {
            if (entries[slot].Low == _low && entries[slot].High == _high)
            {
                isKnown = true;
                return ref entries[slot];
            }

            slot = (slot + 1) & mask;
        }

        isKnown = false;
        entries[slot].Low = _low;
        entries[slot].High = _high;
        _count++;
        return ref entries[slot];
    }

    private static int Home(ulong low) => (int)((low * 0x9E3779B97F4A7C15) >> 34);

    private void Grow()
    {
        AccessKey[] old = _entries;
        _entries = new AccessKey[old.Length * 2];
        int mask = _entries.Length - 1;
        foreach (AccessKey entry in old)
        {
            if (entry.Low != 0)
            {
                int slot = Home(entry.Low) & mask;
                while (_entries[slot].Low != 0)
                {
                    slot = (slot + 1) & mask;
                }

                _entries[slot] = entry;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong low, ref ulong high, ulong word)
    {
        low = BitOperations.RotateLeft(low ^ (word * 0x9E3779B97F4A7C15), 29) * 0xC2B2AE3D27D4EB4F;
        high = BitOperations.RotateLeft(high ^ (word * 0x165667B19E3779F9), 31) * 0x9E3779B185EBCA87;
    }
}
