using System;
using System.Linq;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <content>The connection a cmdlet works with.</content>
public abstract partial class StormCmdlet
{
    /// <summary>
    /// The connection to use: the given one, else the only one of this runspace. With several, one has to be named: evidence of one tenant must not be taken for another's by chance.
    /// </summary>
    /// <param name="given">What -Connection was given; null for nothing.</param>
    /// <returns>An open connection; without one, the cmdlet ends with an error that names the next command.</returns>
    private protected TenantConnection RequireConnection(TenantConnection? given)
    {
        TenantConnection? connection = FindConnection(given);
        if (connection is null)
        {
            ThrowTerminatingError(ErrorRecords.NotConnected());
        }

        return connection!;
    }

    /// <summary>The same for a cmdlet that can do without.</summary>
    /// <param name="given">What -Connection was given; null for nothing.</param>
    /// <returns>An open connection; null if there is none.</returns>
    private protected TenantConnection? FindConnection(TenantConnection? given)
    {
        if (given is not null)
        {
            if (given.IsClosed)
            {
                ThrowTerminatingError(ErrorRecords.ConnectionClosed(given.Name));
            }

            return given;
        }

        TenantConnection[] open = [.. ConnectionTable.Current.All];
        if (open.Length > 1)
        {
            ThrowTerminatingError(ErrorRecords.ConnectionAmbiguous(open.Select(static connection => connection.Name)));
        }

        return open.FirstOrDefault();
    }

    /// <summary>The same beside an Exchange session: of several connections, the one of the session's tenant. No other could be meant.</summary>
    /// <param name="given">What -Connection was given; null for nothing.</param>
    /// <param name="tenantId">The tenant of the session; empty where it is not known.</param>
    /// <returns>An open connection; null if there is none.</returns>
    private protected TenantConnection? FindConnection(TenantConnection? given, string tenantId)
    {
        TenantConnection[] own = given is null && tenantId.Length > 0 ? [.. ConnectionTable.Current.All.Where(connection => connection.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase))] : [];
        return own.Length == 1 ? own[0] : FindConnection(given);
    }
}
