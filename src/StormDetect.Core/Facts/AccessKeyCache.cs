using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>
/// Remembers for whole sets of fields (tenant, mailbox, application, client, user as they stand in the input; not the address, which for services is ever new) which indexes they came to:
/// one look instead of eight. A cache of fixed size: what it forgot is looked up again, so the result never depends on it. Found by a 128-bit hash.
/// </summary>
internal sealed class AccessKeyCache
{
    private const int Bits = 15;
    private readonly Entry[] _entries = new Entry[1 << Bits];
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
    public void Add(RawValue value)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
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

    /// <summary>The indexes of the key; its place is empty, or another's, where they are not known.</summary>
    /// <param name="isKnown">Whether the indexes are the key's; if not, the caller fills them in.</param>
    public ref Entry Find(out bool isKnown)
    {
        ref Entry entry = ref _entries[(_low * 0x9E3779B97F4A7C15) >> (64 - Bits)];
        isKnown = entry.Low == _low && entry.High == _high;
        entry.Low = _low;
        entry.High = _high;
        return ref entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong low, ref ulong high, ulong word)
    {
        low = BitOperations.RotateLeft(low ^ (word * 0x9E3779B97F4A7C15), 29) * 0xC2B2AE3D27D4EB4F;
        high = BitOperations.RotateLeft(high ^ (word * 0x165667B19E3779F9), 31) * 0x9E3779B185EBCA87;
    }

    [StructLayout(LayoutKind.Auto)]
    internal struct Entry
    {
        public ulong Low;
        public ulong High;
        public int Mailbox;
        public int Path;
        public int User;
    }
}
