using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Which records to read from an audit log. Empty lists and nulls ask for everything.</summary>
public sealed record AuditReadOptions
{
    /// <summary>Operations to keep, compared without regard to case, trailing blanks and periods.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Users (UserId) to keep, compared without regard to case.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Mailboxes to keep, by address or MailboxGuid, compared without regard to case.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>Record ids to keep.</summary>
    public IReadOnlyCollection<string> RecordIds { get; init; } = [];

    /// <summary>Earliest time to keep (UTC), inclusive.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Latest time to keep (UTC), exclusive.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Whether records carry their own JSON (<see cref="AuditRecord.AuditData"/>).</summary>
    public bool IncludeAuditData { get; init; }
}
