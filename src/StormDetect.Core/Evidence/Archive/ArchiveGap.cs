using System;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>A stretch of time that an archive has not.</summary>
/// <param name="Kind">Why.</param>
/// <param name="From">Start (UTC), inclusive.</param>
/// <param name="To">End (UTC), exclusive.</param>
public sealed record ArchiveGap(ArchiveGapKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>OrganizationId of the tenant; empty where it is not known.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>The gap in one line.</summary>
    /// <returns>Start, end and reason.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd HH:mm} to {To:yyyy-MM-dd HH:mm} UTC: {Kind}");
}
