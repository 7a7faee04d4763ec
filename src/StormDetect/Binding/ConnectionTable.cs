using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>The connections of a runspace, by name. Runspaces know nothing of each other's, so that two jobs for two tenants cannot mix them up.</summary>
internal sealed class ConnectionTable
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionTable> s_tables = [];
    private static readonly ConnectionTable s_none = new();

    private readonly List<TenantConnection> _connections = [];

    /// <summary>The table of the runspace whose thread this is.</summary>
    public static ConnectionTable Current => Runspace.DefaultRunspace is Runspace runspace ? s_tables.GetOrCreateValue(runspace) : s_none;

    /// <summary>The open ones, in the order they were opened.</summary>
    public IReadOnlyList<TenantConnection> All
    {
        get
        {
            lock (_connections)
            {
                // One that was passed to another runspace may have been closed there.
                _connections.RemoveAll(static connection => connection.IsClosed);
                return [.. _connections];
            }
        }
    }

    /// <summary>One by its name, in any case.</summary>
    public TenantConnection? Find(string name) => All.FirstOrDefault(connection => connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds one; one of the same name is closed.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Add(TenantConnection connection)
    {
        TenantConnection? old = Find(connection.Name);
        lock (_connections)
        {
            if (old is not null)
            {
                _connections.Remove(old);
            }

            _connections.Add(connection);
        }

        old?.Dispose();
        return old is not null;
    }

    /// <summary>Closes one and takes it out.</summary>
    public void Close(TenantConnection connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
        }

        connection.Dispose();
    }
}
