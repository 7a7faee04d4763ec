using System;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Which way to the audit log is there: a connection, or the session that somebody opened with Exchange's own module.</summary>
/// <param name="cmdlet">The cmdlet that searches; it ends with an error where there is none.</param>
internal sealed class RouteChoice(PSCmdlet cmdlet)
{
    private const string AuditQueries = "AuditLogsQuery";
    private const string HighCompleteness = "HighCompleteness";

    private ExchangeSession? _session;
    private SessionCommand? _command;

    /// <summary>The way that is taken where none is named: audit queries where they may be used or nothing else is there, then the session, then the Management Activity API.</summary>
    /// <param name="connection">The connection; null for none.</param>
    public AuditLogSource Make(TenantConnection? connection)
    {
        if (connection?.Endpoints.HasAuditQueries == true
            && (connection.Permissions.Any(static permission => permission.StartsWith(AuditQueries, StringComparison.OrdinalIgnoreCase)) || !HasSession()))
        {
            return AuditLogSource.GraphQuery;
        }

        if (HasSession())
        {
            return AuditLogSource.ExchangeSession;
        }

        if (connection?.Endpoints.ManagementActivity is null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SearchNoRoute());
        }

        return AuditLogSource.ManagementActivity;
    }

    /// <summary>The way through the session.</summary>
    /// <param name="queue">Runs its commands on the pipeline thread.</param>
    /// <param name="highCompleteness">Whether complete answers are asked for; a warning says where the session cannot.</param>
    public ExchangeSessionRoute OpenSession(PipelineQueue queue, bool highCompleteness)
    {
        if (!HasSession())
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SearchNoSession(ExchangeSessionRoute.CommandName));
        }

        if (highCompleteness && !_command!.Has(HighCompleteness))
        {
            cmdlet.WriteWarning(Strings.SearchNoHighCompleteness);
        }

        return new ExchangeSessionRoute(_session!, _command!, queue, highCompleteness);
    }

    private bool HasSession()
    {
        _session ??= new ExchangeSession(cmdlet);
        _command ??= _session.Find(ExchangeSessionRoute.CommandName, SessionConnection.Exchange);
        return _command is not null;
    }
}
