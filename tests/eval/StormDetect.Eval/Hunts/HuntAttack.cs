using System;
using System.Collections.Generic;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>One intruder's log: the tenant's files, or what the intruder left of them, and its own.</summary>
internal sealed class HuntAttack(string attack)
{
    public string Attack { get; } = attack;

    /// <summary>Audit files by day of delivery.</summary>
    public List<string> Days { get; } = [];

    /// <summary>The tenant's own audit files, where the intruder kept something out of them; else empty.</summary>
    public List<string> TenantDays { get; } = [];

    /// <summary>Sign-in files by day.</summary>
    public List<string> SignIns { get; } = [];

    /// <summary>What each kind of finding should name.</summary>
    public IReadOnlyList<PlantedEvidence> Evidence { get; set; } = [];

    /// <summary>When each of its records happened, in scenario seconds, by id.</summary>
    public Dictionary<string, int> Times { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it keeps out of the log.</summary>
    public IReadOnlyList<LogSilence> Silences { get; set; } = [];
}
