using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>A sign-in to one tenant. It holds no token that could be read from it.</summary>
public abstract class TenantConnection : IDisposable
{
    private readonly IReadOnlyList<string>? _rolesInToken;
    private IReadOnlyList<string>? _rolesHeld;

    /// <summary>What it is called among the connections of a session.</summary>
    public required string Name { get; init; }

    /// <summary>The tenant's id (GUID), as the token says it.</summary>
    public required string TenantId { get; init; }

    /// <summary>The signed-in user's principal name, or the application's name or id.</summary>
    public required string Account { get; init; }

    /// <summary>The application id (client id) that asks.</summary>
    public required string ClientId { get; init; }

    /// <summary>How it was signed in, such as <c>Certificate</c> or <c>ManagedIdentity</c>.</summary>
    public required string AuthenticationMethod { get; init; }

    /// <summary>Whether it acts as an application, without a user.</summary>
    public required bool IsApplication { get; init; }

    /// <summary>The addresses it speaks to.</summary>
    public required CloudEndpoints Endpoints { get; init; }

    /// <summary>The cloud, by name.</summary>
    public CloudEnvironment Cloud => Endpoints.Environment;

    /// <summary>The permissions the Graph token carries: scopes of a user, or roles of an application.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary><see cref="Permissions"/> as text.</summary>
    public string PermissionsText => PlainText.Line(Permissions);

    /// <summary>Whether the Graph token says what it permits. A token that cannot be read is used all the same.</summary>
    public bool ArePermissionsKnown { get; init; } = true;

    /// <summary>
    /// The directory roles of the account, by name where known: those the Graph token names, and once Microsoft Graph was asked (<see cref="AreDirectoryRolesWhole"/>) also those held through groups. Null if none is known.
    /// </summary>
    public IReadOnlyList<string>? DirectoryRoles
    {
        get => _rolesHeld ?? _rolesInToken;
        init => _rolesInToken = value;
    }

    /// <summary>Whether Microsoft Graph was asked for the roles, so that what is not among them is not held. Roles assigned minutes ago may still be missing.</summary>
    public bool AreDirectoryRolesWhole { get; private set; }

    /// <summary>Why Microsoft Graph does not say which roles the account has; empty if it does, or was not asked.</summary>
    public string DirectoryRolesProblem { get; private set; } = string.Empty;

    /// <summary><see cref="DirectoryRoles"/> as text.</summary>
    public string DirectoryRolesText => PlainText.Line(DirectoryRoles ?? []);

    /// <summary>The permissions for the Management Activity API; null until they were asked for.</summary>
    public IReadOnlyList<string>? ActivityPermissions { get; protected set; }

    /// <summary>Why there is no token for the Management Activity API; empty if there is one, or none was asked for.</summary>
    public string ActivityProblem { get; protected set; } = string.Empty;

    /// <summary>The capabilities that will work, as text.</summary>
    public string WorksText => PlainText.Line(Preflight.Judge(this).Where(static check => check.State == CapabilityState.Works).Select(static check => check.Capability));

    /// <summary>The capabilities that a missing permission or role stands against, as text.</summary>
    public string MissingText => PlainText.Line(Preflight.Judge(this).Where(static check => check.State == CapabilityState.Missing).Select(static check => check.Capability));

    /// <summary>How much will work, and what is missing, in short.</summary>
    public string Outlook => $"{Preflight.Judge(this).Count(static check => check.State == CapabilityState.Works)} of {PermissionCatalog.All.Count}{(MissingText.Length > 0 ? ", missing " + MissingText : string.Empty)}";

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsClosed = true;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Name, account and tenant.</summary>
    /// <returns>A line.</returns>
    public override string ToString() => $"{Name}: {(Account.Length > 0 ? Account : "an account not told")} in {(TenantId.Length > 0 ? TenantId : "a tenant not told")}";

    /// <summary>Takes what Microsoft Graph says of the account's roles.</summary>
    /// <param name="roles">The roles; null where it does not say.</param>
    /// <param name="problem">Why it does not.</param>
    protected void TakeDirectoryRoles(IReadOnlyList<string>? roles, string problem)
    {
        _rolesHeld = roles is null ? null : (_rolesInToken ?? []).Union(roles, StringComparer.OrdinalIgnoreCase).ToArray();
        AreDirectoryRolesWhole = roles is not null;
        DirectoryRolesProblem = problem;
    }

    /// <summary>Frees what the connection holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
