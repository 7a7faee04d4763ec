using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How near a network is to those a family of clients comes from here: by how many bits of its number are left of the distance to the nearest of them. Providers have neighbouring networks, so a new line at
/// home, another exit of the same carrier or one more front end lies near a known one, and a rented server mostly does not. What share of new networks lies how far off is counted.
/// </summary>
internal sealed class Neighbourhood(MailAccessFacts facts, PathTraits traits, TenantModel model)
{
    /// <summary>From so many bits a network is news even for paths whose networks are always new.</summary>
    public const double FarBits = 5;

    /// <summary>Below this a distance says nothing.</summary>
    public const double TellingBits = 1.5;

    private const int V4Buckets = 25;
    private const int V6Buckets = 49;
    private const double PriorShare = 0.5;
    private const double PriorStrength = 6;

    private readonly Dictionary<long, int> _buckets = [];
    private readonly Dictionary<int, double> _shares = [];
    private readonly List<(int Network, int Family)> _seen = [];

    /// <summary>Places for IPv4 and IPv6.</summary>
    public static int Buckets => V4Buckets + V6Buckets;

    /// <summary>Bits of a new network as far off as this one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="network">The network.</param>
    /// <param name="shared">How near the nearest network of this family is, in bits.</param>
    /// <param name="share">The share of new networks that are as far off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Bits(int path, int network, out int shared, out double share)
    {
        int family = (int)traits.Family[path];
        int bucket = Bucket(family, network);
        int start = bucket < V4Buckets ? 0 : V4Buckets;
        int key = (family * Buckets) + bucket;
        if (!_shares.TryGetValue(key, out share))
        {
            share = Share(model.Nearness[family].AsSpan(start, start == 0 ? V4Buckets : V6Buckets), bucket - start);
            _shares.Add(key, share);
        }

        shared = bucket - start;
        return Surprise.Bits(share);
    }

    /// <summary>Notes a network a path came from today.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Note(int path, int network, bool isNew)
    {
        int family = (int)traits.Family[path];
        if (isNew)
        {
            model.Nearness[family][Bucket(family, network)]++;
        }

        if ((model.NetworkFamilies[network] & (1u << family)) == 0)
        {
            _seen.Add((network, family));
        }
    }

    /// <summary>Ends a day: its networks are known from now on.</summary>
    public void EndDay()
    {
        foreach ((int network, int family) in _seen)
        {
            model.NetworkFamilies[network] |= 1u << family;
        }

        _seen.Clear();
        _buckets.Clear();
        _shares.Clear();
    }

    private static double Share(ReadOnlySpan<double> counts, int bucket)
    {
        double atMost = 0;
        double total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            atMost += i <= bucket ? counts[i] : 0;
        }

        return Surprise.Rate(atMost, total, PriorShare, PriorStrength);
    }

    private int Bucket(int family, int network)
    {
        long key = ((long)family << 32) | (uint)network;
        if (!_buckets.TryGetValue(key, out int bucket))
        {
            Network own = facts.Networks[network];

            // The table is in order of prefix: the nearest lies next to it, on one side or the other.
            int shared = Math.Max(Shared(family, network, -1, own), Shared(family, network, 1, own));
            bucket = own.IsIPv6 ? V4Buckets + shared : shared;
            _buckets.Add(key, bucket);
        }

        return bucket;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Shared(int family, int network, int step, Network own)
    {
        uint[] families = model.NetworkFamilies;
        uint bit = 1u << family;
        int i = network + step;
        while ((uint)i < (uint)families.Length && (families[i] & bit) == 0)
        {
            i += step;
        }

        return (uint)i < (uint)families.Length ? own.Nearness(facts.Networks[i]) : 0;
    }
}
