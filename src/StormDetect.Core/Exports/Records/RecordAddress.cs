using System;
using System.Net;

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

    /// <summary>An address text without port and brackets; null where there is no text, the text itself where it is no address.</summary>
    public static string? Bare(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : TryParse(text, out IPAddress address) ? address.ToString() : text.Trim();
}
