using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>How archives are checked.</summary>
public sealed record ArchiveCheckOptions
{
    /// <summary>Folders of archives, or of one tenant's archive, at hand.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The same for cold storage: what is only there counts as retrievable, not as searchable.</summary>
    public IReadOnlyList<string> ColdPaths { get; init; } = [];

    /// <summary>Hashes noted elsewhere of the end that a chain once had. One that is in no chain means that the chain was cut or written anew.</summary>
    public IReadOnlyList<string> ExpectedHeads { get; init; } = [];

    /// <summary>How long the log has to be kept; null to leave that out.</summary>
    public RetentionProfile? Retention { get; init; }

    /// <summary>The present time (UTC), by which retention is judged.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Told of bytes checked and bytes to check, on several threads.</summary>
    public Action<long, long>? Progress { get; init; }
}
