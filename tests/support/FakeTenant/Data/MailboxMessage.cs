using System;
using System.Collections.Generic;

namespace StormDetect.FakeTenant;

/// <summary>A message that the log mentions.</summary>
internal sealed class MailboxMessage
{
    public required string InternetMessageId { get; init; }

    public string Subject { get; set; } = string.Empty;

    public string Sender { get; set; } = string.Empty;

    /// <summary>When the log mentions it first, in seconds since 1970.</summary>
    public long Seen { get; set; }

    public long Size { get; set; }

    /// <summary>Whose mailboxes hold it.</summary>
    public HashSet<Guid> Mailboxes { get; } = [];
}
