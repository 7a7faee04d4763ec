using System;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Adds audit records to an archive that only grows, each whole and once, under its tenant and day, hash-chained.</summary>
/// <remarks>
/// <para>
/// Export-M365AuditLog keeps records in a folder: every record as it came, compressed, under the tenant it names and the day of its activity, with an index by which the records of a user, a mailbox or an operation are
/// found without unpacking the rest. Every run adds new files and one entry to the manifest, with counts, windows, operator and SHA-256 hashes of what it added and of the entry before; no file is changed once it is
/// there. Test-M365AuditArchive proves it. All hunts and Import-M365AuditLog read the folder like any export.
/// </para>
/// <para>
/// A run is added as a whole or not at all: what a crash, a full disk or Ctrl+C leaves behind is no part of the archive, and the next run takes it away. Records the archive has already are not stored twice, so inputs
/// may overlap: an hourly run is safe. Two runs at once are refused.
/// </para>
/// <para>
/// Records go to the tenant they name, each tenant to a folder of its own; records that name none go to unknown-tenant, unless TenantId says whose they are. With TenantId, records of another tenant are refused.
/// </para>
/// </remarks>
/// <example>
/// <title>Archive exports</title>
/// <code>Export-M365AuditLog ./audit -ArchivePath ./archive</code>
/// <para>Shows per tenant what was added, and the head of its chain.</para>
/// </example>
/// <example>
/// <title>Say what the exports cover</title>
/// <code>Export-M365AuditLog ./audit -ArchivePath ./archive -CoveredStart 2026-09-01 -CoveredEnd 2026-09-30</code>
/// <para>The exports were made for September, so its quiet days are no gaps. If a file cannot be read to its end, nothing counts as covered.</para>
/// </example>
/// <example>
/// <title>Search the archive for a user</title>
/// <code>Import-M365AuditLog ./archive -UserId kim@contoso.example -Start 2026-09-20 -End 2026-09-20</code>
/// <para>Reads the parts of that day, and of them what the index says may be hers.</para>
/// </example>
/// <example>
/// <title>What would be done</title>
/// <code>Export-M365AuditLog ./audit -ArchivePath ./archive -WhatIf</code>
/// <para>Nothing is read or written.</para>
/// </example>
/// <seealso href="about_StormDetect_Archive"/>
/// <seealso href="Test-M365AuditArchive"/>
/// <seealso href="Import-M365AuditLog"/>
[Cmdlet(VerbsData.Export, "M365AuditLog", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ArchiveRunResult))]
public sealed class ExportM365AuditLogCommand : AuditHuntCmdlet
{
    private AuditArchiveExport? _export;
    private bool _isAsked;

    /// <summary>The folder of the archives. Each tenant has a folder in it, named by its id. It is made if need be.</summary>
    [Parameter(Mandatory = true)]
    [Alias("Destination")]
    [ValidateNotNullOrEmpty]
    public string ArchivePath { get; set; } = string.Empty;

    /// <summary>The tenant the records are of: those that name none are put with it, those that name another are refused with an error.</summary>
    [Parameter]
    public Guid? TenantId { get; set; }

    /// <summary>Who runs it, for the manifest.</summary>
    /// <value>the user's name</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Operator { get; set; } = Environment.UserName;

    /// <summary>Start of the window that the input was exported for. Together with CoveredEnd it says which quiet days are no gaps; it filters nothing. A time without a zone is UTC.</summary>
    [Parameter]
    [UtcTime]
    public DateTimeOffset? CoveredStart { get; set; }

    /// <summary>End of that window; a bare day, such as 2026-06-30, is included. A time without a zone is UTC.</summary>
    [Parameter]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? CoveredEnd { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if ((CoveredStart is null) != (CoveredEnd is null))
        {
            ThrowTerminatingError(ErrorRecords.CoveredWindowIncomplete());
        }

        if (CoveredStart is { } start && CoveredEnd is { } end && start >= end)
        {
            ThrowTerminatingError(ErrorRecords.WindowEmpty(start, end));
        }

        _isAsked = ShouldProcess(ResolveFile(ArchivePath), Strings.ArchiveAction);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isAsked)
        {
            Archived(() =>
            {
                base.ProcessRecord();
                return true;
            });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _export?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override AuditHunt CreateHunt() => _export ??= new AuditArchiveExport(ResolveFile(ArchivePath), new AuditArchiveOptions { TenantId = TenantId, Operator = Operator });

    private protected override void WriteResult()
    {
        ArchiveWindow? window = CoveredStart is { } start && CoveredEnd is { } end ? new ArchiveWindow(start, end) : null;
        string source = ParameterSetName == InputObjectSet ? "Objects" : "Files";
        AuditArchiveResult result = Archived(() => Read(_ => _export!.Complete(report => ArchiveProvenance.OfFiles(report, window) with { Source = source })));
        WriteReadReport(result.ReadReport);
        if (result.NotWhole > 0)
        {
            WriteError(ErrorRecords.RecordsNotWhole(result.NotWhole));
        }

        if (result.OtherTenant > 0)
        {
            WriteError(ErrorRecords.RecordsOfOtherTenant(result.OtherTenant, TenantId!.Value));
        }

        foreach (ArchiveRunResult run in result.Archives.Where(static run => run.Recovered > 0))
        {
            WriteWarning(Strings.Format(Strings.ArchiveRecovered, ViewHelpers.Number(run.Recovered), PlainText.Safe(run.Path)));
        }

        WriteObject(result.Archives, enumerateCollection: true);
    }

    private T Archived<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArchiveException failure)
        {
            ThrowTerminatingError(ErrorRecords.Archive(failure));
            throw;
        }
    }
}
