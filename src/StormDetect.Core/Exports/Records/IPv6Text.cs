using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>Reads IPv6 addresses as records write them most (groups of hexadecimal digits, perhaps in brackets) without making a string: services have a new one for nearly every record.</summary>
internal static class IPv6Text
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is one in that notation; if not, <see cref="RecordAddress.TryParse"/> decides.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 address)
    {
        address = default;
        if (text.Length > 0 && text[0] == (byte)'[')
        {
            int close = text.IndexOf((byte)']');
            if (close < 0)
            {
                return false;
            }

            text = text[1..close];
        }

        ulong high = 0;
        ulong low = 0;
        int groups = 0;
        int gap = -1;
        int digits = 0;
        uint group = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int c = text[i];
            int digit = c is >= '0' and <= '9' ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
            if (digit >= 0)
            {
                group = (group << 4) | (uint)digit;
                if (++digits > 4)
                {
                    return false;
                }
            }
            else if (c == ':')
            {
                bool isDouble = i + 1 < text.Length && text[i + 1] == (byte)':';
                if (digits > 0)
                {
                    Append(ref high, ref low, group);
                    groups++;
                }
                else if (!(isDouble && i == 0))
                {
                    return false;
                }

                group = 0;
                digits = 0;
                if (isDouble)
                {
                    if (gap >= 0)
                    {
                        return false;
                    }

                    gap = groups;
                    i++;
                }
            }
            else
            {
                return false;
            }

            if (groups > 7)
            {
                return false;
            }
        }

        if (digits > 0)
        {
            Append(ref high, ref low, group);
            groups++;
        }
        else if (gap != groups)
        {
            return false;
        }

        UInt128 all = new(high, low);
        if (gap < 0)
        {
            address = all;
            return groups == 8;
        }

        int behind = groups - gap;
        UInt128 tail = behind == 0 ? default : all & (behind >= 8 ? UInt128.MaxValue : (UInt128.One << (16 * behind)) - UInt128.One);
        UInt128 head = groups - behind == 0 ? default : (all >> (16 * behind)) << (16 * (8 - gap));
        address = head | tail;
        return groups < 8;
    }

    private static void Append(ref ulong high, ref ulong low, uint group)
    {
        high = (high << 16) | (low >> 48);
        low = (low << 16) | group;
    }
}
