using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a synthetic tenant looks like.</summary>
public sealed record AuditScenarioOptions
{
    /// <summary>How many mailboxes the tenant has.</summary>
    public int Mailboxes { get; init; } = 400;

    /// <summary>How many days the log covers.</summary>
    public int Days { get; init; } = 35;

    /// <summary>The seed: equal options and seed write equal bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>First day of the log (UTC).</summary>
    public DateOnly Start { get; init; } = new(2026, 9, 1);

    /// <summary>Intrusions to plant, by the names of <see cref="AuditScenario.AttackNames"/>; empty for a clean tenant.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];
}
