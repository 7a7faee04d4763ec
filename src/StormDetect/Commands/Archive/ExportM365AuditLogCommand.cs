using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using StormDetect.Binding;
using StormDetect.Completion;
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
/// <para>
/// Without any input it collects from the tenant, by Search-M365AuditLog and from where the archive ends: 26 hours before that, because records come that late, until now. So one command an hour keeps an archive. A slice
/// that could not be had is an error and a gap, and the next run asks for it again. A run that was interrupted is gone on with first.
/// </para>
/// <para>
/// A few records come later than 26 hours. The first run of a day (UTC) therefore looks back over the last 7 days (LateDays), as far as the way to the log reaches and not to before the archive's own beginning; the manifest says
/// that it did. With Graph's audit queries that costs about 8 submissions instead of one or two, once a day, of the at least 200 that everybody in the tenant shares; more in a tenant with so many records that a query cannot hold a day.
/// </para>
/// <para>
/// A hole that can never be filled, such as content that has expired, holds the archive back: every run asks from before it. AcceptLoss accepts such holes, with a reason, in the manifest: those that the archive had before and that this
/// run asks for and still cannot get. Later runs pass them, and say no more of them. They stay blind: no hunt takes that time for clean, and Test-M365AuditArchive lists them (AcceptedLosses). Records of that time that turn up
/// after all, such as of a run with Start, are archived. Nothing is ever accepted by itself; WhatIf shows what would be.
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
/// <code>Export-M365AuditLog ./audit -ArchivePath ./archive
/// Import-M365AuditLog ./archive -UserId kim@contoso.example -Start 2026-09-20 -End 2026-09-20</code>
/// <para>Reads the parts of that day, and of them what the index says may be hers.</para>
/// </example>
/// <example>
/// <title>What would be done</title>
/// <code>Export-M365AuditLog ./audit -ArchivePath ./archive -WhatIf</code>
/// <para>Nothing is read or written. Without input it shows what would be asked of the tenant, late records included, and which holes would be accepted.</para>
/// </example>
/// <example>
/// <title>Accept a loss</title>
/// <code>Export-M365AuditLog -ArchivePath ./archive -AcceptLoss 'Content expired during the outage of 3 September, ticket 4711' -WhatIf</code>
/// <para>Shows the holes. Without WhatIf it collects as usual, and accepts those that it could not fill. Give it once, by hand: in a job that runs every hour it would accept what nobody has looked at.</para>
/// </example>
/// <seealso href="about_StormDetect_Archive"/>
/// <seealso href="Test-M365AuditArchive"/>
/// <seealso href="Import-M365AuditLog"/>
[Cmdlet(VerbsData.Export, "M365AuditLog", DefaultParameterSetName = SearchSet, SupportsShouldProcess = true)]
[OutputType(typeof(ArchiveRunResult))]
[RequiresPermission(PermissionCatalog.AuditLogSearch, PermissionCatalog.ActivityFeed, PermissionCatalog.ExchangeSearch)]
public sealed class ExportM365AuditLogCommand : AuditHuntCmdlet
{
    private const string SearchSet = "Search";

    private AuditArchiveExport? _export;
    private ArchiveProgress? _joined;
    private bool _isAsked;
    private bool _isPlanned;
    private DateTimeOffset? _lookedBack;

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
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [UtcTime]
    public DateTimeOffset? CoveredStart { get; set; }

    /// <summary>End of that window; a bare day, such as 2026-06-30, is included (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? CoveredEnd { get; set; }

    /// <summary>Start of what is collected from the tenant. A time without a zone is UTC. The first collection needs it.</summary>
    /// <value>26 hours before the end of what the archive covers without a hole</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of what is collected from the tenant; a bare day, such as 2026-06-30, is included (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC.</summary>
    /// <value>now</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Alias("EndDate")]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? End { get; set; }

    /// <summary>Collects only these operations. The manifest says so.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Alias("Operations")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>The way to the tenant's log, as for Search-M365AuditLog.</summary>
    /// <value>Auto</value>
    [Parameter(ParameterSetName = SearchSet)]
    public AuditLogSource Source { get; set; } = AuditLogSource.Auto;

    /// <summary>How many days back the first run of a day (UTC) asks for records that came late; 0 for never. A run that is given Start looks back no further.</summary>
    /// <value>7</value>
    [Parameter(ParameterSetName = SearchSet)]
    [ValidateRange(0, 180)]
    public int LateDays { get; set; } = ArchiveCollectionOptions.UsualLateDays;

    /// <summary>Accepts holes as lost that the archive had before and that this run asks for and cannot get, and says why. They stay blind for every hunt and are not asked for again, unless by Start.</summary>
    [Parameter(ParameterSetName = SearchSet)]
    public string? AcceptLoss { get; set; }

    /// <summary>The connection to use: an object of Connect-StormDetect, or its name. The Exchange session needs none.</summary>
    /// <value>The only connection of the runspace</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if ((CoveredStart is null) != (CoveredEnd is null))
        {
            ThrowTerminatingError(ErrorRecords.CoveredWindowIncomplete());
        }

        RequireWindow(CoveredStart, CoveredEnd);
        RequireWindow(Start, End);

        if (Start is { } begin && DateTimeOffset.UtcNow is var now && begin >= now)
        {
            ThrowTerminatingError(ErrorRecords.WindowInFuture(begin, now, MyInvocation.MyCommand.Name));
        }

        if (AcceptLoss is not null && string.IsNullOrWhiteSpace(AcceptLoss))
        {
            ThrowTerminatingError(ErrorRecords.AcceptLossNeedsReason());
        }

        string root = ResolveFile(ArchivePath);
        _isAsked = ShouldProcess(Strings.Format(Strings.ArchiveDescribed, root), Strings.Format(Strings.ArchiveQuestion, root), Strings.ArchiveAction, out ShouldProcessReason reason);
        _isPlanned = reason == ShouldProcessReason.WhatIf;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isAsked && ParameterSetName != SearchSet)
        {
            Archived(() =>
            {
                base.ProcessRecord();
                return true;
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == SearchSet)
        {
            if (_isAsked || _isPlanned)
            {
                Collect();
            }
        }
        else
        {
            base.EndProcessing();
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

    private protected override AuditHunt CreateHunt() => _export ??= new AuditArchiveExport(ResolveFile(ArchivePath), new AuditArchiveOptions
    {
        Clock = TimeProvider.System,
        TenantId = TenantId,
        Operator = Operator,
        AcceptLoss = AcceptLoss?.Trim(),
        Joining = (done, total) => Volatile.Write(ref _joined, new ArchiveProgress(done, total)),
    });

    private protected override bool ShowStatus(ProgressRecord bar)
    {
        if (Interlocked.Exchange(ref _joined, null) is not { } joined)
        {
            return base.ShowStatus(bar);
        }

        bar.PercentComplete = (int)(100 * joined.Done / joined.Total);
        bar.StatusDescription = Strings.Format(Strings.ProgressJoining, ViewHelpers.Number(joined.Done), ViewHelpers.Number(joined.Total));
        WriteProgress(bar);
        return true;
    }

    private void Collect()
    {
        TenantId ??= TenantOfSession();
        string root = ResolveFile(ArchivePath);
        ArchiveSearchState state = new(root, TenantId.Value);
        ArchiveSearch search = new(this, state.Folder, Source, Connection);
        ArchiveCollectionOptions options = new() { Start = Start, End = End, Operations = Operation, LateDays = LateDays };
        if (_isPlanned)
        {
            ArchiveCollectionPlan planned = Planned(search, root, () => state.Look(options, DateTimeOffset.UtcNow));
            search.ShowWhatIf(planned, AcceptLoss is null ? null : Archived(() => state.OpenGaps(planned.Query)));
            return;
        }

        // Before anything is asked of the tenant: the archive is held, so that two runs do not spend the tenant's submissions on the same hours.
        _ = Archived(() => Engine);
        ArchiveCollectionPlan plan = Planned(search, root, () => state.Next(options, DateTimeOffset.UtcNow));
        if (plan.GoesOn)
        {
            WriteWarning(Strings.Format(Strings.ArchiveGoesOn, new ArchiveWindow(plan.Query.Start, plan.Query.End)));
        }

        (List<string> files, SearchReport? report, List<ErrorRecord> failures) = search.Run(plan);
        if (report is not null)
        {
            _lookedBack = plan.LookedBack;
            Engine.Add(report);
            AddFiles(files);
            NoteInput();
            base.EndProcessing();
            state.Forget(report);
            IReadOnlySet<SliceReport> accepted = Archived(() => state.AcceptedSlices(report));
            failures.RemoveAll(failure => ((failure.TargetObject as PSObject)?.BaseObject ?? failure.TargetObject) is SliceReport slice && accepted.Contains(slice));
        }

        failures.ForEach(WriteError);
    }

    /// <summary>What is asked of the tenant: late records as far as the way to the log reaches.</summary>
    private ArchiveCollectionPlan Planned(ArchiveSearch search, string root, Func<ArchiveCollectionPlan?> look)
    {
        ArchiveCollectionPlan? plan = Archived(look);
        if (plan is null)
        {
            ThrowTerminatingError(ErrorRecords.ArchiveNeedsStart(root));
        }

        return plan!.LooksBack && search.Plan(plan) is SearchPlan asked ? plan.Within(asked) : plan;
    }

    /// <summary>The tenant that is asked, whose archive it is: evidence must not land with another one.</summary>
    private Guid TenantOfSession()
    {
        string name = FindConnection(Connection)?.TenantId ?? new ExchangeSession(this).TenantId;
        if (!Guid.TryParse(name, out Guid tenant) || tenant == Guid.Empty)
        {
            ThrowTerminatingError(ErrorRecords.ArchiveNeedsTenant());
        }

        return tenant;
    }

    private protected override void WriteResult()
    {
        ArchiveWindow? window = CoveredStart is { } start && CoveredEnd is { } end ? new ArchiveWindow(start, end) : null;
        bool isPiped = ParameterSetName == InputObjectSet;
        DateTimeOffset? lookedBack = _lookedBack;
        AuditArchiveResult result = Archived(() => Read(token => _export!.Complete(report => Provenance(report, window, isPiped, lookedBack), token)));
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

    private static ArchiveProvenance Provenance(ReadReport report, ArchiveWindow? window, bool isPiped, DateTimeOffset? lookedBack)
    {
        ArchiveProvenance provenance = ArchiveProvenance.Of(report, window) with { LookedBack = lookedBack };
        return isPiped && report.Searches.Count == 0 ? provenance with { Source = "Objects" } : provenance;
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
