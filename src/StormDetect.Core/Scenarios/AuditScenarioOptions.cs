using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a synthetic tenant looks like.</summary>
public sealed record AuditScenarioOptions
{
    /// <summary>How many mailboxes the tenant has: 5 to 200,000, and at most 20,000,000 times days.</summary>
    public int Mailboxes { get; init; } = 400;

    /// <summary>How many days the log covers: 1 to 1,000.</summary>
    public int Days { get; init; } = 35;

    /// <summary>The seed: equal options and seed write equal bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>First day of the log (UTC).</summary>
    public DateOnly Start { get; init; } = new(2026, 9, 1);

    /// <summary>Intrusions to plant, by the names of <see cref="AuditScenario.AttackNames"/>; empty for a clean tenant.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Large legitimate changes to play, by the names of <see cref="AuditScenario.DriftNames"/>; empty for none.</summary>
    public IReadOnlyList<string> Drifts { get; init; } = [];

    /// <summary>How much people and applications do, against the ordinary volume of about 20 records per mailbox and working day.</summary>
    public double Activity { get; init; } = 1;

    /// <summary>Whether the ordinary odd events happen (roll-outs, new starters, a migration job, a change of the log, throttling ...). Travel always does.</summary>
    public bool BenignEvents { get; init; } = true;

    /// <summary>
    /// Whether people and administrators also change things and tidy up: rules, forwarding, rights, consents, mail flow, the service's own provisioning, searches, clean-ups,
    /// newsletters. Mail-access records are the same bytes with it and without.
    /// </summary>
    public bool Background { get; init; } = true;

    /// <summary>
    /// Whether the directory's sign-ins are written beside the log, as pages of Microsoft Graph's beta <c>auditLogs/signIns</c>: interactive, non-interactive and service principals.
    /// They explain most tokens of the log and not all, as real ones do.
    /// </summary>
    public bool SignIns { get; init; }

    /// <summary>How many days a log file holds: 1 writes <c>audit-YYYY-MM-DD.jsonl</c> for every day, 7 one for every week.</summary>
    public int DaysPerFile { get; init; } = 1;

    /// <summary>The log goes on beyond <see cref="Days"/>, by whole days, until it holds at least this many bytes; for measuring throughput.</summary>
    public long MinimumBytes { get; init; }

    /// <summary>Whether the tenant has habits of its own, drawn from far apart (<see cref="Scenarios.ScenarioHabits"/>); for evaluations.</summary>
    internal bool Perturbed { get; init; }

    /// <summary>The first day on which an intrusion may begin, counted from 0; null for after 60 % of three weeks or more. For evaluations.</summary>
    internal int? AttacksFrom { get; init; }
}
