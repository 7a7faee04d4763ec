using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What looking for subjects gave.</summary>
/// <param name="Asked">How many messages were asked for.</param>
/// <param name="Found">How many were found.</param>
/// <param name="Failure">What ended it early; null if nothing did.</param>
public sealed record SubjectReading(int Asked, int Found, TenantRequestException? Failure)
{
    /// <summary>What was asked in mailboxes, message by message; empty for a message trace, which leaves nothing there.</summary>
    public IReadOnlyList<MessageLookup> Lookups { get; init; } = [];
}
