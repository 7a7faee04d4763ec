using System;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>A connection with what it sends requests by.</summary>
internal sealed class GraphConnection : TenantConnection
{
    /// <summary>Sends requests as this connection.</summary>
    public required ITenantTransport Transport { get; init; }

    /// <summary>The connection behind Core's handle.</summary>
    /// <param name="connection">A connection that was opened here.</param>
    /// <returns>The same, as what it is.</returns>
    public static GraphConnection Of(TenantConnection connection) =>
        connection as GraphConnection ?? throw new ArgumentException("The connection was not opened by StormDetect.", nameof(connection));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            (Transport as IDisposable)?.Dispose();
        }

        base.Dispose(disposing);
    }
}
