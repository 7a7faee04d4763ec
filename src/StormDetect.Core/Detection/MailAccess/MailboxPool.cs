using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// All warm-up days of a tenant counted by mailbox, so that each mailbox can be compared with the others: an intruder may be older than the log, so the
/// earlier days of the same mailbox prove nothing.
/// </summary>
internal sealed class MailboxPool
{
    private readonly MailAccessFacts _facts;
    private readonly PathTraits _traits;
    private readonly PairTable<AmountStatistics> _amounts = new();
    private readonly PairTable<PooledNetwork> _networkUse = new();
    private readonly HashSet<ulong> _pathNetworkMailboxes = [];
    private readonly PairTable<int> _pathNetworks = new();
    private readonly PairTable<bool> _private = new();
    private readonly Dictionary<int, int> _rarest = [];
    private readonly HashSet<int> _foreign = [];
    private readonly int[] _networkMailboxes;
    private readonly int[] _livingThere;
    private readonly int[] _pathMailboxes;
    private readonly int[] _pathPrivate;
    private readonly int[] _familyPairs = new int[Families];
    private readonly int[] _familyPrivate = new int[Families];
    private readonly AmountStatistics[] _pathAmounts;
    private readonly AmountStatistics[] _familyAmounts = new AmountStatistics[Families];
    private readonly Dictionary<int, int[]> _sessions = [];
    private readonly int[] _onTwoTotal = new int[SessionOverlaps.Kinds];
    private readonly int[] _rarestUpTo;
    private readonly List<int>[] _reaches;
    private readonly int _homeThreshold;
    private readonly int _commonPath;
    private int _strangeTotal;
    private readonly HashSet<int> _seen = [];
    private readonly HashSet<int> _onTwo = [];
    private readonly List<int> _mailboxes = [];

    public MailboxPool(MailAccessFacts facts, PathTraits traits, IReadOnlyList<DayFacts> days)
    {
        _facts = facts;
        _traits = traits;
        _networkMailboxes = new int[facts.Networks.Count];
        _livingThere = new int[facts.Networks.Count];
        _pathMailboxes = new int[facts.Paths.Count];
        _pathPrivate = new int[facts.Paths.Count];
        _pathAmounts = new AmountStatistics[facts.Paths.Count];
        foreach (DayFacts day in days)
        {
            CountPaths(day);
        }

        _commonPath = Math.Max(1, (int)(CommonShare * _mailboxes.Count));
        foreach (DayFacts day in days)
        {
            Count(day);
        }

        foreach ((int _, int network, PooledNetwork use) in _networkUse.Entries)
        {
            _networkMailboxes[network]++;
            _livingThere[network] += use.Days >= TenantModel.DaysToSettle || System.Numerics.BitOperations.PopCount(use.Families) >= 2 ? 1 : 0;
        }

        _homeThreshold = Math.Max(4, _mailboxes.Count / 4);
        foreach (DayFacts day in days)
        {
            CountAgainstAll(day);
        }

        foreach ((int mailbox, int path, bool isPrivate) in _private.Entries)
        {
            int family = (int)traits.Family[path];
            _pathPrivate[path] += isPrivate ? 1 : 0;
            _familyPairs[family]++;
            _familyPrivate[family] += isPrivate ? 1 : 0;
            ref int rarest = ref CollectionsMarshal.GetValueRefOrAddDefault(_rarest, mailbox, out bool known);
            rarest = known ? Math.Min(rarest, _pathMailboxes[path]) : _pathMailboxes[path];
            if (traits.IsForeignLogon[path])
            {
                _foreign.Add(mailbox);
            }
        }

        _rarestUpTo = new int[_mailboxes.Count + 2];
        foreach (int rarest in _rarest.Values)
        {
            _rarestUpTo[rarest]++;
        }

        for (int i = 1; i < _rarestUpTo.Length; i++)
        {
            _rarestUpTo[i] += _rarestUpTo[i - 1];
        }

        _reaches = new List<int>[Families];
        for (int i = 0; i < Families; i++)
        {
            _reaches[i] = [];
        }

        foreach ((int path, int _, int reach) in _pathNetworks.Entries)
        {
            _reaches[(int)traits.Family[path]].Add(reach);
        }

        foreach (List<int> reaches in _reaches)
        {
            reaches.Sort();
        }
    }

    /// <summary>A path used by more than this share of the mailboxes is common.</summary>
    public const double CommonShare = 0.10;

    public static int Families { get; } = Enum.GetValues<ClientFamily>().Length;

    public IReadOnlyList<int> Mailboxes => _mailboxes;

    /// <summary>Other mailboxes whose rarest path is used by at most so many mailboxes besides them.</summary>
    public int MailboxesAsRare(int others, HashSet<int> own)
    {
        int users = Math.Min(others + 1, _rarestUpTo.Length - 1);
        int count = _rarestUpTo[users];
        foreach (int mailbox in own)
        {
            count -= _rarest.TryGetValue(mailbox, out int rarest) && rarest <= users ? 1 : 0;
        }

        return count;
    }

    public int MailboxesOpenedByOthers(HashSet<int> own)
    {
        int count = _foreign.Count;
        foreach (int mailbox in own)
        {
            count -= _foreign.Contains(mailbox) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Interactive accesses of other mailboxes from strange networks, and how many of them share a session with another network.</summary>
    public (int Strange, int OnTwo) SessionsOfOthers(HashSet<int> own, SessionOverlap kind)
    {
        int strange = _strangeTotal;
        int onTwo = _onTwoTotal[(int)kind];
        foreach (int mailbox in own)
        {
            if (_sessions.TryGetValue(mailbox, out int[]? counts))
            {
                strange -= counts[^1];
                onTwo -= counts[(int)kind];
            }
        }

        return (strange, onTwo);
    }

    /// <summary>Networks of a family of paths, and how many of them reach at least so many mailboxes; the given networks left out.</summary>
    public (int Networks, int AsWide) Reaches(int path, int reach, HashSet<int> ownNetworks)
    {
        List<int> reaches = _reaches[(int)_traits.Family[path]];
        int at = reaches.BinarySearch(reach);
        if (at < 0)
        {
            at = ~at;
        }

        while (at > 0 && reaches[at - 1] >= reach)
        {
            at--;
        }

        int networks = reaches.Count;
        int asWide = networks - at;
        foreach (int network in ownNetworks)
        {
            int own = MailboxesOfPathAndNetwork(path, network);
            networks -= own > 0 ? 1 : 0;
            asWide -= own >= reach ? 1 : 0;
        }

        return (networks, asWide);
    }

    /// <summary>Whether a session of the mailbox was on two networks at once, in whatever way.</summary>
    public bool HasSessionOnTwo(int mailbox) => _onTwo.Contains(mailbox);

    public bool UsesNetwork(int mailbox, int network) => _networkUse.Contains(mailbox, network);

    public int MailboxesOfPath(int path) => _pathMailboxes[path];

    public int MailboxesOfNetwork(int network) => _networkMailboxes[network];

    public int MailboxesOfPathAndNetwork(int path, int network) => _pathNetworks.TryGetValue(path, network, out int reach) ? reach : 0;

    /// <summary>Whether a network belongs to the tenant's life: several mailboxes are at home in it, or a large part of the tenant uses it.</summary>
    public bool IsHome(int network) => _livingThere[network] >= 2 || _networkMailboxes[network] >= _homeThreshold;

    public bool Uses(int mailbox, int path) => _private.Contains(mailbox, path);

    public (int Pairs, int Private) PrivateNetworks(int path) => (_pathMailboxes[path], _pathPrivate[path]);

    public (int Pairs, int Private) PrivateNetworksOfFamily(int path) =>
        (_familyPairs[(int)_traits.Family[path]], _familyPrivate[(int)_traits.Family[path]]);

    public bool HasPrivateNetwork(int mailbox, int path) => _private.TryGetValue(mailbox, path, out bool isPrivate) && isPrivate;

    public AmountStatistics AmountsOfPath(int path) => _pathAmounts[path];

    public AmountStatistics AmountsOfFamily(int path) => _familyAmounts[(int)_traits.Family[path]];

    public AmountStatistics Amounts(int mailbox, int path) => _amounts.TryGetValue(mailbox, path, out AmountStatistics amounts) ? amounts : default;

    private static ulong Key(int a, int b) => ((ulong)(uint)a << 32) | (uint)b;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(DayFacts day)
    {
        int i = day.From;
        while (i < day.To)
        {
            int mailbox = _facts[i].Mailbox;
            int mailboxEnd = day.EndOfMailbox(i);
            while (i < mailboxEnd)
            {
                int end = day.EndOfPath(i, mailboxEnd);
                CountPath(day, i, end, mailbox, day.PathOf(i));
                i = end;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountPaths(DayFacts day)
    {
        for (int i = day.From; i < day.To; i++)
        {
            int mailbox = _facts[i].Mailbox;
            if (_seen.Add(mailbox))
            {
                _mailboxes.Add(mailbox);
            }

            _private.GetOrAdd(mailbox, day.PathOf(i), out bool known);
            _pathMailboxes[day.PathOf(i)] += known ? 0 : 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountPath(DayFacts day, int from, int to, int mailbox, int path)
    {
        int family = (int)_traits.Family[path];
        bool common = _pathMailboxes[path] > _commonPath;

        double amount = 0;
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact fact = ref _facts[i];
            amount += fact.Items + (5.0 * fact.SyncedFolders);
            ref PooledNetwork use = ref _networkUse.GetOrAdd(mailbox, fact.Network, out bool known);
            if (common && (!known || use.LastDay != day.Day))
            {
                // A rare path makes no home of the network it comes from, however long it has been at it.
                use.LastDay = day.Day;
                use.Days++;
            }

            use.Families |= common ? 1u << family : 0;
            if (_pathNetworkMailboxes.Add((Key(path, fact.Network) * 0x9E3779B97F4A7C15) ^ (uint)mailbox))
            {
                _pathNetworks.GetOrAdd(path, fact.Network, out _)++;
            }
        }

        double value = AmountStatistics.Scale(amount);
        _amounts.GetOrAdd(mailbox, path, out _).Add(value);
        _pathAmounts[path].Add(value);
        _familyAmounts[family].Add(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountAgainstAll(DayFacts day)
    {
        int i = day.From;
        while (i < day.To)
        {
            int end = day.EndOfMailbox(i);
            for (int j = i; j < end; j++)
            {
                ref readonly MailAccessFact fact = ref _facts[j];
                int path = day.PathOf(j);
                if (_networkMailboxes[fact.Network] == 1)
                {
                    _private.GetOrAdd(fact.Mailbox, path, out _) = true;
                }

                if (_traits.IsInteractive[path] && !IsHome(fact.Network))
                {
                    CountSession(i, end, j, fact);
                }
            }

            i = end;
        }
    }

    private void CountSession(int from, int to, int index, in MailAccessFact fact)
    {
        ref int[]? counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_sessions, fact.Mailbox, out _);
        counts ??= new int[SessionOverlaps.Kinds + 1];
        counts[^1]++;
        _strangeTotal++;
        if (SharedSessions.TryFindOther(_facts, index, from, to, out SessionOverlap overlap, out _, out _))
        {
            counts[(int)overlap]++;
            _onTwo.Add(fact.Mailbox);
            _onTwoTotal[(int)overlap]++;
        }
    }

    private struct PooledNetwork
    {
        public int Days, LastDay;
        public uint Families;
    }
}
