using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>Finds sign-ins by token, by session, by user and by application.</summary>
internal sealed class SignInIndex
{
    private readonly SignInBuckets _tokens;
    private readonly SignInBuckets _sessions;
    private readonly SignInBuckets _users;
    private readonly SignInBuckets _apps;
    private readonly SignInBuckets? _explained;
    private readonly SignInBuckets? _unexplained;
    private readonly SignInBuckets? _requests;
    private readonly int _mask;

    public SignInIndex(SignInTable table)
    {
        Table = table;
        int buckets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, table.Rows.Count));
        _mask = buckets - 1;
        _tokens = new SignInBuckets(table, buckets, (in SignInRow row) => row.Token == Guid.Empty || row.Kind == SignInKind.GraphActivity ? -1 : Bucket(row.Token));
        _sessions = new SignInBuckets(table, buckets, (in SignInRow row) => row.Session == Guid.Empty || row.Kind == SignInKind.GraphActivity ? -1 : Bucket(row.Session));
        _users = new SignInBuckets(table, Math.Max(1, table.Users.Count), (in SignInRow row) => row.Kind == SignInKind.GraphActivity || row.User < 0 ? -1 : table.NameOf(row.User));
        _apps = new SignInBuckets(
            table, Math.Max(1, table.Apps.Count), static (in SignInRow row) => row.Kind is SignInKind.ServicePrincipal or SignInKind.ManagedIdentity ? row.App : -1);
        if (table.Hours.Keys.Any(static hour => hour.Kind == SignInKind.GraphActivity))
        {
            int apps = Math.Max(1, table.Apps.Count);
            _explained = new SignInBuckets(table, apps, (in SignInRow row) => row.Kind == SignInKind.GraphActivity && SignInOf(row) >= 0 ? row.App : -1);
            _unexplained = new SignInBuckets(table, apps, (in SignInRow row) => row.Kind == SignInKind.GraphActivity && SignInOf(row) < 0 ? row.App : -1);
            _requests = new SignInBuckets(table, Math.Max(1, table.Users.Count), (in SignInRow row) => row.Kind == SignInKind.GraphActivity && row.User >= 0 ? table.NameOf(row.User) : -1);
        }
    }

    public SignInTable Table { get; }

    private ChunkedList<SignInRow> Rows => Table.Rows;

    /// <summary>The sign-in that gave a token; the earliest where several logs have it, and of those at one time the one of the lowest network, so that order does not matter. -1 for none.</summary>
    public int Token(Guid token)
    {
        int found = -1;
        foreach (int at in _tokens[Bucket(token)])
        {
            ref SignInRow row = ref Rows[at];
            if (row.Token != token || (found >= 0 && row.Time > Rows[found].Time))
            {
                continue;
            }

            if (found < 0 || Table.Networks[row.Network] < Table.Networks[Rows[found].Network])
            {
                found = at;
            }
        }

        return found;
    }

    /// <summary>The first sign-in of a session; -1 for none.</summary>
    public int Session(Guid session)
    {
        foreach (int at in _sessions[Bucket(session)])
        {
            if (Rows[at].Session == session)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether a session has a sign-in from a network.</summary>
    public bool SessionIsFrom(Guid session, int network)
    {
        foreach (int at in _sessions[Bucket(session)])
        {
            if (Rows[at].Session == session && Rows[at].Network == network)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sign-ins of a user from a time on, earliest first.</summary>
    public ReadOnlySpan<int> User(int user, int from) => Behind(_users[user], from);

    /// <summary>Sign-ins of an application with its own credentials from a time on, earliest first.</summary>
    public ReadOnlySpan<int> App(int app, int from) => Behind(_apps[app], from);

    /// <summary>Requests for mail that an application made of Graph from a time on, with tokens that sign-ins gave or with others, earliest first.</summary>
    public ReadOnlySpan<int> Requests(int app, int from, bool explained) => (explained ? _explained : _unexplained) is SignInBuckets requests ? Behind(requests[app], from) : [];

    /// <summary>Requests for mail that anything made of Graph in a user's name from a time on, earliest first.</summary>
    public ReadOnlySpan<int> RequestsOf(int user, int from) => _requests is null ? [] : Behind(_requests[user], from);

    /// <summary>The sign-in that gave the token of a request; -1 for none.</summary>
    public int SignInOf(in SignInRow request)
    {
        int signIn = request.Token != Guid.Empty ? Token(request.Token) : -1;
        return signIn < 0 && request.Session != Guid.Empty ? Session(request.Session) : signIn;
    }

    /// <summary>The networks from which the people of each tenant sign in.</summary>
    public HashSet<(int Tenant, int Network)> Networks()
    {
        HashSet<(int, int)> networks = [];
        for (int i = 0; i < Rows.Count; i++)
        {
            ref SignInRow row = ref Rows[i];
            if (SignInKinds.IsOfPeople(row.Kind))
            {
                networks.Add((row.Tenant, row.Network));
            }
        }

        return networks;
    }

    private ReadOnlySpan<int> Behind(ReadOnlySpan<int> bucket, int from) => bucket[SignInBuckets.From(bucket, Rows, from)..];

    private int Bucket(Guid key) => (int)(ByteHash.Of(key) >> 20) & _mask;
}
