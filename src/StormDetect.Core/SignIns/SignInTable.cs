using System.Collections.Generic;
using System.Runtime.InteropServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>
/// Sign-ins in columns of small numbers: 56 bytes each. One table per reading thread; merged tables hold the same in whatever order they are merged.
/// </summary>
internal sealed class SignInTable
{
    private readonly Dictionary<SignInHour, int> _hours = [];
    private readonly Dictionary<int, int> _names = [];

    /// <summary>OrganizationIds in lower case; empty where a log does not say.</summary>
    public IndexTable<string> Tenants { get; } = new();

    /// <summary>User principal names, else object ids, in lower case.</summary>
    public IndexTable<string> Users { get; } = new();

    /// <summary>Application ids in lower case.</summary>
    public IndexTable<string> Apps { get; } = new();

    public IndexTable<Network> Networks { get; } = new();

    public ChunkedList<SignInRow> Rows { get; } = new();

    /// <summary>How many sign-ins there were by tenant, log and hour, those that failed included: they show that the log was being written.</summary>
    public IReadOnlyDictionary<SignInHour, int> Hours => _hours;

    /// <summary>Stretches of logs that were asked for and could not be read.</summary>
    public List<SignInsMissing> Missing { get; } = [];

    /// <summary>The user principal name behind an object id, where a sign-in had both; else the user itself.</summary>
    public int NameOf(int user) => _names.TryGetValue(user, out int name) ? name : user;

    /// <summary>Learns the name behind an object id. Of two, the one that comes first in the alphabet stays, whichever came first in the log.</summary>
    public void Name(int objectId, int name)
    {
        ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, objectId, out bool exists);
        known = !exists || string.CompareOrdinal(Users[name], Users[known]) < 0 ? name : known;
    }

    /// <summary>Adds a sign-in that gave a token.</summary>
    public void Add(in SignInRow row)
    {
        Rows.Add(row);
        Note(row.Tenant, row.Kind, row.Time);
    }

    /// <summary>Notes that the log was being written.</summary>
    public void Note(int tenant, SignInKind kind, int time) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_hours, new SignInHour(tenant, kind, FactTime.HourNumber(time)), out _)++;

    /// <summary>Takes over what another table holds. That one must not be used afterwards.</summary>
    public void Merge(SignInTable other)
    {
        int[] tenants = Tenants.AddAll(other.Tenants);
        int[] users = Users.AddAll(other.Users);
        int[] apps = Apps.AddAll(other.Apps);
        int[] networks = Networks.AddAll(other.Networks);
        for (int i = 0; i < other.Rows.Count; i++)
        {
            SignInRow row = other.Rows[i];
            row.Tenant = tenants[row.Tenant];
            row.User = row.User < 0 ? -1 : users[row.User];
            row.App = row.App < 0 ? -1 : apps[row.App];
            row.Network = networks[row.Network];
            Rows.Add(row);
            if ((i + 1) % ChunkedList<SignInRow>.ChunkSize == 0)
            {
                other.Rows.Release(i);
            }
        }

        foreach ((int objectId, int name) in other._names)
        {
            Name(users[objectId], users[name]);
        }

        foreach ((SignInHour hour, int count) in other._hours)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_hours, hour with { Tenant = tenants[hour.Tenant] }, out _) += count;
        }
    }
}
