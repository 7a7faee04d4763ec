using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>Judges what will work with a connection, from what its tokens say and what is known of its roles. It asks the tenant for nothing.</summary>
public static class Preflight
{
    /// <summary>Judges everything in the catalogue.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>In the order of the catalogue.</returns>
    public static IReadOnlyList<CapabilityCheck> Judge(TenantConnection connection) => [.. PermissionCatalog.All.Select(capability => Judge(connection, capability))];

    /// <summary>Judges one capability.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="capability">The capability.</param>
    /// <returns>Whether it will work.</returns>
    public static CapabilityCheck Judge(TenantConnection connection, TenantCapability capability)
    {
        CapabilityCheck check = new()
        {
            Connection = connection.Name,
            Capability = capability.Name,
            Purpose = capability.Purpose,
            Tier = capability.Tier,
            Service = capability.Service,
            State = CapabilityState.Works,
        };
        if (Obstacle(connection, capability) is { Length: > 0 } obstacle)
        {
            return check with { State = CapabilityState.NotAvailable, Reason = obstacle };
        }

        if (capability.Service == CapabilityService.ExchangeSession)
        {
            return check with { State = CapabilityState.Unknown, MissingRoles = capability.Roles, Reason = "The Exchange Online session has a sign-in of its own (Connect-ExchangeOnline)." };
        }

        IReadOnlyList<string>? granted = capability.Service == CapabilityService.Graph ? connection.Permissions : connection.ActivityPermissions;
        if (granted is null || !connection.ArePermissionsKnown)
        {
            return check with
            {
                State = CapabilityState.Unknown,
                Reason = connection.ActivityProblem.Length > 0 && capability.Service == CapabilityService.ManagementActivity
                    ? connection.ActivityProblem
                    : granted is null ? "Not asked yet: Get-StormDetectConnection -Preflight asks." : "The token does not say what it permits.",
            };
        }

        // Only the least of what would do is named as missing: more would be a bad habit to suggest.
        bool isPermitted = capability.Permissions.Any(alternative => PermissionCatalog.Split(alternative).All(needed => granted.Any(held => Covers(held, needed))));
        if (!isPermitted)
        {
            check = check with { State = CapabilityState.Missing, MissingPermissions = [.. capability.Permissions.Take(1).Select(alternative => string.Join(" + ", PermissionCatalog.Split(alternative).Where(needed => !granted.Any(held => Covers(held, needed)))))] };
        }

        if (connection.IsApplication || capability.Roles.Count == 0)
        {
            return check;
        }

        if (HasRole(connection, capability))
        {
            return check;
        }

        if (connection.AreDirectoryRolesWhole)
        {
            return check with { State = CapabilityState.Missing, MissingRoles = capability.Roles };
        }

        // A token need not name a role that is held through a group: that it names none is no proof that there is none.
        string why = connection.DirectoryRolesProblem.Length > 0
            ? "Whether it has one, perhaps through a group, could not be seen: " + connection.DirectoryRolesProblem
            : "The token names none, and may leave out those held through a group: Get-StormDetectConnection -Preflight asks.";
        return check with { State = isPermitted ? CapabilityState.Unknown : CapabilityState.Missing, Reason = $"The account also needs one of these roles: {string.Join(", ", capability.Roles)}. {why}" };
    }

    /// <summary>Whether something depends on roles that are not known of.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>Whether it is worth asking for them.</returns>
    public static bool NeedsRoles(TenantConnection connection) =>
        !connection.IsApplication && PermissionCatalog.All.Any(capability => capability.Service == CapabilityService.Graph && capability.Roles.Count > 0 && !HasRole(connection, capability));

    private static bool HasRole(TenantConnection connection, TenantCapability capability) =>
        connection.DirectoryRoles?.Intersect(capability.Roles, StringComparer.OrdinalIgnoreCase).Any() == true;

    private static string Obstacle(TenantConnection connection, TenantCapability capability) => capability.Name switch
    {
        PermissionCatalog.AuditLogSearch when !connection.Endpoints.HasAuditQueries => $"Microsoft Graph has no audit log queries in the {connection.Endpoints.Environment} cloud. Use an Exchange Online session or the Management Activity API.",
        PermissionCatalog.ActivityFeed when connection.Endpoints.ManagementActivity is null => $"The {connection.Endpoints.Environment} cloud has no Management Activity API, or its address was not given.",
        PermissionCatalog.MessageTrace when IsNational(connection) => $"Microsoft Graph has no message trace in the {connection.Endpoints.Environment} cloud. Give Get-MailExposure the objects of Get-MessageTraceV2 (-MessageTrace).",
        PermissionCatalog.ExchangeSearch when connection.Endpoints.Environment == CloudEnvironment.China => "Search-UnifiedAuditLog gives no results in the China cloud, says its documentation. Give the hunts an export.",
        PermissionCatalog.InboxRules when connection.Endpoints.Environment == CloudEnvironment.China => "Microsoft Graph has no inbox rules in the China cloud. Pipe the objects of Get-InboxRule -IncludeHidden.",
        _ when !capability.IsForPeople && !connection.IsApplication => "A person's permissions reach the person's own mailbox alone. Sign in as an application (certificate, managed identity).",
        _ => string.Empty,
    };

    // Sources: "This API is available in the following national cloud deployments", in the Microsoft Graph documentation of "List messageTraces" (none) and "List rules" (US Government).
    private static bool IsNational(TenantConnection connection) => connection.Endpoints.Environment is CloudEnvironment.GccHigh or CloudEnvironment.DoD or CloudEnvironment.China;

    // Whoever may write may read.
    private static bool Covers(string held, string needed) =>
        held.Equals(needed, StringComparison.OrdinalIgnoreCase) || held.Replace(".ReadWrite", ".Read", StringComparison.OrdinalIgnoreCase).Equals(needed, StringComparison.OrdinalIgnoreCase);
}
