using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StormDetect.Core.Exports;

/// <summary>Turns 64 bytes of CSV into bit masks: bit i speaks of byte i.</summary>
internal static class CsvStep
{
    /// <summary>Bytes looked at in one step.</summary>
    public const int Size = 64;

    /// <summary>Finds quotes and cell ends without regard to quoting.</summary>
    /// <param name="bytes">The first of 64 readable bytes.</param>
    /// <param name="delimiter">The cell delimiter.</param>
    /// <param name="quotes">Where the quotes are.</param>
    /// <param name="ends">Where delimiters and line feeds are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Classify(ref byte bytes, byte delimiter, out ulong quotes, out ulong ends)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> low = Vector256.LoadUnsafe(ref bytes);
            Vector256<byte> high = Vector256.LoadUnsafe(ref bytes, 32);
            Vector256<byte> quote = Vector256.Create((byte)'"');
            Vector256<byte> cell = Vector256.Create(delimiter);
            Vector256<byte> line = Vector256.Create((byte)'\n');
            quotes = Vector256.Equals(low, quote).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(high, quote).ExtractMostSignificantBits() << 32);
            ends = (Vector256.Equals(low, cell) | Vector256.Equals(low, line)).ExtractMostSignificantBits()
                | ((ulong)(Vector256.Equals(high, cell) | Vector256.Equals(high, line)).ExtractMostSignificantBits() << 32);
            return;
        }

        quotes = 0;
        ends = 0;
        for (int i = 0; i < Size; i += 16)
        {
            Vector128<byte> part = Vector128.LoadUnsafe(ref bytes, (nuint)i);
            Vector128<byte> isEnd = Vector128.Equals(part, Vector128.Create(delimiter)) | Vector128.Equals(part, Vector128.Create((byte)'\n'));
            quotes |= (ulong)Vector128.Equals(part, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << i;
            ends |= (ulong)isEnd.ExtractMostSignificantBits() << i;
        }
    }

    /// <summary>Bit i of the result is the parity of bits 0 to i: whether byte i stands behind an odd number of quotes.</summary>
    /// <param name="bits">Where the quotes are.</param>
    /// <returns>The running parity.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RunningParity(ulong bits)
    {
        // A carry-less product with all ones is the running xor of all lower bits.
        return Pclmulqdq.IsSupported
            ? Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar()
            : RunningParityByShifts(bits);
    }

    /// <summary>The same without the processor's help; separate so that tests can hold both against each other.</summary>
    /// <param name="bits">Where the quotes are.</param>
    /// <returns>The running parity.</returns>
    public static ulong RunningParityByShifts(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
