using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StormDetect.Binding;

/// <summary>Networks as users type them.</summary>
internal static class CidrNetwork
{
    /// <summary>Writes an address or network in the one form Core takes: address, slash, prefix length, host bits cleared.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="network">The network.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryNormalise(string? text, out string network)
    {
        network = string.Empty;
        string trimmed = (text ?? string.Empty).Trim();
        int slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        string addressText = slash < 0 ? trimmed : trimmed[..slash];
        if (!TryAddress(addressText, out IPAddress address))
        {
            return false;
        }

        byte[] bytes = address.GetAddressBytes();
        int length = 8 * bytes.Length;
        if (slash >= 0 && !(int.TryParse(trimmed.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= 8 * bytes.Length))
        {
            return false;
        }

        for (int bit = length; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        network = string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{length}");
        return true;
    }

    private static bool TryAddress(string text, out IPAddress address)
    {
        if (!IPAddress.TryParse(text, out IPAddress? parsed))
        {
            address = IPAddress.None;
            return false;
        }

        address = parsed;
        return parsed.AddressFamily == AddressFamily.InterNetwork
            // IPAddress also reads "10" and "010.1.1.1" (octal); nobody means those.
            ? parsed.ToString() == text
            : parsed.ScopeId == 0 && !text.StartsWith('[');
    }
}
