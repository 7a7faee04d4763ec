using System;

namespace StormDetect.Core.Scenarios;

/// <summary>One client of one person, and the session it is in.</summary>
internal sealed class ClientUse(ClientProfile client, double rate)
{
    public ClientProfile Client { get; } = client;

    /// <summary>Visits on an ordinary working day.</summary>
    public double Rate { get; set; } = rate;

    /// <summary>Share of visits on days off.</summary>
    public double DayOffShare { get; init; } = 0.15;

    public bool IsPhone { get; init; }

    public bool SyncsFolders { get; init; }

    public int ClientInfo { get; set; }

    public Guid DeviceId { get; init; }

    /// <summary>First day it is used.</summary>
    public int FromDay { get; init; } = int.MinValue;

    /// <summary>The day after its last.</summary>
    public int ToDay { get; set; } = int.MaxValue;

    /// <summary>The session it is in; sessions outlive days and tokens.</summary>
    public Guid SessionId { get; set; }

    /// <summary>The day on which a new session begins.</summary>
    public int SessionEnds { get; set; } = int.MinValue;

    /// <summary>Whether the current session began before the log.</summary>
    public bool SessionIsOld { get; set; } = true;
}
