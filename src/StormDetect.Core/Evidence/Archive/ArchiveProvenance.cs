using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Where the records of a run came from, and what time they are known to cover.</summary>
public sealed record ArchiveProvenance
{
    /// <summary>The kind of source: <c>Files</c>, <c>Objects</c> or <c>Search</c>.</summary>
    public string Source { get; init; } = "Files";

    /// <summary>The route of a search, such as <c>GraphQuery</c>; empty for files.</summary>
    public string Route { get; init; } = string.Empty;

    /// <summary>What was asked of the log. Empty where nobody knows, such as for a file that was found.</summary>
    public IReadOnlyList<ArchiveWindow> Asked { get; init; } = [];

    /// <summary>Of that, what came completely. Where this is empty, only the days that have records are taken for covered.</summary>
    public IReadOnlyList<ArchiveWindow> Covered { get; init; } = [];

    /// <summary>Numbers of a search's own proof, such as slices, announced and received, by name.</summary>
    public IReadOnlyDictionary<string, string> Search { get; init; } = new Dictionary<string, string>();

    /// <summary>The provenance of files.</summary>
    /// <param name="report">What was read of them.</param>
    /// <param name="window">The window they were exported for; null where nobody knows. It counts as covered only if everything could be read.</param>
    /// <returns>The provenance.</returns>
    public static ArchiveProvenance OfFiles(ReadReport report, ArchiveWindow? window)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ArchiveProvenance
        {
            Asked = window is null ? [] : [window],
            Covered = window is null || report.Problems.Count > 0 || report.Dropped.Count > 0 ? [] : [window],
        };
    }
}
