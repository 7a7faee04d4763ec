using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>
/// What a timeline is about. Several values of one kind are alternatives, several kinds narrow each other; stories of findings come on top. With nothing named, everything in the window counts.
/// </summary>
public sealed record ActivityTimelineOptions
{
    /// <summary>Users by UserId: what they did, and changes made to them.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Sessions, wherever a record names them.</summary>
    public IReadOnlyList<string> SessionIds { get; init; } = [];

    /// <summary>Tokens (UniqueTokenId) as 22 or 48 characters or as GUID: what was done with them, and the sign-in that issued them.</summary>
    public IReadOnlyList<string> TokenIds { get; init; } = [];

    /// <summary>Addresses and networks in CIDR notation.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Applications by id, wherever a record names them.</summary>
    public IReadOnlyList<string> AppIds { get; init; } = [];

    /// <summary>Mailboxes by address or MailboxGuid: what was done to them by anybody.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>Messages by InternetMessageId, with or without angle brackets.</summary>
    public IReadOnlyList<string> InternetMessageIds { get; init; } = [];

    /// <summary>Findings.</summary>
    public IReadOnlyList<ActivityTimelineStory> Stories { get; init; } = [];

    /// <summary>Sessions that were seen with the pivot and are followed as well.</summary>
    public IReadOnlyList<string> RelatedSessionIds { get; init; } = [];

    /// <summary>Addresses that were seen with the pivot and are followed as well.</summary>
    public IReadOnlyList<string> RelatedAddresses { get; init; } = [];

    /// <summary>Start of the window (UTC), inclusive; null for the first record.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End of the window (UTC), exclusive; null for the last record.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The time whose nearest records are kept where there are too many; null to keep the earliest.</summary>
    public DateTimeOffset? Nearest { get; init; }

    /// <summary>How many records are kept at most.</summary>
    public int MaximumCount { get; init; } = 10_000;
}
