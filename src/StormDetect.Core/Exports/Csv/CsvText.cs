using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StormDetect.Core.Exports;

/// <summary>The text of CSV cells.</summary>
internal static class CsvText
{
    /// <summary>Writes a quoted cell's content with each doubled quote made one.</summary>
    /// <param name="cell">The content, without the outer quotes.</param>
    /// <param name="buffer">Receives the text, and is replaced by a longer one if need be. What stands behind the text is undefined.</param>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Unescape(ReadOnlySpan<byte> cell, ref byte[] buffer)
    {
        if (buffer.Length < cell.Length + CsvStep.Size)
        {
            buffer = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)(cell.Length + CsvStep.Size)));
        }

        ref byte source = ref MemoryMarshal.GetReference(cell);
        ref byte target = ref MemoryMarshal.GetArrayDataReference(buffer);
        int read = 0;
        int written = 0;
        ulong half = 0;
        while (cell.Length - read >= CsvStep.Size + Vector128<byte>.Count)
        {
            CsvStep.Classify(ref Unsafe.Add(ref source, read), (byte)'"', out ulong quotes, out _);
            ulong parity = CsvStep.RunningParity(quotes) ^ half;
            half = (ulong)((long)parity >> 63);
            ulong seconds = quotes & ~parity;
            int from = read;
            read += CsvStep.Size;
            while (seconds != 0)
            {
                int to = read - CsvStep.Size + BitOperations.TrailingZeroCount(seconds);
                seconds &= seconds - 1;
                Copy(ref Unsafe.Add(ref source, from), ref Unsafe.Add(ref target, written), to - from);
                written += to - from;
                from = to + 1;
            }

            Copy(ref Unsafe.Add(ref source, from), ref Unsafe.Add(ref target, written), read - from);
            written += read - from;
        }

        bool second = half != 0;
        for (; read < cell.Length; read++)
        {
            byte value = Unsafe.Add(ref source, read);
            second = value == (byte)'"' && !second;
            if (value != (byte)'"' || second)
            {
                Unsafe.Add(ref target, written++) = value;
            }
        }

        return written;
    }

    /// <summary>Copies at most 64 bytes, 16 at once: up to 16 bytes more are read and written than asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte source, ref byte target, int length)
    {
        int done = 0;
        do
        {
            Vector128.LoadUnsafe(ref source, (nuint)done).StoreUnsafe(ref target, (nuint)done);
            done += Vector128<byte>.Count;
        }
        while (done < length);
    }
}
