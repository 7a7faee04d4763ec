using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>Whether a capability will work with a connection.</summary>
public sealed record CapabilityCheck
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The capability's name.</summary>
    public required string Capability { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>How far its permissions reach.</summary>
    public required PermissionTier Tier { get; init; }

    /// <summary>The service.</summary>
    public required CapabilityService Service { get; init; }

    /// <summary>Whether it will work.</summary>
    public required CapabilityState State { get; init; }

    /// <summary>Permissions that would make it work, least first: any of them. Empty if none is missing.</summary>
    public IReadOnlyList<string> MissingPermissions { get; init; } = [];

    /// <summary><see cref="MissingPermissions"/> as text.</summary>
    public string MissingPermissionsText => string.Join(" or ", MissingPermissions);

    /// <summary>Roles that would make it work: any of them. Empty if none is missing, or none is needed.</summary>
    public IReadOnlyList<string> MissingRoles { get; init; } = [];

    /// <summary><see cref="MissingRoles"/> as text.</summary>
    public string MissingRolesText => string.Join(" or ", MissingRoles);

    /// <summary>Why, in a sentence, where the above does not say it; empty if it does.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>What stands against it, in one line; empty if nothing does.</summary>
    public string MissingText => string.Join("; ", new[] { MissingPermissionsText, MissingRoles.Count > 0 ? "role " + MissingRolesText : string.Empty, Reason }.Where(static part => part.Length > 0));

    /// <summary>The cmdlets that use it.</summary>
    public IReadOnlyList<string> Cmdlets { get; init; } = [];

    /// <summary><see cref="Cmdlets"/> as text.</summary>
    public string CmdletsText => string.Join(", ", Cmdlets);

    /// <summary>Capability and state.</summary>
    /// <returns>A line.</returns>
    public override string ToString() => $"{Capability}: {State}";
}
