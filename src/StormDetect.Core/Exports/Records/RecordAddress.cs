using System;
using System.Net;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Reads client addresses in every shape audit records have them: bare, with a port (<c>192.0.2.1:56806</c>), in brackets
/// (<c>[2001:db8::1]:4434</c>), IPv4-mapped, with a zone, empty.
/// </summary>
internal static class RecordAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, IPv4-mapped ones as IPv4.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        text = text.Trim();
        if (text.Length > 0 && text[0] == '[')
        {
            int close = text.IndexOf(']');
            text = close > 0 ? text[1..close] : text[1..];
        }
        else
        {
            int colon = text.IndexOf(':');
            if (colon > 0 && colon == text.LastIndexOf(':'))
            {
                text = text[..colon];
            }
        }

        int zone = text.IndexOf('%');
        text = zone > 0 ? text[..zone] : text;

        // IPAddress also reads "1" and "0x7f.1" as addresses; audit logs never mean that.
        bool plausible = text.Contains(':') || text.Count('.') == 3;
        if (plausible && IPAddress.TryParse(text, out IPAddress? parsed))
        {
            address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
            return true;
        }

        address = IPAddress.None;
        return false;
    }

    /// <summary>The network of an address text; <see cref="Network.None"/> where there is none.</summary>
    public static Network NetworkOf(ReadOnlySpan<char> text) => TryParse(text, out IPAddress address) ? Network.FromAddress(address) : Network.None;

    /// <summary>Reads the network of the addresses nearly all records have, IPv4 and IPv6 in plain notation, without making a string or keeping the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="network">The network.</param>
    /// <returns>Whether it is such an address; if not, <see cref="NetworkOf"/> decides.</returns>
    public static bool TryReadNetwork(ReadOnlySpan<byte> text, out Network network)
    {
        if (TryParseIPv4(text, out uint four))
        {
            network = Network.FromIPv4(four);
            return true;
        }

        // Mapped addresses are IPv4 ones.
        if (IPv6Text.TryParse(text, out UInt128 six) && six >> 32 != 0xFFFF)
        {
            network = Network.FromIPv6((ulong)(six >> 64));
            return true;
        }

        network = Network.None;
        return false;
    }

    /// <summary>Reads the address most records have: IPv4 in plain decimal, perhaps with a port.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address in host order.</param>
    /// <returns>Whether it is one; if not, <see cref="TryParse"/> decides.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParseIPv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        int octet = 0;
        int digits = 0;
        int dots = 0;
        int i = 0;
        for (; i < text.Length && text[i] != (byte)':'; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit <= 9)
            {
                // A leading zero means octal to some readers: not for here.
                if (digits > 0 && octet == 0)
                {
                    return false;
                }

                octet = (octet * 10) + digit;
                if (++digits > 3 || octet > 255)
                {
                    return false;
                }
            }
            else if (text[i] == (byte)'.' && digits > 0 && dots < 3)
            {
                address = (address << 8) | (uint)octet;
                octet = digits = 0;
                dots++;
            }
            else
            {
                return false;
            }
        }

        address = (address << 8) | (uint)octet;
        return dots == 3 && digits > 0 && (i == text.Length || text[(i + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);
    }

    /// <summary>An address text without port and brackets; null where there is no text, the text itself where it is no address.</summary>
    public static string? Bare(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : TryParse(text, out IPAddress address) ? address.ToString() : text.Trim();
}
