using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What one application may do with mail now, as the directory lists it.</summary>
/// <param name="principalId">Its service principal, in lower case.</param>
internal sealed class StandingConsent(string principalId)
{
    public string PrincipalId { get; } = principalId;

    /// <summary>What the grants call it; empty where they do not.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What the directory says of it; null where that could not be read.</summary>
    public TenantApplication? Application { get; set; }

    /// <summary>App roles, which need no user.</summary>
    public SortedSet<string> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Delegated permissions for everybody.</summary>
    public SortedSet<string> ForAll { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Delegated permissions of single users.</summary>
    public SortedSet<string> ForUsers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The object ids of those users.</summary>
    public SortedSet<string> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first of them, by name where the directory says it.</summary>
    public IReadOnlyList<string> Named { get; set; } = [];

    /// <summary>When its first app role for mail was given (UTC); null where that is not said. Of delegated grants nobody says it.</summary>
    public DateTimeOffset? FirstGiven { get; set; }

    /// <summary>When its last app role for mail was given (UTC).</summary>
    public DateTimeOffset? LastGiven { get; set; }
}
