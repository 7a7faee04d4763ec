using System;

namespace StormDetect.Core;

/// <summary>A page of sign-ins, or the statement that a stretch of them could not be read: what is missing comes in the same stream as what is there, so that it cannot be overlooked.</summary>
public sealed record SignInPage
{
    /// <summary>Which log.</summary>
    public required SignInLogKind Log { get; init; }

    /// <summary>Start of the stretch that was asked for (UTC), inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end (UTC), exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The page; null where the stretch could not be read to its end.</summary>
    public TenantPage? Page { get; init; }

    /// <summary>Why the stretch could not be read, or not to its end; empty for a page.</summary>
    public string Missing { get; init; } = string.Empty;
}
