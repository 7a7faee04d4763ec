using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Exports;

/// <summary>Fast hashes of bytes for tables that live as long as one scan. Not for anything that is kept, compared across runs or meant to resist forgery.</summary>
internal static class ByteHash
{
    private const ulong Prime1 = 0x9E3779B97F4A7C15;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;

    /// <summary>Hashes bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0) => Mix(bytes, seed, 0);

    /// <summary>Hashes text so that ASCII letters in either case are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong OfFolded(ReadOnlySpan<byte> bytes, ulong seed = 0) => Mix(bytes, seed, 0x2020202020202020);

    /// <summary>Hashes the text of a value, which is the same whether or not the form that carries it escapes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong OfText(RawValue value)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        if (value.Kind is not (RawKind.String or RawKind.QuotedCell) || bytes.IndexOfAny((byte)'\\', (byte)'"') < 0)
        {
            return Of(bytes);
        }

        const int Short = 512;
        Span<byte> decoded = bytes.Length <= Short ? stackalloc byte[Short] : new byte[bytes.Length];
        return Of(decoded[..JsonText.Decode(value, decoded)]);
    }

    /// <summary>Joins a number into a hash.</summary>
    public static ulong Join(ulong hash, ulong value) => Finish((hash ^ value) * Prime1);

    /// <summary>Hashes a GUID.</summary>
    public static ulong Of(Guid value)
    {
        ReadOnlySpan<ulong> halves = MemoryMarshal.Cast<byte, ulong>(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in value)));
        return Finish((halves[0] * Prime1) ^ BitOperations.RotateLeft(halves[1] * Prime2, 29));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ReadOnlySpan<byte> bytes, ulong seed, ulong fold)
    {
        ref byte at = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        ulong hash = seed ^ ((ulong)length * Prime2);
        int i = 0;
        for (; i + 8 <= length; i += 8)
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i)) | fold;
            hash = BitOperations.RotateLeft(hash ^ (word * Prime1), 29) * Prime2;
        }

        if (i < length)
        {
            ulong word = 0;
            for (int shift = 0; i < length; i++, shift += 8)
            {
                word |= (ulong)Unsafe.Add(ref at, i) << shift;
            }

            hash = BitOperations.RotateLeft(hash ^ ((word | fold) * Prime1), 29) * Prime2;
        }

        return Finish(hash);
    }

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= Prime1;
        return hash ^ (hash >> 29);
    }
}
