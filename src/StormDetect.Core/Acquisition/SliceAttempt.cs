using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What became of one attempt at a slice. An attempt that fails for good throws <see cref="TenantRequestException"/> instead.</summary>
public sealed record SliceAttempt
{
    /// <summary>How it ended.</summary>
    public required SliceOutcome Outcome { get; init; }

    /// <summary>How many records the service announced; null where it does not say.</summary>
    public long? Announced { get; init; }

    /// <summary>How many rows came, duplicates included.</summary>
    public required long Received { get; init; }

    /// <summary>How many of these rows are readings before the last one: the same records read again, to be sure that all of them came. They are no repeats of the log.</summary>
    public long Reread { get; init; }

    /// <summary>Pages or blobs they came in.</summary>
    public int Pages { get; init; }

    /// <summary>What was noteworthy, such as <c>isRecordCountLimitExceeded</c>; empty if nothing.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>Kinds of content of which there was nothing at all in the slice, not even what the query's filters leave out; empty where the route does not tell kinds apart.</summary>
    public IReadOnlyList<string> Quiet { get; init; } = [];

    /// <summary>What can no longer be had, and why, such as blobs that expired. The rest came; asking again brings it not back. Empty if nothing was lost.</summary>
    public string Lost { get; init; } = string.Empty;
}
