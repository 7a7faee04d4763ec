using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;

namespace StormDetect.Commands;

/// <content>What hunts read from a tenant beside the logs. What cannot be read is an error, and the logs are judged without it.</content>
public abstract partial class HuntCmdlet
{
    private const int DirectoryAuditDays = 30;

    private readonly ConcurrentQueue<(TenantRequestException Failure, string Target)> _tenantFailures = new();

    // Written by whatever thread asks the tenant, taken by the pipeline thread.
    private string? _status;

    /// <summary>Opens what reads a tenant; what it asks is shown as progress.</summary>
    private protected ITenantReader OpenReader(TenantConnection connection) => GraphServices.OpenReader(connection, status => Volatile.Write(ref _status, status));

    /// <summary>The tenant's own mail domains: those given, else those the tenant has verified for mail.</summary>
    private protected IReadOnlyList<string> AcceptedDomains(string[] given, TenantConnection? connection)
    {
        if (given.Length > 0 || connection is null)
        {
            return given;
        }

        try
        {
            ITenantReader tenant = OpenReader(connection);
            IReadOnlyList<string> domains = Ask(token => tenant.ReadAcceptedDomainsAsync(token).AsTask());
            WriteVerbose(Strings.Format(Strings.VerboseAcceptedDomains, string.Join(", ", domains.Select(PlainText.Cell))));
            return domains;
        }
        catch (TenantRequestException failure)
        {
            WriteError(ErrorRecords.Tenant(failure, connection.Name));
            return given;
        }
    }

    /// <summary>Names the applications of results as the tenant's directory knows them.</summary>
    private protected void NameApplications(IReadOnlyList<object> results, TenantConnection connection)
    {
        try
        {
            ITenantReader tenant = OpenReader(connection);
            (int known, int unknown) = Ask(token => ApplicationNames.ResolveAsync(tenant, results, token).AsTask());
            WriteVerbose(Strings.Format(Strings.VerboseApplications, known, unknown));
        }
        catch (TenantRequestException failure)
        {
            WriteError(ErrorRecords.Tenant(failure, connection.Name));
        }
    }

    /// <summary>Reads changes in the directory into a hunt, on the thread that reads the logs.</summary>
    private protected void ReadDirectoryAudits(MailHunt hunt, ITenantReader tenant, DateTimeOffset? start, DateTimeOffset? end, CancellationToken token)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        try
        {
            foreach (TenantPage page in tenant.ReadDirectoryAuditsAsync(start ?? now.AddDays(-DirectoryAuditDays), end ?? now, token).ToBlockingEnumerable(token))
            {
                hunt.AddDirectoryAudits(page, tenant.TenantId.ToLowerInvariant());
            }
        }
        catch (TenantRequestException failure)
        {
            hunt.NoteUnread(Strings.Format(Strings.DirectoryAudits, tenant.Name));
            Failed(failure, tenant.Name);
        }
    }

    /// <summary>Notes on a reading thread what could not be read.</summary>
    private protected void Failed(TenantRequestException failure, string target) => _tenantFailures.Enqueue((failure, target));

    /// <summary>Says what could not be read.</summary>
    private protected void WriteTenantFailures()
    {
        while (_tenantFailures.TryDequeue(out (TenantRequestException Failure, string Target) failed))
        {
            WriteError(ErrorRecords.Tenant(failed.Failure, failed.Target));
        }
    }

    /// <summary>Waits for an answer of the tenant, with progress.</summary>
    private protected T Ask<T>(Func<CancellationToken, Task<T>> work)
    {
        ProgressRecord bar = new(0, Strings.ProgressTenant, Strings.ProgressTenant);
        T answer = AwaitAsync(work, () => ShowStatus(bar));
        bar.RecordType = ProgressRecordType.Completed;
        WriteProgress(bar);
        return answer;
    }

    private bool ShowStatus(ProgressRecord bar)
    {
        if (Interlocked.Exchange(ref _status, null) is not { } status)
        {
            return false;
        }

        bar.PercentComplete = -1;
        bar.StatusDescription = PlainText.Cell(status) is { Length: > 0 } text ? text : Strings.ProgressTenant;
        WriteProgress(bar);
        return true;
    }
}
