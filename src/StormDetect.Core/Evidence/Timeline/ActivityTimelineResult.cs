using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>A timeline, and what it leaves out.</summary>
public sealed class ActivityTimelineResult
{
    /// <summary>Records, gaps and blind intervals in order of time.</summary>
    public required IReadOnlyList<ActivityTimelineEntry> Entries { get; init; }

    /// <summary>Records around the pivot, including those that were left out.</summary>
    public required long RecordCount { get; init; }

    /// <summary>Records left out because there are more than were asked for.</summary>
    public required long CutCount { get; init; }

    /// <summary>Time of the first record left out (UTC); null where none was.</summary>
    public required DateTimeOffset? CutFrom { get; init; }

    /// <summary>Time of the last record left out (UTC); null where none was.</summary>
    public required DateTimeOffset? CutTo { get; init; }

    /// <summary>Sessions of the records that the pivot itself names; at most 1,000.</summary>
    public required IReadOnlyList<string> SessionIds { get; init; }

    /// <summary>Addresses of those records; at most 1,000.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>How much of the log's time could be seen.</summary>
    public required CoverageReport Coverage { get; init; }

    /// <summary>What was read.</summary>
    public required ReadReport ReadReport { get; init; }
}
