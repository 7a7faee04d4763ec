using System;

namespace StormDetect.Core;

/// <summary>What a route can do at once. Sources of the numbers stand where the route states them.</summary>
public sealed record AuditRouteLimits
{
    /// <summary>How long records may take to arrive.</summary>
    internal static TimeSpan UsualSettling { get; } = TimeSpan.FromHours(24);

    /// <summary>The most records a slice can give; a slice that reaches it is asked again in parts.</summary>
    public required long MostRecords { get; init; }

    /// <summary>The longest slice that may be asked for.</summary>
    public required TimeSpan LongestSlice { get; init; }

    /// <summary>The shortest slice that it makes sense to ask for.</summary>
    public required TimeSpan ShortestSlice { get; init; }

    /// <summary>How many slices may be asked for at the same time.</summary>
    public required int MostParallel { get; init; }

    /// <summary>How far back the route reaches; null where only the tenant's retention limits it.</summary>
    public TimeSpan? Reach { get; init; }

    /// <summary>How many submissions a day the whole tenant has, shared with everybody else who searches; null where they are not counted.</summary>
    public int? SubmissionsPerDay { get; init; }

    /// <summary>Whether a second count costs next to nothing, so that it is made unless somebody asks for none.</summary>
    public bool RecountsCheaply { get; init; }

    /// <summary>
    /// Whether a slice is a time of arrival and not of activity. Then a search has to ask from its start up to now, since a record may have arrived long after its activity,
    /// and to leave out what was done outside its window.
    /// </summary>
    public bool SlicesByArrival { get; init; }

    /// <summary>What of the log the route has at all, as a sentence; empty where it has everything.</summary>
    public string Extent { get; init; } = string.Empty;

    /// <summary>How long records may take to arrive. What is younger is not yet complete.</summary>
    public TimeSpan Settling { get; init; } = UsualSettling;
}
