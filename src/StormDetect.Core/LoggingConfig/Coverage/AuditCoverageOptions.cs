using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What to ask of the coverage.</summary>
public sealed record AuditCoverageOptions
{
    /// <summary>The present time (UTC), which decides what is kept.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the events happen (UTC); the present by default.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Mailboxes to answer for, by address, with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>Kinds of events; empty for all.</summary>
    public IReadOnlyList<AuditEventKind> Events { get; init; } = [];

    /// <summary>Hours in which Exchange throttled the reads of mailboxes, as a hunt found them.</summary>
    public IReadOnlyList<BlindInterval> BlindIntervals { get; init; } = [];
}
