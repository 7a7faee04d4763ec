using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// From where an unexplained read is better explained by a sign-in that the log lost: networks from which the tenant's people sign in, or from which the same path's other reads are explained. There must be as
/// many such people as there are unexplained readers. Sign-ins are not lost by network; and whoever signs in once from a server of theirs, with the one account they have taken, would else excuse every forged
/// token they use there, as in a large tenant somebody does sign in from nearly every provider.
/// </summary>
internal sealed class KnownNetworks
{
    /// <summary>A network of so many is the tenant's own, however many more are read from there.</summary>
    private const int Many = 64;

    private readonly AccessTable _accesses;
    private readonly AccessMatcher _matcher;
    private readonly SignInUnits _units;
    private readonly Dictionary<(PathClass Class, int Network), Place> _places = [];

    /// <summary>Learns them.</summary>
    /// <param name="accesses">All accesses.</param>
    /// <param name="unexplained">Those that are unexplained although their sign-ins should be there, by their rows.</param>
    /// <param name="judgement">Knows what is explained.</param>
    /// <param name="matcher">Knows the sign-ins.</param>
    /// <param name="units">Knows which mailboxes share a token.</param>
    /// <param name="ct">Stops the learning.</param>
    public KnownNetworks(AccessTable accesses, IReadOnlyList<int> unexplained, AccessJudgement judgement, AccessMatcher matcher, SignInUnits units, CancellationToken ct)
    {
        _accesses = accesses;
        _matcher = matcher;
        _units = units;
        bool[] isAsked = new bool[accesses.Networks.Count];
        foreach (int at in unexplained)
        {
            ref AccessRow row = ref accesses.Rows[at];
            isAsked[row.Network] = true;
            ref Place? place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, Key(row), out _);
            place ??= new Place { IsOfPeople = matcher.IsSignInNetwork(row) };
            Note(place.Unexplained, Reader(row), Many);
        }

        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref AccessRow row = ref accesses.Rows[i];
            if (isAsked[row.Network] && judgement.IsExplained(i) && judgement.StandingAt(i) >= Standing.RenewalsMissing && _places.TryGetValue(Key(row), out Place? place))
            {
                Note(place.Explained, Reader(row), place.Unexplained.Count);
            }
        }

        CountPeople(ct);
    }

    /// <summary>Whether the tenant's people sign in from the network of an unexplained access, as many as read from there unexplained; true where the access names none.</summary>
    public bool IsOfPeople(int row) => _places[Key(_accesses.Rows[row])] is { IsOfPeople: true } place && (place.People is null || place.People.Count >= place.Unexplained.Count);

    /// <summary>Whether as many of a path's readers from a network are explained as are not.</summary>
    public bool IsExplained(PathClass kind, int network) => _places.TryGetValue((kind, network), out Place? place) && place.Explained.Count >= place.Unexplained.Count;

    /// <summary>The few people who sign in from networks of unexplained reads, in the order of the alphabet.</summary>
    public IReadOnlyList<string> People(IEnumerable<int> rows) => [.. rows.Select(row => _places[Key(_accesses.Rows[row])].People).OfType<HashSet<int>>().SelectMany(static people => people)
        .Distinct().Select(user => _matcher.Index.Table.Users[user]).Order(StringComparer.Ordinal)];

    /// <summary>Who signs in from where several read unexplained; of one reader it is known already.</summary>
    private void CountPeople(CancellationToken ct)
    {
        ILookup<int, (int Tenant, Place Place)> wanted = _places.Where(entry => entry.Value is { IsOfPeople: true, Unexplained.Count: > 1 } && !_accesses.Networks[entry.Key.Network].IsNone)
            .ToLookup(entry => _matcher.NetworkOf(entry.Key.Network), entry => (_matcher.TenantOf(entry.Key.Class.Tenant), entry.Value));
        if (wanted.Count == 0)
        {
            return;
        }

        SignInTable signIns = _matcher.Index.Table;
        for (int i = 0; i < signIns.Rows.Count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref SignInRow row = ref signIns.Rows[i];
            if (row.User >= 0 && SignInKinds.IsOfPeople(row.Kind))
            {
                foreach ((int tenant, Place place) in wanted[row.Network])
                {
                    if (_matcher.IsTenant(row.Tenant, tenant))
                    {
                        Note(place.People ??= [], signIns.NameOf(row.User), place.Unexplained.Count);
                    }
                }
            }
        }
    }

    private static void Note<T>(HashSet<T> readers, T reader, int most)
    {
        if (readers.Count < most)
        {
            readers.Add(reader);
        }
    }

    private (PathClass Class, int Network) Key(in AccessRow row) => (UnexplainedGroups.ClassOf(_accesses, row), row.Network);

    /// <summary>Who reads: a token of several mailboxes, or the user. A service account that reads everybody's mail is one.</summary>
    private long Reader(in AccessRow row) => _units.Of(row) is < 0 and int token ? token : row.User >= 0 ? row.User : (1L << 32) | (uint)row.Mailbox;

    private sealed class Place
    {
        public required bool IsOfPeople { get; init; }

        public HashSet<long> Unexplained { get; } = [];

        public HashSet<long> Explained { get; } = [];

        /// <summary>Users as the sign-ins count them; null where they were not counted.</summary>
        public HashSet<int>? People { get; set; }
    }
}
