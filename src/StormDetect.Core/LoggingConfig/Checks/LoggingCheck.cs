using System;
using System.Collections.Generic;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>A check of the logging configuration, as data.</summary>
public sealed record LoggingCheck
{
    /// <summary>Its id, <c>Area.Name</c>; stable for ever.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required string Title { get; init; }

    /// <summary>How much a failure matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>What is expected.</summary>
    public required string Expectation { get; init; }

    /// <summary>What a pass proves, and what not.</summary>
    public required string Proves { get; init; }

    /// <summary>Where a pass of another tool on the same subject says less than it seems to; empty where none is known.</summary>
    public string HollowElsewhere { get; init; } = string.Empty;

    /// <summary>Parts of the configuration it needs.</summary>
    public required IReadOnlyList<ConfigPart> Parts { get; init; }

    /// <summary>Current identifiers in CISA's SCuBA baselines.</summary>
    public IReadOnlyList<string> ScubaIds { get; init; } = [];

    /// <summary>Former SCuBA identifiers.</summary>
    public IReadOnlyList<string> FormerScubaIds { get; init; } = [];

    /// <summary>Recommendations of the CIS Microsoft 365 Foundations Benchmark.</summary>
    public IReadOnlyList<string> CisIds { get; init; } = [];

    /// <summary>ATT&amp;CK techniques.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = ["T1562.008"];

    /// <summary>Documents it rests on.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Judges it. Pure: it sees the configuration and the options, and nothing else.</summary>
    internal Func<CheckFacts, CheckJudgement> Judge { get; init; } = static _ => throw new InvalidOperationException();

    /// <summary>The check's id.</summary>
    /// <returns>The <see cref="Id"/>.</returns>
    public override string ToString() => Id;
}
