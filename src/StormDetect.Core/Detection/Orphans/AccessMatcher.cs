using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Goes up the ladder of what can explain mail access: its token, its session, a request that Graph logged, else user, application, network and time.</summary>
internal sealed class AccessMatcher
{
    /// <summary>How long before an access its token may have been issued: with continuous access evaluation tokens live up to about 28 hours (unverified), and ids of 18 hours were measured.</summary>
    public const int TokenLife = 30 * 3600;

    /// <summary>Clocks and the two minutes over which reads are gathered.</summary>
    private const int Slack = 600;

    private const string Graph = "00000003-0000-0000-c000-000000000000";
    private const string Office = "d3590ed6-52b3-4102-aeff-aad2292ab01c";
    private static readonly string[] s_webMail = ["9199bf20-a13f-4107-85dc-02114787ef48", "00000002-0000-0ff1-ce00-000000000000"];

    private readonly SignInIndex _index;
    private readonly int[] _tenantsOf; // of the accesses' tenants, as the sign-ins count them; -1: any
    private readonly int[] _tenants; // of their mailboxes
    private readonly int[] _users;
    private readonly int[] _networks;
    private readonly bool[] _isPerson;
    private readonly int[]?[] _apps; // of the accesses' paths; null: any
    private readonly bool[] _isGraph;
    private readonly int _anyTenant;
    private readonly int _noNetwork;
    private readonly HashSet<(int Tenant, int Network)> _signInNetworks;
    private readonly HashSet<int> _allNetworks;

    public AccessMatcher(AccessTable accesses, SignInTable signIns)
    {
        _anyTenant = signIns.Tenants.Add(string.Empty);
        _noNetwork = signIns.Networks.Add(Network.None);
        _tenantsOf = Map(accesses.Tenants, text => text.Length == 0 ? -1 : signIns.Tenants.Add(text));
        _tenants = Map(accesses.Mailboxes, mailbox => _tenantsOf[mailbox.Tenant]);
        _users = Map(accesses.Users, signIns.Users.Add);
        _isPerson = Map(accesses.Users, static user => user.Contains('@'));
        _networks = Map(accesses.Networks, signIns.Networks.Add);
        _apps = Map(accesses.Paths, path => Apps(path)?.Select(signIns.Apps.Add).ToArray());
        _isGraph = Map(accesses.Paths, static path => path.AppId == Graph || path.Family == ClientFamily.Rest);
        _index = new SignInIndex(signIns);
        _signInNetworks = _index.Networks();
        _allNetworks = [.. _signInNetworks.Select(static entry => entry.Network)];
        for (int i = 0; i < _users.Length; i++)
        {
            _users[i] = signIns.NameOf(_users[i]);
        }
    }

    public SignInIndex Index => _index;

    /// <summary>A network of the accesses as the sign-ins count networks.</summary>
    public int NetworkOf(int network) => _networks[network];

    /// <summary>A tenant of the accesses as the sign-ins count tenants; -1 for any.</summary>
    public int TenantOf(int tenant) => _tenantsOf[tenant];

    /// <summary>The user of an access as the sign-ins count users; -1 for none.</summary>
    public int UserOf(in AccessRow row) => row.User < 0 ? -1 : _users[row.User];

    /// <summary>Whether a sign-in's tenant can be that of an access: the same, or either unknown.</summary>
    public bool IsTenant(int signIn, int access) => signIn == access || access < 0 || signIn == _anyTenant;

    /// <summary>Whether anybody of the tenant signs in from the network of an access; true where the access names none.</summary>
    public bool IsSignInNetwork(in AccessRow row)
    {
        int network = _networks[row.Network];
        int tenant = _tenants[row.Mailbox];
        return network == _noNetwork || (tenant < 0 ? _allNetworks.Contains(network)
            : _signInNetworks.Contains((tenant, network)) || _signInNetworks.Contains((_anyTenant, network)));
    }

    /// <summary>What explains an access.</summary>
    /// <param name="row">The access.</param>
    /// <param name="signIn">The sign-in; -1 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MatchKind Match(in AccessRow row, out int signIn)
    {
        ChunkedList<SignInRow> rows = _index.Table.Rows;
        int tenant = _tenants[row.Mailbox];
        if (row.Token != Guid.Empty)
        {
            signIn = _index.Token(row.Token);
            if (signIn >= 0 && IsTenant(rows[signIn].Tenant, tenant))
            {
                return MatchKind.Token;
            }
        }

        if (row.Session != Guid.Empty)
        {
            signIn = _index.Session(row.Session);
            if (signIn >= 0 && IsTenant(rows[signIn].Tenant, tenant))
            {
                return MatchKind.Session;
            }
        }

        MatchKind request = _isGraph[row.Path] ? Request(row, tenant, out signIn) : NoRequest(out signIn);
        return request == MatchKind.Request ? request
            : ByUser(row, tenant, out signIn) ? MatchKind.User
            : ByApplication(row, tenant, out signIn) ? MatchKind.Application
            : request;
    }

    private static MatchKind NoRequest(out int signIn)
    {
        signIn = -1;
        return MatchKind.None;
    }

    private bool ByUser(in AccessRow row, int tenant, out int signIn)
    {
        signIn = -1;
        int user = UserOf(row);
        if (user < 0)
        {
            return false;
        }

        ChunkedList<SignInRow> rows = _index.Table.Rows;
        int network = _networks[row.Network];
        int to = row.Last + Slack;
        foreach (int at in _index.User(user, row.First - TokenLife))
        {
            ref SignInRow candidate = ref rows[at];
            if (candidate.Time > to)
            {
                break;
            }

            if ((network == _noNetwork || candidate.Network == network) && IsApp(candidate.App, row.Path) && IsTenant(candidate.Tenant, tenant))
            {
                signIn = at;
                return true;
            }
        }

        return false;
    }

    private bool ByApplication(in AccessRow row, int tenant, out int signIn)
    {
        signIn = -1;
        if (_apps[row.Path] is not int[] apps || (!row.IsOfApp && row.User >= 0 && _isPerson[row.User]))
        {
            return false;
        }

        ChunkedList<SignInRow> rows = _index.Table.Rows;
        foreach (int app in apps)
        {
            foreach (int at in _index.App(app, row.First - TokenLife))
            {
                if (rows[at].Time > row.Last + Slack)
                {
                    break;
                }

                if (IsTenant(rows[at].Tenant, tenant))
                {
                    signIn = at;
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A request that Graph served names the token it came with, which the record of the read does not: its own carries one made inside the cloud.</summary>
    private MatchKind Request(in AccessRow row, int tenant, out int signIn)
    {
        signIn = -1;
        if (_apps[row.Path] is not int[] apps)
        {
            return MatchKind.None;
        }

        if (row.User >= 0 && _isPerson[row.User])
        {
            return RequestOfUser(row, tenant, apps, out signIn);
        }

        // An application's requests are many, and one that is explained is enough.
        foreach (int app in apps)
        {
            if (First(_index.Requests(app, row.First - Slack, explained: true), row, tenant) is >= 0 and int request)
            {
                signIn = _index.SignInOf(_index.Table.Rows[request]);
                return MatchKind.Request;
            }
        }

        foreach (int app in apps)
        {
            if (First(_index.Requests(app, row.First - Slack, explained: false), row, tenant) >= 0)
            {
                return MatchKind.UnexplainedRequest;
            }
        }

        return MatchKind.None;
    }

    private int First(ReadOnlySpan<int> requests, in AccessRow row, int tenant)
    {
        foreach (int at in requests)
        {
            ref SignInRow request = ref _index.Table.Rows[at];
            if (request.Time > row.Last + Slack)
            {
                break;
            }

            if (IsTenant(request.Tenant, tenant))
            {
                return at;
            }
        }

        return -1;
    }

    private MatchKind RequestOfUser(in AccessRow row, int tenant, int[] apps, out int signIn)
    {
        signIn = -1;
        MatchKind match = MatchKind.None;
        foreach (int at in _index.RequestsOf(UserOf(row), row.First - Slack))
        {
            ref SignInRow request = ref _index.Table.Rows[at];
            if (request.Time > row.Last + Slack)
            {
                break;
            }

            if (!IsTenant(request.Tenant, tenant) || Array.IndexOf(apps, request.App) < 0)
            {
                continue;
            }

            signIn = _index.SignInOf(request);
            if (signIn >= 0)
            {
                return MatchKind.Request;
            }

            match = MatchKind.UnexplainedRequest;
        }

        return match;
    }

    private bool IsApp(int app, int path) => app < 0 || _apps[path] is not int[] apps || Array.IndexOf(apps, app) >= 0;

    /// <summary>The applications under which a path's sign-in can stand; null where the path does not say.</summary>
    private static string[]? Apps(AccessPath path)
    {
        string[] own = new[] { path.ClientAppId, path.AppId == Graph ? string.Empty : path.AppId }.Where(static id => id.Length > 0).ToArray();
        return path.Family switch
        {
            ClientFamily.Owa => [.. own.Concat(s_webMail).Distinct()],
            _ when own.Length == 0 => null,
            ClientFamily.MsExchangeRpc => [.. own.Append(Office).Distinct()],
            _ => own,
        };
    }

    private static TTo[] Map<TFrom, TTo>(IndexTable<TFrom> table, Func<TFrom, TTo> map)
        where TFrom : notnull
    {
        TTo[] mapped = new TTo[table.Count];
        for (int i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(table[i]);
        }

        return mapped;
    }
}
