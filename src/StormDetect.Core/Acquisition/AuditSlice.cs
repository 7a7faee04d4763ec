using System;

namespace StormDetect.Core;

/// <summary>A part of a search that is asked for at once.</summary>
/// <param name="From">Start (UTC), inclusive.</param>
/// <param name="To">End (UTC), exclusive.</param>
public sealed record AuditSlice(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Restricts the slice to one of the query's operations; empty for all of them.</summary>
    public string Operation { get; init; } = string.Empty;

    /// <summary>Restricts the slice to one kind of content that the route has, such as Audit.Exchange; empty for all that the route is set to.</summary>
    public string Content { get; init; } = string.Empty;

    /// <summary>Its length.</summary>
    public TimeSpan Length => To - From;
}
