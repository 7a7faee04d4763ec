using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.SignIns;

/// <summary>One sign-in that gave a token, reduced to what explains mail access. Indexes are those of its <see cref="SignInTable"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SignInRow
{
    /// <summary>The sign-in's request id, which is the token's unique id; empty where the log does not say.</summary>
    public Guid Token;

    /// <summary>The session; empty where the log does not say.</summary>
    public Guid Session;

    /// <summary>The user (or service principal), or -1.</summary>
    public int User;

    /// <summary>The application that asked for the token, or -1.</summary>
    public int App;

    public int Network;

    public int Tenant;

    /// <summary>Time in seconds (<see cref="Facts.FactTime"/>).</summary>
    public int Time;

    public SignInKind Kind;
}
