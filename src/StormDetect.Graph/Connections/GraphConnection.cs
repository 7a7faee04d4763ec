using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>A connection with what it sends requests by.</summary>
internal sealed class GraphConnection : TenantConnection
{
    private readonly ITokenSource? _tokens;
    private readonly IDisposable? _factory;

    /// <summary>Makes a connection without tokens, for tests of what stands on the transport.</summary>
    public GraphConnection()
    {
    }

    /// <summary>Makes a connection.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="factory">What they come from.</param>
    public GraphConnection(ITokenSource tokens, IDisposable factory)
    {
        _tokens = tokens;
        _factory = factory;
    }

    /// <summary>Sends requests as this connection.</summary>
    internal required ITenantTransport Transport { get; init; }

    /// <summary>The permissions for the Management Activity API where the first token was for it.</summary>
    internal IReadOnlyList<string>? FirstActivityPermissions
    {
        init => ActivityPermissions = value;
    }

    /// <summary>The connection behind Core's handle.</summary>
    /// <param name="connection">A connection that was opened here.</param>
    /// <returns>The same, as what it is.</returns>
    public static GraphConnection Of(TenantConnection connection) =>
        connection as GraphConnection ?? throw new ArgumentException("The connection was not opened by StormDetect.", nameof(connection));

    /// <summary>Gets a token for the Management Activity API, to see what it permits.</summary>
    public async Task AskActivityAsync(CancellationToken cancellationToken)
    {
        if (_tokens is null || Endpoints.ManagementActivity is null || IsClosed)
        {
            return;
        }

        try
        {
            ActivityPermissions = TokenFacts.Read(await _tokens.GetAsync(TenantAudience.ManagementActivity, null, cancellationToken).ConfigureAwait(false)).Permissions;
            ActivityProblem = string.Empty;
        }
        catch (TenantRequestException failure)
        {
            ActivityPermissions = null;
            ActivityProblem = failure.Message;
        }
    }

    /// <summary>Asks Microsoft Graph for the account's directory roles, where something depends on them that the token does not say, or an application may see its own.</summary>
    public async Task AskRolesAsync(CancellationToken cancellationToken)
    {
        bool isWanted = IsApplication ? Permissions.Intersect(OwnRoles.ApplicationPermissions, StringComparer.OrdinalIgnoreCase).Any() : Preflight.NeedsRoles(this);
        if (!isWanted || !ArePermissionsKnown || IsClosed)
        {
            return;
        }

        try
        {
            TakeDirectoryRoles(await OwnRoles.ReadAsync(Transport, IsApplication ? ClientId : null, cancellationToken).ConfigureAwait(false), string.Empty);
        }
        catch (TenantRequestException failure)
        {
            TakeDirectoryRoles(null, failure.Message);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            (Transport as IDisposable)?.Dispose();
            (_tokens as IDisposable)?.Dispose();
            _factory?.Dispose();
        }

        base.Dispose(disposing);
    }
}
