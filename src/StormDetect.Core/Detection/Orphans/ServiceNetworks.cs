using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// From where the tenant's services read. Services run inside Microsoft's cloud and share its networks, so that their tokens need no sign-in and their addresses are those of other services. Whoever calls
/// itself a service and comes from somewhere else is none of them.
/// </summary>
internal sealed class ServiceNetworks
{
    private readonly AccessTable _accesses;
    private readonly AccessPeople _people;
    private readonly Func<AccessRow, bool> _isService;
    private readonly Dictionary<(int Tenant, long Block), int> _rows = [];
    private readonly Dictionary<int, int> _all = [];
    private readonly Dictionary<int, int> _apart = [];
    private readonly HashSet<UnexplainedGroup> _groups = [];

    /// <summary>Learns them.</summary>
    /// <param name="accesses">All accesses.</param>
    /// <param name="people">Knows whose mailbox it is.</param>
    /// <param name="isService">Whether an access is a service's own: not what anybody calls through Graph.</param>
    /// <param name="groups">The unexplained groups.</param>
    /// <param name="isNew">Whether a group began after the first days of the log.</param>
    public ServiceNetworks(AccessTable accesses, AccessPeople people, Func<AccessRow, bool> isService, IEnumerable<UnexplainedGroup> groups, Func<UnexplainedGroup, bool> isNew)
    {
        _accesses = accesses;
        _people = people;
        _isService = isService;
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            if (isService(row))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_rows, Key(row), out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(_all, people.Of(row.Mailbox), out _)++;
            }
        }

        foreach (UnexplainedGroup group in groups.Where(group => isNew(group) && HasOwnNetworks(group)))
        {
            _groups.Add(group);
            foreach (int row in group.Rows)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_apart, people.Of(accesses.Rows[row].Mailbox), out _)++;
            }
        }
    }

    /// <summary>Whether a group of services' accesses comes only from where no other service, and the same one for nobody else, ever reads; and did not do so from the beginning.</summary>
    public bool AreElsewhere(UnexplainedGroup group) => _groups.Contains(group);

    /// <summary>How often services' accesses are so here, apart from those of a group.</summary>
    public UsualRate Usual(UnexplainedGroup group)
    {
        Dictionary<int, int> own = group.Rows.GroupBy(row => _people.Of(_accesses.Rows[row].Mailbox)).ToDictionary(static rows => rows.Key, static rows => rows.Count());
        int tenant = group.Class.Tenant;
        double[] shares = _all.Where(entry => _people.TenantOfPerson(entry.Key) == tenant)
            .Select(entry => new ExplainedShare(entry.Value - _apart.GetValueOrDefault(entry.Key), _apart.GetValueOrDefault(entry.Key) - own.GetValueOrDefault(entry.Key)))
            .Where(static share => share.All > 0).Select(static share => share.Unmatched).Order().ToArray();
        return UsualRate.Of(shares.Sum(), shares.Length);
    }

    private bool HasOwnNetworks(UnexplainedGroup group)
    {
        Dictionary<(int Tenant, long Block), int> own = [];
        foreach (int at in group.Rows)
        {
            ref AccessRow row = ref _accesses.Rows[at];
            if (!_isService(row) || _accesses.Networks[row.Network].IsNone)
            {
                return false;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(own, Key(row), out _)++;
        }

        return own.All(entry => _rows[entry.Key] == entry.Value);
    }

    private (int Tenant, long Block) Key(in AccessRow row) => (_people.TenantOf(row.Mailbox), _accesses.Networks[row.Network].Block);
}
