using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// From where the tenant's services read. Services run inside Microsoft's cloud and share its networks, so that their tokens need no sign-in and their addresses are those of other services. Whoever comes as a
/// service and from somewhere else is none of them.
/// </summary>
internal sealed class ServiceNetworks
{
    private readonly AccessTable _accesses;
    private readonly AccessPeople _people;
    private readonly IReadOnlySet<int> _services;
    private readonly IReadOnlyList<int> _starts;

    /// <summary>Accesses by services' own paths, by the block they come from.</summary>
    private readonly Dictionary<(int Tenant, long Block), int> _rows = [];

    /// <summary>By mailbox: accesses that come as a service's, and those of them from elsewhere.</summary>
    private readonly Dictionary<int, int> _all = [];
    private readonly Dictionary<int, int> _elsewhere = [];
    private readonly HashSet<UnexplainedGroup> _groups = [];

    /// <summary>Learns them.</summary>
    /// <param name="accesses">All accesses.</param>
    /// <param name="people">Knows whose mailbox it is.</param>
    /// <param name="services">The paths that are a service's.</param>
    /// <param name="groups">The unexplained groups.</param>
    /// <param name="starts">When the log of each tenant begins, in seconds.</param>
    public ServiceNetworks(AccessTable accesses, AccessPeople people, IReadOnlySet<int> services, IEnumerable<UnexplainedGroup> groups, IReadOnlyList<int> starts)
    {
        _accesses = accesses;
        _people = people;
        _services = services;
        _starts = starts;
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            if (IsOfServicePath(row))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_rows, Key(row), out _)++;
            }

            if (ComesAsService(row))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_all, people.Of(row.Mailbox), out _)++;
            }
        }

        Groups = [.. groups.SelectMany(group => IsMostlyElsewhere(group) ? [group] : Apart(group))];
        foreach (UnexplainedGroup group in Groups.Where(group => IsNew(group.Class.Tenant, group.Rows.Min(row => accesses.Rows[row].First)) && IsMostlyElsewhere(group)))
        {
            _groups.Add(group);
            foreach (int row in group.Rows)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_elsewhere, people.Of(accesses.Rows[row].Mailbox), out _)++;
            }
        }
    }

    /// <summary>The unexplained groups, with what comes from elsewhere kept apart from what a service does: they share mailboxes, and whoever takes the name of a service that reads here anyway would hide among its reads.</summary>
    public List<UnexplainedGroup> Groups { get; }

    /// <summary>Whether a group of accesses that come as a service's comes mostly from where no service, and the same one for nobody else, ever reads; and did not do so from the beginning.</summary>
    public bool AreElsewhere(UnexplainedGroup group) => _groups.Contains(group);

    /// <summary>How often a mailbox' accesses that come as a service's are so here, apart from those of a group.</summary>
    public UsualRate Usual(UnexplainedGroup group)
    {
        Dictionary<int, int> own = group.Rows.GroupBy(row => _people.Of(_accesses.Rows[row].Mailbox)).ToDictionary(static rows => rows.Key, static rows => rows.Count());
        double[] shares = _all.Where(entry => _people.TenantOfPerson(entry.Key) == group.Class.Tenant && entry.Value > own.GetValueOrDefault(entry.Key))
            .Select(entry => (_elsewhere.GetValueOrDefault(entry.Key) - own.GetValueOrDefault(entry.Key)) / (double)(entry.Value - own.GetValueOrDefault(entry.Key)))
            .Order().ToArray();
        return UsualRate.Of(shares.Sum(), shares.Length);
    }

    private UnexplainedGroup[] Apart(UnexplainedGroup group)
    {
        HashSet<(int Tenant, long Block)> elsewhere = [.. Blocks(group, out _).Where(entry => IsElsewhere(entry.Key, entry.Value) && IsNew(entry.Key.Tenant, entry.Value.First)).Select(static entry => entry.Key)];
        if (elsewhere.Count == 0)
        {
            return [group];
        }

        ILookup<bool, int> rows = group.Rows.ToLookup(at => ComesAsService(_accesses.Rows[at]) && elsewhere.Contains(Key(_accesses.Rows[at])));
        return rows.Count == 1 ? [group] : [Part(group, [.. rows[false]]), Part(group, [.. rows[true]])];
    }

    private UnexplainedGroup Part(UnexplainedGroup group, int[] rows) => new()
    {
        Class = group.Class,
        Rows = rows,
        IsKnownNetwork = group.IsKnownNetwork,
        FewPeople = group.FewPeople,
        People = rows.Select(row => _people.Of(_accesses.Rows[row].Mailbox)).ToHashSet(),
    };

    /// <summary>One of several rented servers may stand beside a service; most of them do not.</summary>
    private bool IsMostlyElsewhere(UnexplainedGroup group) =>
        Blocks(group, out bool areAll) is var blocks && areAll && 2 * blocks.Where(entry => IsElsewhere(entry.Key, entry.Value)).Sum(static entry => entry.Value.All) >= group.Rows.Count;

    /// <summary>From where a group's accesses come that come as a service's, with how many of them are by services' own paths and when they begin.</summary>
    private Dictionary<(int Tenant, long Block), (int All, int OfServices, int First)> Blocks(UnexplainedGroup group, out bool areAll)
    {
        areAll = true;
        Dictionary<(int Tenant, long Block), (int All, int OfServices, int First)> blocks = [];
        foreach (int at in group.Rows)
        {
            ref AccessRow row = ref _accesses.Rows[at];
            if (!ComesAsService(row) || _accesses.Networks[row.Network].IsNone)
            {
                areAll = false;
                continue;
            }

            ref (int All, int OfServices, int First) block = ref CollectionsMarshal.GetValueRefOrAddDefault(blocks, Key(row), out bool isKnown);
            block = (block.All + 1, block.OfServices + (IsOfServicePath(row) ? 1 : 0), isKnown ? Math.Min(block.First, row.First) : row.First);
        }

        return blocks;
    }

    /// <summary>Whether no service reads from a block but those accesses themselves.</summary>
    private bool IsElsewhere((int Tenant, long Block) key, (int All, int OfServices, int First) block) => _rows.GetValueOrDefault(key) == block.OfServices;

    private bool IsNew(int tenant, int first) => first >= _starts[tenant] + OrphanGrader.Established;

    /// <summary>By a path that only services have. Graph's callers come from their own servers, and a client of people that asks a service for them from their own desk.</summary>
    private bool IsOfServicePath(in AccessRow row) => _services.Contains(row.Path) && _accesses.Paths[row.Path].AppId != OrphanedAccessHunt.Graph;

    private bool ComesAsService(in AccessRow row) => (_services.Contains(row.Path) || row.ActsAs) && _accesses.Paths[row.Path].AppId != OrphanedAccessHunt.Graph;

    private (int Tenant, long Block) Key(in AccessRow row) => (_people.TenantOf(row.Mailbox), _accesses.Networks[row.Network].Block);
}
