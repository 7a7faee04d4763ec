using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What can be said of paths without looking at traffic, worked out once so that no fact costs string work.</summary>
internal sealed class PathTraits
{
    private readonly int[][] _fuller;
    private readonly int[][] _sameCaller;
    private readonly Dictionary<int, List<int>> _barer = [];

    /// <param name="paths">The paths.</param>
    /// <param name="byOwners">Whether only owners do what was counted, as mailboxes are searched: a record that names no client is then a person's.</param>
    public PathTraits(IReadOnlyList<AccessPath> paths, bool byOwners = false)
    {
        Family = new ClientFamily[paths.Count];
        IsInteractive = new bool[paths.Count];
        IsProxied = new bool[paths.Count];
        IsPersonal = new bool[paths.Count];
        IsUsers = new bool[paths.Count];
        IsForeignLogon = new bool[paths.Count];
        Class = new int[paths.Count];
        int[] caller = new int[paths.Count];
        _fuller = new int[paths.Count][];
        _sameCaller = new int[paths.Count][];
        Dictionary<(ClientFamily Family, LogonKind Logon), List<int>> alike = [];
        IndexTable<string> callers = new();
        for (int i = 0; i < paths.Count; i++)
        {
            AccessPath path = paths[i];
            Family[i] = path.Family;
            IsInteractive[i] = path.Family is ClientFamily.Owa or ClientFamily.MsExchangeRpc or ClientFamily.WebServices
                or ClientFamily.Imap4 or ClientFamily.Pop3;
            IsPersonal[i] = path.Family is ClientFamily.Owa or ClientFamily.MsExchangeRpc;
            IsUsers[i] = IsPersonal[i] || path.Family is ClientFamily.OutlookService or ClientFamily.ActiveSync or ClientFamily.Imap4 or ClientFamily.Pop3
                || (byOwners && path is { Family: ClientFamily.Unknown, Logon: LogonKind.Owner or LogonKind.Unknown });
            IsProxied[i] = path.Family is ClientFamily.RestSystem or ClientFamily.OutlookService;
            IsForeignLogon[i] = path.Logon is LogonKind.Delegate or LogonKind.Admin;
            Class[i] = IsForeignLogon[i] ? 2 : IsUsers[i] ? 1 : 0;
            string id = path.ClientAppId.Length > 0 ? path.ClientAppId : path.AppId;
            caller[i] = id.Length == 0 ? -1 : callers.Add(id);
            if (!alike.TryGetValue((path.Family, path.Logon), out List<int>? group))
            {
                alike.Add((path.Family, path.Logon), group = []);
            }

            group.Add(i);
        }

        ILookup<int, int> byCaller = Enumerable.Range(0, paths.Count).Where(i => caller[i] >= 0).ToLookup(i => caller[i]);
        for (int i = 0; i < paths.Count; i++)
        {
            _sameCaller[i] = caller[i] < 0 ? [] : byCaller[caller[i]].Where(other => other != i).ToArray();
            _fuller[i] = Ids(paths[i]) == 2 ? [] : Fuller(paths, i, alike[(paths[i].Family, paths[i].Logon)]);
            foreach (int fuller in _fuller[i])
            {
                if (!_barer.TryGetValue(fuller, out List<int>? barer))
                {
                    _barer.Add(fuller, barer = []);
                }

                barer.Add(i);
            }
        }
    }

    public ClientFamily[] Family { get; }

    /// <summary>
    /// Clients whose address is the user's own. Mobile, Graph and service families reach Exchange through proxies that roam, so that two networks at
    /// once mean nothing there.
    /// </summary>
    public bool[] IsInteractive { get; }

    /// <summary>Clients whose address is a Microsoft front end's: which one depends on where the mailbox lives, not on who reads it.</summary>
    public bool[] IsProxied { get; }

    /// <summary>Clients a person sits at: their hours are a person's hours. EWS, IMAP and Graph are also what programs use, at night.</summary>
    public bool[] IsPersonal { get; }

    /// <summary>Clients of people rather than of programs.</summary>
    public bool[] IsUsers { get; }

    /// <summary>The families of people's clients whose address is their own, one bit each.</summary>
    public const uint AtOwnAddresses = (1u << (int)ClientFamily.Owa) | (1u << (int)ClientFamily.MsExchangeRpc) | (1u << (int)ClientFamily.ActiveSync) | (1u << (int)ClientFamily.Imap4) | (1u << (int)ClientFamily.Pop3);

    /// <summary>Opened on somebody else's authority.</summary>
    public bool[] IsForeignLogon { get; }

    /// <summary>Whether a mailbox was opened by somebody else who had opened it before: they bring their own network along, which says nothing about how far it reaches.</summary>
    public bool IsByKnownDelegate(Access access) => IsForeignLogon[access.Path] && access.NewDelegate < 0;

    /// <summary>Kinds of paths.</summary>
    public const int Classes = 3;

    /// <summary>Programs (0), people's clients (1), somebody else's authority (2): what is ranked among its own.</summary>
    public int[] Class { get; }

    /// <summary>Other paths of the same calling application, whatever protocol they use: a move from EWS to Graph keeps it.</summary>
    public ReadOnlySpan<int> SameCaller(int path) => _sameCaller[path];

    /// <summary>Paths that say the same and more: ids where this one has none.</summary>
    public ReadOnlySpan<int> FullerThan(int path) => _fuller[path];

    /// <summary>Paths that say the same and less.</summary>
    public IReadOnlyList<int> BarerThan(int path) => _barer.GetValueOrDefault(path, []);

    private static int[] Fuller(IReadOnlyList<AccessPath> paths, int index, List<int> alike)
    {
        List<int> fuller = [];
        foreach (int other in alike)
        {
            if (Ids(paths[other]) > Ids(paths[index]) && Agree(paths[index], paths[other]))
            {
                fuller.Add(other);
            }
        }

        return fuller.ToArray();
    }

    private static int Ids(AccessPath path) => (path.AppId.Length > 0 ? 1 : 0) + (path.ClientAppId.Length > 0 ? 1 : 0);

    private static bool Agree(AccessPath a, AccessPath b) =>
        a.Family == b.Family && a.Logon == b.Logon
        && (a.AppId == b.AppId || a.AppId.Length == 0 || b.AppId.Length == 0)
        && (a.ClientAppId == b.ClientAppId || a.ClientAppId.Length == 0 || b.ClientAppId.Length == 0);
}
