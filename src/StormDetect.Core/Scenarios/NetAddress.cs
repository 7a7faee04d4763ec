using System.Buffers.Binary;
using System.Net;
using System;

namespace StormDetect.Core.Scenarios;

/// <summary>An address of the synthetic internet: documentation, benchmarking and carrier-grade ranges only (RFC 5737, 2544, 6598, 3849).</summary>
internal readonly record struct NetAddress(ulong High, ulong Low, bool IsV6)
{
    public static NetAddress V4(uint address) => new(0, address, false);

    public static NetAddress V6(ulong high, ulong low) => new(high, low, true);

    /// <summary>The address without its host part: /24 or /48, as hunts compare networks.</summary>
    public Network Network => IsV6 ? Network.FromIPv6(High) : Network.FromIPv4((uint)Low);

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(IsV6 ? bytes : bytes[12..]);
    }
}
