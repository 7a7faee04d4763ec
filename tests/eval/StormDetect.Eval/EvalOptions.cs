using System.Collections.Generic;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>What an evaluation tries.</summary>
internal sealed record EvalOptions
{
    /// <summary>Sizes of the tenants.</summary>
    public IReadOnlyList<int> Mailboxes { get; init; } = [100, 400];

    /// <summary>Days of log.</summary>
    public int Days { get; init; } = 35;

    /// <summary>How many tenants of each size.</summary>
    public int Seeds { get; init; } = 20;

    /// <summary>The seed of the first one.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>Intrusions to plant, each in a tenant of its own; a name given twice is two different ones.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = IntrusionCatalogue.AccessNames;

    /// <summary>The large legitimate changes to play, one at a time; empty text for none.</summary>
    public IReadOnlyList<string> Drifts { get; init; } = [string.Empty];

    /// <summary>Whether every tenant has habits of its own.</summary>
    public bool Perturbed { get; init; }

    /// <summary>The first day on which an intrusion may begin, from 0; null for the last 40 % of the log.</summary>
    public int? AttacksFrom { get; init; }

    /// <summary>Whether every intrusion's days are listed with what the hunt made of them.</summary>
    public bool Dissect { get; init; }

    /// <summary>The budget asked for.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Normal;

    /// <summary>How many tenants are tried side by side.</summary>
    public int Jobs { get; init; } = 1;
}
