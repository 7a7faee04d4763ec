using System;
using System.Collections.Generic;
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
    private readonly Dictionary<ulong, AmountStatistics> _amounts = [];
    private readonly Dictionary<ulong, int> _networkUse = [];
    private readonly HashSet<ulong> _pathNetworkMailboxes = [];
    private readonly Dictionary<ulong, int> _pathNetworks = [];
    private readonly Dictionary<ulong, bool> _private = [];
    private readonly Dictionary<int, int> _rarest = [];
    private readonly Dictionary<int, int> _foreign = [];
    private readonly int[] _networkMailboxes;
    private readonly int[] _livingThere;
    private readonly int[] _pathMailboxes;
    private readonly int[] _pathPrivate;
    private readonly int[] _familyPairs = new int[Families];
    private readonly int[] _familyPrivate = new int[Families];
    private readonly AmountStatistics[] _pathAmounts;
    private readonly AmountStatistics[] _familyAmounts = new AmountStatistics[Families];
    private readonly Dictionary<int, (int Strange, int OnTwo, int OnTwoMixed)> _sessions = [];
    private readonly int _homeThreshold;
    private readonly List<int> _mailboxes = [];

    public MailboxPool(MailAccessFacts facts, PathTraits traits, SessionIndex sessions, IReadOnlyList<DayFacts> days)
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
            Count(day);
        }

        foreach (KeyValuePair<ulong, int> use in _networkUse)
        {
            int network = (int)(uint)use.Key;
            _networkMailboxes[network]++;
            bool living = (use.Value & 0xFF) >= TenantHistory.DaysToSettle
                || System.Numerics.BitOperations.PopCount((uint)use.Value >> 8) >= 2;
            _livingThere[network] += living ? 1 : 0;
        }

        _homeThreshold = Math.Max(4, _mailboxes.Count / 4);
        foreach (DayFacts day in days)
        {
            CountAgainstAll(day, sessions);
        }

        foreach (KeyValuePair<ulong, bool> pair in _private)
        {
            int path = (int)(uint)pair.Key;
            int family = (int)traits.Family[path];
            int mailbox = (int)(pair.Key >> 32);
            _pathPrivate[path] += pair.Value ? 1 : 0;
            _familyPairs[family]++;
            _familyPrivate[family] += pair.Value ? 1 : 0;
            ref int rarest = ref CollectionsMarshal.GetValueRefOrAddDefault(_rarest, mailbox, out bool known);
            rarest = known ? Math.Min(rarest, _pathMailboxes[path]) : _pathMailboxes[path];
            if (traits.IsForeignLogon[path])
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_foreign, mailbox, out _)++;
            }
        }
    }

    public static int Families { get; } = Enum.GetValues<ClientFamily>().Length;

    public IReadOnlyList<int> Mailboxes => _mailboxes;

    public IReadOnlyDictionary<int, int> RarestPath => _rarest;

    public IReadOnlyDictionary<int, int> ForeignLogons => _foreign;

    public IReadOnlyDictionary<int, (int Strange, int OnTwo, int OnTwoMixed)> Sessions => _sessions;

    public IReadOnlyDictionary<ulong, int> PathNetworks => _pathNetworks;

    public int MailboxesOfPath(int path) => _pathMailboxes[path];

    public int MailboxesOfNetwork(int network) => _networkMailboxes[network];

    public int MailboxesOfPathAndNetwork(int path, int network) => _pathNetworks.GetValueOrDefault(Key(path, network));

    /// <summary>Whether a network belongs to the tenant's life: several mailboxes are at home in it, or a large part of the tenant uses it.</summary>
    public bool IsHome(int network) => _livingThere[network] >= 2 || _networkMailboxes[network] >= _homeThreshold;

    public bool Uses(int mailbox, int path) => _private.ContainsKey(Key(mailbox, path));

    public (int Pairs, int Private) PrivateNetworks(int path) => (_pathMailboxes[path], _pathPrivate[path]);

    public (int Pairs, int Private) PrivateNetworksOfFamily(int path) =>
        (_familyPairs[(int)_traits.Family[path]], _familyPrivate[(int)_traits.Family[path]]);

    public bool HasPrivateNetwork(int mailbox, int path) => _private.GetValueOrDefault(Key(mailbox, path));

    public AmountStatistics AmountsOfPath(int path) => _pathAmounts[path];

    public AmountStatistics AmountsOfFamily(int path) => _familyAmounts[(int)_traits.Family[path]];

    public AmountStatistics Amounts(int mailbox, int path) => _amounts.GetValueOrDefault(Key(mailbox, path));

    private static ulong Key(int a, int b) => ((ulong)(uint)a << 32) | (uint)b;

    private void Count(DayFacts day)
    {
        int i = day.From;
        while (i < day.To)
        {
            int mailbox = _facts[i].Mailbox;
            int mailboxEnd = day.EndOfMailbox(i);
            if (_seen.Add(mailbox))
            {
                _mailboxes.Add(mailbox);
            }

            while (i < mailboxEnd)
            {
                int end = day.EndOfPath(i, mailboxEnd);
                CountPath(day, i, end, mailbox, day.PathOf(i));
                i = end;
            }
        }
    }

    private readonly HashSet<int> _seen = [];
    private readonly Dictionary<ulong, int> _lastDay = [];

    private void CountPath(DayFacts day, int from, int to, int mailbox, int path)
    {
        int family = (int)_traits.Family[path];
        if (_private.TryAdd(Key(mailbox, path), false))
        {
            _pathMailboxes[path]++;
        }

        double amount = 0;
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact fact = ref _facts[i];
            amount += fact.Items + (5.0 * fact.SyncedFolders);
            ref int use = ref CollectionsMarshal.GetValueRefOrAddDefault(_networkUse, Key(mailbox, fact.Network), out _);
            ref int lastDay = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastDay, Key(mailbox, fact.Network), out bool known);
            if (!known || lastDay != day.Day)
            {
                lastDay = day.Day;
                use += (use & 0xFF) < 0xFF ? 1 : 0;
            }

            use |= 1 << (8 + family);
            if (_pathNetworkMailboxes.Add((Key(path, fact.Network) * 0x9E3779B97F4A7C15) ^ (uint)mailbox))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_pathNetworks, Key(path, fact.Network), out _)++;
            }
        }

        double value = AmountStatistics.Scale(amount);
        CollectionsMarshal.GetValueRefOrAddDefault(_amounts, Key(mailbox, path), out _).Add(value);
        _pathAmounts[path].Add(value);
        _familyAmounts[family].Add(value);
    }

    private void CountAgainstAll(DayFacts day, SessionIndex sessions)
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
                    _private[Key(fact.Mailbox, path)] = true;
                }

                if (_traits.IsInteractive[path] && !IsHome(fact.Network))
                {
                    CountSession(sessions, i, end, j, fact);
                }
            }

            i = end;
        }
    }

    private void CountSession(SessionIndex sessions, int from, int to, int index, in MailAccessFact fact)
    {
        ref (int Strange, int OnTwo, int OnTwoMixed) count = ref CollectionsMarshal.GetValueRefOrAddDefault(_sessions, fact.Mailbox, out _);
        count.Strange++;
        if (sessions.TryFindOther(_facts, index, from, to, out _, out int other))
        {
            bool mixed = _facts.Networks[other].IsIPv6 != _facts.Networks[fact.Network].IsIPv6;
            count.OnTwo += mixed ? 0 : 1;
            count.OnTwoMixed += mixed ? 1 : 0;
        }
    }
}
