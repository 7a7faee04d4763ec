using System;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <content>What reads a tenant beside its audit log.</content>
public static partial class GraphServices
{
    /// <summary>Reads sign-ins, rules, configuration and the directory over a connection.</summary>
    /// <param name="connection">The connection, opened here.</param>
    /// <param name="status">Told in a few words what is asked, and when the service asks to wait, on any thread; null if nobody wants to know.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>The reader. It lives as long as the connection.</returns>
    public static ITenantReader OpenReader(TenantConnection connection, Action<string>? status = null, TimeProvider? time = null) =>
        new GraphTenantReader(GraphConnection.Of(connection), status, time ?? TimeProvider.System);
}
