using System;

namespace StormDetect.Core;

/// <summary>How a search of a live audit log is made.</summary>
public sealed record AuditLogSearchOptions
{
    /// <summary>A folder that keeps what was found and how far the search has come, so that the same search goes on after a crash; null for a temporary folder.</summary>
    public string? StatePath { get; init; }

    /// <summary>Whether every slice is counted a second time. Null leaves it to the route: where that costs next to nothing.</summary>
    public bool? Recount { get; init; }

    /// <summary>How often a slice is asked for before it is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The most this search submits within 24 hours where the route counts; null for half of what the tenant has, which others share.</summary>
    public int? MostSubmissions { get; init; }

    /// <summary>The longest wait before the second attempt; it doubles with every further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Random numbers from 0 to 1, which spread attempts (full jitter).</summary>
    public required Func<double> Random { get; init; }

    /// <summary>For tests: called before every write with the number of bytes; gives how many of them reach the disk before the machine dies.</summary>
    internal Func<int, int>? Fault { get; init; }
}
