using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a tenant's archive is to be asked for.</summary>
public sealed record ArchiveCollectionOptions
{
    /// <summary>How far back late records are looked for once a day, unless somebody says otherwise.</summary>
    public const int UsualLateDays = 7;

    /// <summary>Start (UTC); null for where the archive ends, and <see cref="ArchiveSearchState.Overlap"/> before that.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End (UTC); null for now.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Only these operations; empty for all.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>The way to the log; null where that is not chosen yet. A search that was interrupted on another way is not gone on with.</summary>
    public AuditLogRouteKind? Route { get; init; }

    /// <summary>How many days back late records are looked for by the first run of a day (UTC) that names no start; 0 for never.</summary>
    public int LateDays { get; init; } = UsualLateDays;
}
