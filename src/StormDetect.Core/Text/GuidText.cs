using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StormDetect.Core;

/// <summary>Reads GUIDs written as 8-4-4-4-12 hexadecimal digits, the only way audit logs write them, sixteen digits at a time.</summary>
internal static class GuidText
{
    private const int Length = 36;

    /// <summary>Reads a GUID.</summary>
    /// <param name="text">The text; nothing may stand around the GUID.</param>
    /// <param name="guid">The GUID.</param>
    /// <returns>Whether the text is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out Guid guid)
    {
        guid = default;
        if (text.Length != Length || text[8] != (byte)'-' || text[13] != (byte)'-' || text[18] != (byte)'-' || text[23] != (byte)'-')
        {
            return false;
        }

        // Which byte of a word comes first is the machine's affair; here only bytes are moved, never numbers.
        Span<byte> digits = stackalloc byte[32];
        ref byte from = ref MemoryMarshal.GetReference(text);
        ref byte to = ref MemoryMarshal.GetReference(digits);
        Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<ulong>(ref from));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 8), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 9)));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 12), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 14)));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 16), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 19)));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 20), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 24)));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 24), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, 28)));

        if (!TryDigits(Vector128.LoadUnsafe(ref to), out Vector128<byte> first) || !TryDigits(Vector128.LoadUnsafe(ref to, 16), out Vector128<byte> second))
        {
            return false;
        }

        Vector128.StoreUnsafe(Vector128.Narrow(Joined(first), Joined(second)), ref to);
        guid = new Guid(digits[..16], bigEndian: true);
        return true;
    }

    /// <summary>The values of sixteen digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDigits(Vector128<byte> text, out Vector128<byte> values)
    {
        Vector128<byte> decimals = text - Vector128.Create((byte)'0');
        Vector128<byte> letters = (text | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        Vector128<byte> isDecimal = Vector128.LessThan(decimals, Vector128.Create((byte)10));
        Vector128<byte> isLetter = Vector128.LessThan(letters, Vector128.Create((byte)6));
        values = Vector128.ConditionalSelect(isDecimal, decimals, letters + Vector128.Create((byte)10));
        return (isDecimal | isLetter) == Vector128<byte>.AllBitsSet;
    }

    /// <summary>Two digits each become one byte, in the lower half of a 16-bit lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Joined(Vector128<byte> digits)
    {
        Vector128<ushort> pairs = digits.AsUInt16();
        return BitConverter.IsLittleEndian
            ? ((pairs << 4) | (pairs >> 8)) & Vector128.Create((ushort)0xFF)
            : ((pairs >> 4) | pairs) & Vector128.Create((ushort)0xFF);
    }
}
