using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>What is asked of an audit log. Empty lists do not restrict.</summary>
public sealed record AuditLogQuery
{
    /// <summary>Start of the window (UTC), inclusive, by the time of the activity.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End of the window (UTC), exclusive.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Operations, such as <c>MailItemsAccessed</c>.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Record types by name, such as <c>ExchangeItemAggregated</c>.</summary>
    public IReadOnlyList<string> RecordTypes { get; init; } = [];

    /// <summary>Acting users by principal name.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Client addresses.</summary>
    public IReadOnlyList<string> IpAddresses { get; init; } = [];

    /// <summary>
    /// Stretches of time of activity that are not asked for, such as those whose loss an archive has accepted. They are blind, and yet the search is complete without them. A route that is asked by time of arrival is asked all the same.
    /// </summary>
    public IReadOnlyList<ArchiveWindow> Except { get; init; } = [];

    /// <summary>A name for the search, which Microsoft 365 shows in its list of audit searches.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Whether a stretch of time lies in one that is not asked for.</summary>
    internal bool IsExcepted(DateTimeOffset from, DateTimeOffset to) => Except.Any(window => window.From <= from && window.To >= to);
}
