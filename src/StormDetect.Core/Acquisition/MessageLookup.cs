using System;

namespace StormDetect.Core;

/// <summary>
/// What looking up one message in its mailbox gave. Looking it up is mail access itself: it leaves MailItemsAccessed records of our own application in the mailbox, which this lets be told apart.
/// </summary>
public sealed record MessageLookup
{
    /// <summary>The mailbox that was asked.</summary>
    public required string Mailbox { get; init; }

    /// <summary>The message that was asked for.</summary>
    public required string InternetMessageId { get; init; }

    /// <summary>Its subject; empty where it was not found, or has none.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>Whether the message is still there. One that was purged, or lies in an archive mailbox, is not found.</summary>
    public bool Found { get; init; }

    /// <summary>When it was asked (UTC): the record of our own read has this time, give or take two minutes.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The client-request-id it was asked with: MailItemsAccessed names it as ClientRequestId where it names one at all.</summary>
    public required string ClientRequestId { get; init; }

    /// <summary>Why it could not be asked; null where it was.</summary>
    public TenantRequestException? Failure { get; init; }
}
