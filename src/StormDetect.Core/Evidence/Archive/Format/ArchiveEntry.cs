using System;
using System.Collections.Generic;

namespace StormDetect.Core.Archives;

/// <summary>One entry of the manifest: everything about one run. It hashes what the run added and the entry before it.</summary>
internal sealed record ArchiveEntry
{
    public required int Number { get; init; }

    /// <summary>Hash of the entry before; of the header for the first.</summary>
    public required string Previous { get; init; }

    public required string TenantId { get; init; }

    public required DateTimeOffset Written { get; init; }

    public required string Tool { get; init; }

    public required string Operator { get; init; }

    public required ArchiveProvenance Provenance { get; init; }

    public required ArchiveCounts Counts { get; init; }

    public required IReadOnlyList<ArchiveInput> Inputs { get; init; }

    /// <summary>Inputs beyond those named.</summary>
    public required int MoreInputs { get; init; }

    public required IReadOnlyList<ArchivePart> Parts { get; init; }

    public required long TotalRecords { get; init; }

    public required long TotalParts { get; init; }

    public required long TotalBytes { get; init; }

    /// <summary>Up to when the log was collected without a hole, from the first window on; null while no run said what it covers.</summary>
    public required DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>Losses that were accepted with this run: never asked for again.</summary>
    public IReadOnlyList<ArchiveGap> Accepted { get; init; } = [];

    /// <summary>The number of the last entry before this one with which losses were accepted; 0 for none. So they are found without reading the whole chain.</summary>
    public int AcceptedBefore { get; init; }

    /// <summary>Up to when late records were last looked for; null while they never were.</summary>
    public DateTimeOffset? LookedBack { get; init; }

    /// <summary>The entry's own hash, known once it is written or read.</summary>
    public string Hash { get; init; } = string.Empty;
}
