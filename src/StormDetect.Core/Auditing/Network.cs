using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Numerics;

namespace StormDetect.Core;

/// <summary>
/// The network an address belongs to, as hunts compare it: IPv4 /24, IPv6 /48. Addresses come bare, with a port, in brackets, IPv4-mapped, empty or
/// not at all; whatever cannot be read is <see cref="None"/>, which is a value of its own.
/// </summary>
public readonly struct Network : IEquatable<Network>, IComparable<Network>
{
    private readonly uint _kind; // 0 none, 4, 6
    private readonly ulong _prefix;

    private Network(uint kind, ulong prefix)
    {
        _kind = kind;
        _prefix = prefix;
    }

    /// <summary>No address, or one that cannot be read.</summary>
    public static Network None => default;

    /// <summary>Whether there is no address.</summary>
    public bool IsNone => _kind == 0;

    /// <summary>Whether the address was IPv6 (and not an IPv4 address mapped into IPv6).</summary>
    public bool IsIPv6 => _kind == 6;

    /// <summary>Makes the network of an IPv4 address.</summary>
    /// <param name="address">The address in host order: 1.2.3.4 is 0x01020304.</param>
    /// <returns>Its /24.</returns>
    public static Network FromIPv4(uint address) => new(4, address >> 8);

    /// <summary>Makes the network of an IPv6 address.</summary>
    /// <param name="high">The upper 64 bits of the address.</param>
    /// <returns>Its /48.</returns>
    public static Network FromIPv6(ulong high) => new(6, high >> 16);

    /// <summary>Makes the network of an address.</summary>
    /// <param name="address">Any IPv4 or IPv6 address.</param>
    /// <returns>The /24 or /48 it lies in.</returns>
    public static Network FromAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (!plain.TryWriteBytes(bytes, out int written))
        {
            return None;
        }

        return written == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : FromIPv6(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The network as a number that a baseline keeps: 0 for none, the prefix with a bit above it for the others.</summary>
    internal long Code => _kind switch
    {
        4 => (1L << 24) | (long)_prefix,
        6 => (1L << 48) | (long)_prefix,
        _ => 0,
    };

    /// <summary>The block it lies in, as a number: one provider's, or one office's (IPv4 /16, IPv6 /32); 0 for none.</summary>
    internal long Block => _kind == 4 ? Code >> 8 : Code >> 16;

    /// <summary>The network of such a number.</summary>
    internal static bool TryFromCode(long code, out Network network)
    {
        network = code >> 24 == 1 ? new Network(4, (ulong)code & 0xFFFFFF)
            : code >> 48 == 1 ? new Network(6, (ulong)code & 0xFFFFFFFFFFFF)
            : None;
        return code == 0 || !network.IsNone;
    }

    /// <summary>Compares two networks.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same network.</returns>
    public static bool operator ==(Network left, Network right) => left.Equals(right);

    /// <summary>Compares two networks.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Network left, Network right) => !left.Equals(right);

    /// <summary>Compares two networks.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the first comes before the second.</returns>
    public static bool operator <(Network left, Network right) => left.CompareTo(right) < 0;

    /// <summary>Compares two networks.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the first comes after the second.</returns>
    public static bool operator >(Network left, Network right) => left.CompareTo(right) > 0;

    /// <summary>Compares two networks.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the first does not come after the second.</returns>
    public static bool operator <=(Network left, Network right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two networks.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the first does not come before the second.</returns>
    public static bool operator >=(Network left, Network right) => left.CompareTo(right) >= 0;

    /// <summary>Orders networks: none first, then IPv4, then IPv6, each by address.</summary>
    /// <param name="other">The other network.</param>
    /// <returns>Less than 0, 0 or more than 0, as usual.</returns>
    public int CompareTo(Network other) => _kind != other._kind ? _kind.CompareTo(other._kind) : _prefix.CompareTo(other._prefix);

    /// <summary>
    /// How near two networks of one version are, in bits: each bit halves the distance. Like the leading bits they have in common, without the jumps where a carry changes them all.
    /// 0 for different versions.
    /// </summary>
    internal int Nearness(Network other)
    {
        if (_kind != other._kind || _kind == 0)
        {
            return 0;
        }

        int length = _kind == 4 ? 24 : 48;
        ulong distance = _prefix > other._prefix ? _prefix - other._prefix : other._prefix - _prefix;
        return length - (64 - BitOperations.LeadingZeroCount(distance));
    }

    /// <summary>Whether another network is so near that both may be one provider's, or one office's: IPv4 /16, IPv6 /32.</summary>
    internal bool IsNear(Network other) => Nearness(other) >= (IsIPv6 ? 32 : 16);

    /// <summary>Whether an address lies in this network.</summary>
    /// <param name="address">The address.</param>
    /// <returns>True when it does.</returns>
    public bool Contains(IPAddress address) => !IsNone && FromAddress(address) == this;

    /// <inheritdoc/>
    public bool Equals(Network other) => _kind == other._kind && _prefix == other._prefix;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Network other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, _prefix);

    /// <summary>The network in CIDR notation, or <c>none</c>.</summary>
    /// <returns>Such as <c>192.0.2.0/24</c> or <c>2001:db8:1::/48</c>.</returns>
    public override string ToString() => _kind switch
    {
        4 => string.Create(CultureInfo.InvariantCulture, $"{_prefix >> 16}.{(_prefix >> 8) & 255}.{_prefix & 255}.0/24"),
        6 => FormattableString.Invariant($"{IPv6Text()}/48"),
        _ => "none",
    };

    private string IPv6Text()
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _prefix << 16);
        return new IPAddress(bytes).ToString();
    }
}
