using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Something a connection can be asked for, and what that takes.</summary>
public sealed record TenantCapability
{
    /// <summary>Its name, as declared on cmdlets.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in a few words.</summary>
    public required string Purpose { get; init; }

    /// <summary>How far it reaches.</summary>
    public required PermissionTier Tier { get; init; }

    /// <summary>The service.</summary>
    public CapabilityService Service { get; init; }

    /// <summary>Permissions, any of which will do, least first. Where one alone does not do, those that go together are joined by " + ".</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Whether a signed-in person can have it. Without, permissions of a person reach the person's own mailbox alone.</summary>
    public bool IsForPeople { get; init; } = true;

    /// <summary>Roles, any of which will do, that a signed-in person needs besides; of an Exchange session, those the account needs. Empty for none.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>What it cannot do without, besides; empty if nothing.</summary>
    public string Needs { get; init; } = string.Empty;
}
