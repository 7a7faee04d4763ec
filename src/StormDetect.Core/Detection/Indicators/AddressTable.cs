using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// Finds the networks an address lies in, however many there are and however they overlap: their borders cut the address space into stretches, each with the numbers of its
/// networks. IPv4 looks its first 16 bits up and then among the few borders that begin with them; IPv6 halves the list.
/// </summary>
internal sealed class AddressTable
{
    private readonly uint[] _starts4;
    private readonly int[] _sets4;
    private readonly int[] _first4 = new int[65537];
    private readonly UInt128[] _starts6;
    private readonly int[] _sets6;
    private readonly List<int[]> _sets = [];

    /// <param name="networks">Networks in CIDR notation; their numbers are their places in the list.</param>
    public AddressTable(IReadOnlyList<string> networks)
    {
        List<(UInt128 First, UInt128 Last, int Number)> four = [];
        List<(UInt128 First, UInt128 Last, int Number)> six = [];
        for (int i = 0; i < networks.Count; i++)
        {
            int slash = networks[i].IndexOf('/', StringComparison.Ordinal);
            byte[] bytes = IPAddress.Parse(networks[i].AsSpan(0, slash)).GetAddressBytes();
            int length = int.Parse(networks[i].AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            UInt128 first = bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
            UInt128 span = length == 0 ? UInt128.MaxValue : (UInt128.One << ((8 * bytes.Length) - length)) - UInt128.One;
            (bytes.Length == 4 ? four : six).Add((first, first + span, i));
        }

        (UInt128[] starts, _sets4) = Cut(four, uint.MaxValue);
        _starts4 = [.. starts.Select(static s => (uint)s)];
        for (int high = 0, at = 0; high <= 65536; high++)
        {
            while (at < _starts4.Length && _starts4[at] >> 16 < high)
            {
                at++;
            }

            _first4[high] = at;
        }

        (_starts6, _sets6) = Cut(six, UInt128.MaxValue);
    }

    public bool HasIPv6 => _starts6.Length > 0;

    public bool IsEmpty => _starts4.Length == 0 && _starts6.Length == 0;

    /// <summary>The networks of a set that a lookup gave, by their numbers.</summary>
    public IReadOnlyList<int> this[int set] => _sets[set];

    /// <summary>Looks an IPv4 address up.</summary>
    /// <returns>The set of networks it lies in; -1 for none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(uint address)
    {
        uint high = address >> 16;
        int from = _first4[high];
        int to = _first4[high + 1];

        // The last border at or below the address.
        while (from < to)
        {
            int middle = (from + to) >> 1;
            if (_starts4[middle] <= address)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from == 0 ? -1 : _sets4[from - 1];
    }

    /// <summary>Looks an IPv6 address up.</summary>
    public int Find(UInt128 address)
    {
        int at = Array.BinarySearch(_starts6, address);
        at = at < 0 ? ~at - 1 : at;
        return at < 0 ? -1 : _sets6[at];
    }

    /// <summary>Looks an address up in any of its notations.</summary>
    public int Find(IPAddress address)
    {
        byte[] bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes.Length == 4 ? Find(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : Find(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    private (UInt128[] Starts, int[] Sets) Cut(List<(UInt128 First, UInt128 Last, int Number)> networks, UInt128 end)
    {
        SortedDictionary<UInt128, (List<int> Opens, List<int> Closes)> borders = [];
        (List<int> Opens, List<int> Closes) At(UInt128 place)
        {
            if (!borders.TryGetValue(place, out (List<int>, List<int>) border))
            {
                borders.Add(place, border = ([], []));
            }

            return border;
        }

        foreach ((UInt128 first, UInt128 last, int number) in networks)
        {
            At(first).Opens.Add(number);
            if (last != end)
            {
                At(last + UInt128.One).Closes.Add(number);
            }
        }

        SortedSet<int> open = [];
        List<UInt128> starts = [];
        List<int> sets = [];
        foreach ((UInt128 place, (List<int> opens, List<int> closes)) in borders)
        {
            open.ExceptWith(closes);
            open.UnionWith(opens);
            starts.Add(place);
            sets.Add(open.Count == 0 ? -1 : _sets.Count);
            if (open.Count > 0)
            {
                _sets.Add([.. open]);
            }
        }

        return (starts.ToArray(), sets.ToArray());
    }
}
