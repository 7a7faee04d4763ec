using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Mail access that has everything in common by which a sign-in could explain it. Indexes are those of its <see cref="AccessTable"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct AccessRow
{
    /// <summary>The token, by its decoded unique id; empty where the records do not say.</summary>
    public Guid Token;

    /// <summary>The session; empty where the records do not say.</summary>
    public Guid Session;

    public int Mailbox;

    /// <summary>The acting user, or -1.</summary>
    public int User;

    public int Path;

    public int Network;

    /// <summary>The UTC day where there is no token, whose life is a day anyway; else 0.</summary>
    public int Day;

    /// <summary>When the token says it was issued, in seconds; 0 where the records do not say.</summary>
    public int Issued;

    public int First;

    public int Last;

    public int Records;

    public int Items;

    /// <summary>The first of its record ids in the table's list; -1 for none.</summary>
    public int Ids;

    /// <summary>How many of its record ids are kept.</summary>
    public byte IdCount;

    /// <summary>Whether the token was made by a service in the user's name (TokenType V1AppActAs).</summary>
    public bool ActsAs;

    /// <summary>Whether an application read with its own credentials (UserType Application or ServicePrincipal), whosever mailbox the record names as its user.</summary>
    public bool IsOfApp;

    public readonly bool HasIds => Token != Guid.Empty || Session != Guid.Empty;

    public static bool IsSameKey(in AccessRow a, in AccessRow b) =>
        a.Token == b.Token && a.Session == b.Session && a.Mailbox == b.Mailbox && a.User == b.User && a.Path == b.Path && a.Network == b.Network && a.Day == b.Day
        && a.ActsAs == b.ActsAs && a.IsOfApp == b.IsOfApp;
}
