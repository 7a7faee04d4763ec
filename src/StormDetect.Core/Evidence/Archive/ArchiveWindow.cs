using System;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>A stretch of time by the time of the activity.</summary>
/// <param name="From">Start (UTC), inclusive.</param>
/// <param name="To">End (UTC), exclusive.</param>
public sealed record ArchiveWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The window in one line.</summary>
    /// <returns>Start and end.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd HH:mm} to {To:yyyy-MM-dd HH:mm} UTC");
}
