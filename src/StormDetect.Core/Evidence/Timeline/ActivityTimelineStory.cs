using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>
/// A finding as the middle of a timeline. Around it lie its own records, everything of its sessions, and what its users did or its mailboxes saw from its networks; where it names
/// neither sessions nor networks, everything of its users and mailboxes. A finding that opened mail to an application has what that application did as well.
/// </summary>
public sealed record ActivityTimelineStory
{
    /// <summary>The finding's id, to say what an entry belongs to.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Ids of its records.</summary>
    public IReadOnlyList<string> RecordIds { get; init; } = [];

    /// <summary>Its sessions.</summary>
    public IReadOnlyList<string> SessionIds { get; init; } = [];

    /// <summary>Its networks in CIDR notation.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Applications that it opened mail to, by id.</summary>
    public IReadOnlyList<string> Applications { get; init; } = [];

    /// <summary>Until when its users and mailboxes count (UTC, exclusive), where its applications count for longer; null for as long as the timeline lasts.</summary>
    public DateTimeOffset? SubjectsUntil { get; init; }

    /// <summary>Its users and mailboxes, by address or MailboxGuid.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
