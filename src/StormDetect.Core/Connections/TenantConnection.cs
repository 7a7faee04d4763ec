using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>A sign-in to one tenant. It holds no token that could be read from it.</summary>
public abstract class TenantConnection : IDisposable
{
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

    /// <summary>The permissions the Graph token carries: scopes of a user, or roles of an application.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary><see cref="Permissions"/> as text.</summary>
    public string PermissionsText => PlainText.Line(Permissions);

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
    public override string ToString() => $"{Name}: {Account} in {TenantId}";

    /// <summary>Frees what the connection holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
