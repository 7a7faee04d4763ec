using System;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>
/// <para type="synopsis">Searches the audit log of a tenant, completely or saying what is missing.</para>
/// </summary>
/// <remarks>
/// <para>
/// The window is cut into slices that stay below what the service gives at once. A slice is handed on only when what came agrees with what was announced; what does not is asked for again, and in the
/// end is an error and a blind interval, never a shorter result. Records that come twice are given once.
/// </para>
/// <para>
/// There are three ways to the log. Microsoft Graph's audit log queries work in the worldwide cloud; a tenant has at least 200 submissions in 24 hours, shared with everybody who searches, and a query
/// cannot be deleted: WhatIf and ShowPlan say how many a search needs. Search-UnifiedAuditLog in your own Exchange Online session works in every cloud but China, and is the only way in GCC High and
/// DoD with its full reach. The Management Activity API has what became available in the last 7 days, after its subscription was started.
/// </para>
/// <para>
/// With StatePath the search survives anything: the same command goes on where the last run ended, and gives the same records as one that was never interrupted. The folder can be given to every hunt
/// like an export; what the search could not see becomes part of the hunt's verdict.
/// </para>
/// </remarks>
/// <example>
/// <title>What a search would ask</title>
/// <code>Search-M365AuditLog -Start 2026-09-01 -End 2026-09-30 -Operation MailItemsAccessed, UserLoggedIn -WhatIf</code>
/// <para>The way, the slices, and how many of the tenant's submissions they need. Nothing is asked.</para>
/// </example>
/// <example>
/// <title>Search and hunt</title>
/// <code>Search-M365AuditLog -Start 2026-09-01 -End 2026-09-30 -StatePath ./case12 -IncludeReport | Invoke-M365MailHunt</code>
/// <para>After a crash or Ctrl+C run the same again. If a slice is missing in the end, the hunt cannot conclude.</para>
/// </example>
/// <example>
/// <title>Collect files, fast</title>
/// <code>$files = Search-M365AuditLog -Start 2026-09-01 -End 2026-09-30 -StatePath ./case12 -AsFile
/// Get-AnomalousMailAccess ./case12</code>
/// <para>Files in place of objects; hunts read them many times faster. The report of the search lies beside them.</para>
/// </example>
/// <example>
/// <title>In GCC High</title>
/// <code>Search-M365AuditLog -Source ExchangeSession -HighCompleteness -Start 2026-09-01 -End 2026-09-02 -UserId kim@contoso.example</code>
/// <para>Through the session of Connect-ExchangeOnline -ExchangeEnvironmentName O365USGovGCCHigh.</para>
/// </example>
/// <example>
/// <title>The proof</title>
/// <code>$found = Search-M365AuditLog -Start 2026-09-01 -End 2026-09-02 -IncludeReport
/// $found[-1].Lines
/// $found[-1].Slices | Where-Object State -ne Complete</code>
/// <para>What was asked, announced, received and counted again, and what is missing.</para>
/// </example>
/// <seealso href="about_StormDetect_Searching"/>
/// <seealso href="Connect-StormDetect"/>
/// <seealso href="Import-M365AuditLog"/>
/// <seealso href="Invoke-M365MailHunt"/>
[Cmdlet(VerbsCommon.Search, "M365AuditLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = SearchSet)]
[OutputType(typeof(AuditRecord), typeof(SearchReport), typeof(FileInfo), ParameterSetName = [SearchSet])]
[OutputType(typeof(SearchPlan), ParameterSetName = [PlanSet])]
[OutputType(typeof(AuditSubscription), ParameterSetName = [SubscriptionSet])]
[RequiresPermission(PermissionCatalog.AuditLogSearch, PermissionCatalog.ActivityFeed, PermissionCatalog.ExchangeSearch)]
public sealed class SearchM365AuditLogCommand : PathCmdlet
{
    private const string SearchSet = "Search";
    private const string PlanSet = "Plan";
    private const string SubscriptionSet = "Subscription";

    private readonly PipelineQueue _queue = new();
    private string _stateFolder = string.Empty;
    private string _tenant = string.Empty;

    /// <summary>Start of the window, inclusive, by the time of the activity. A time without a zone is UTC. One that has not come yet is an error.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SearchSet)]
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset Start { get; set; }

    /// <summary>End of the window, exclusive; a bare day, such as 2026-09-30, includes that day (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC. A window that ends in the future is searched up to now, and a warning says so where it is more than a day.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SearchSet)]
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [Alias("EndDate")]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset End { get; set; }

    /// <summary>Only these operations, such as MailItemsAccessed.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [Alias("Operations")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>Only what these users did, by principal name.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [Alias("UserIds")]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>Only these record types, by name, such as ExchangeItemAggregated.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public string[] RecordType { get; set; } = [];

    /// <summary>Only what came from these client addresses.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [Alias("IPAddresses", "ClientIP")]
    [ValidateNotNullOrEmpty]
    public string[] IpAddress { get; set; } = [];

    /// <summary>
    /// Stretches of time in the window that are not asked for: objects with From and To. Export-M365AuditLog gives the losses that were accepted. They count as not seen. The Management Activity API, which is asked by time of arrival, is
    /// asked all the same.
    /// </summary>
    /// <value>None</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public ArchiveWindow[] Except { get; set; } = [];

    /// <summary>
    /// The way to the log. Auto takes Microsoft Graph where the connection's cloud has audit log queries and the connection may use them, else the Exchange Online session that is connected, else the
    /// Management Activity API.
    /// </summary>
    /// <value>Auto</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    public AuditLogSource Source { get; set; } = AuditLogSource.Auto;

    /// <summary>
    /// A folder, new or empty at first, that keeps what was found and how far the search has come. The same search with the same folder goes on where it ended; another search is refused. It holds the
    /// records as gzip files with one record a line, and search-report.json.
    /// </summary>
    /// <value>A temporary folder that is removed</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public string StatePath { get; set; } = string.Empty;

    /// <summary>
    /// Counts every slice a second time and holds it against what came. In the Exchange session that costs one request a slice and is done unless you say -Recount:$false; elsewhere everything is read
    /// twice.
    /// </summary>
    [Parameter(ParameterSetName = SearchSet)]
    public SwitchParameter Recount { get; set; }

    /// <summary>Asks the Exchange session for complete rather than fast answers, if its command can. Without, a slice is asked so only where its count or an empty answer gives doubt.</summary>
    [Parameter(ParameterSetName = SearchSet)]
    public SwitchParameter HighCompleteness { get; set; }

    /// <summary>Gives the report of the search as the last object: every slice with what was announced, received and counted again, and the times that could not be seen.</summary>
    [Parameter(ParameterSetName = SearchSet)]
    public SwitchParameter IncludeReport { get; set; }

    /// <summary>Gives the file of every finished slice in place of its records. Needs StatePath.</summary>
    [Parameter(ParameterSetName = SearchSet)]
    public SwitchParameter AsFile { get; set; }

    /// <summary>Gives the plan as an object: the way, the slices, the submissions they need. Nothing is asked.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    public SwitchParameter ShowPlan { get; set; }

    /// <summary>Starts the tenant's subscriptions to the Management Activity API. What happened before is not delivered, and the first records take up to 12 hours.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SubscriptionSet)]
    public SwitchParameter StartSubscription { get; set; }

    /// <summary>Content of the Management Activity API, such as Audit.Exchange.</summary>
    /// <value>Audit.Exchange, Audit.AzureActiveDirectory, Audit.General</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ContentType { get; set; } = [];

    /// <summary>The connection to use: an object of Connect-StormDetect, or its name. The Exchange session needs none.</summary>
    /// <value>The only connection of the runspace</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            if (StartSubscription)
            {
                Subscribe();
            }
            else
            {
                Search();
            }
        }
        catch (SearchStateException failure)
        {
            ThrowTerminatingError(ErrorRecords.SearchState(failure, _stateFolder));
        }
        catch (TenantRequestException failure)
        {
            ThrowTerminatingError(ErrorRecords.Tenant(failure, _tenant, _tenant));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _queue.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Subscribe()
    {
        TenantConnection connection = RequireConnection(Connection);
        string[]? content = ContentType.Length > 0 ? ContentType : null;
        if (ShouldProcess(connection.TenantId, Strings.SearchSubscribeAction))
        {
            WriteObject(AwaitAsync(token => GraphServices.StartSubscriptionsAsync(connection, content, token), static () => { }), enumerateCollection: true);
        }
    }

    private void Search()
    {
        RequireWindow(Start, End);

        DateTimeOffset now = DateTimeOffset.UtcNow;
        if (Start >= now)
        {
            ThrowTerminatingError(ErrorRecords.WindowInFuture(Start, now, MyInvocation.MyCommand.Name));
        }

        // Today as an end is meant up to now.
        if (End > now.AddDays(1))
        {
            WriteWarning(Strings.Format(Strings.WindowCut, ErrorRecords.Utc(End), ErrorRecords.Utc(now)));
        }
        else if (End > now)
        {
            WriteVerbose(Strings.Format(Strings.WindowCut, ErrorRecords.Utc(End), ErrorRecords.Utc(now)));
        }

        if (AsFile && StatePath.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.SearchNeedsState());
        }

        _stateFolder = StatePath.Length > 0 ? ResolveFile(StatePath) : string.Empty;
        IAuditLogRoute route = OpenRoute();
        try
        {
            AuditLogSearch search = new(route, Query(), new AuditLogSearchOptions
            {
                StatePath = StatePath.Length > 0 ? _stateFolder : null,
                Clock = TimeProvider.System,
                Random = Random.Shared.NextDouble,
                Recount = MyInvocation.BoundParameters.ContainsKey(nameof(Recount)) ? Recount.IsPresent : null,
            });
            SearchPlan plan = search.Plan();
            if (ShowPlan)
            {
                WriteObject(plan);
                return;
            }

            if (plan.Slices.Count + plan.Finished == 0)
            {
                // The report still says what was not seen, for whoever hunts with it.
                WriteError(ErrorRecords.SearchNothingToAsk(plan, _tenant));
            }

            WriteVerbose(PlainText.Safe(plan.Text));
            if (ShouldProcess(SearchPlanText.Of(plan), Strings.Format(Strings.SearchQuestion, plan.Text), Strings.SearchActivity))
            {
                Run(search, plan);
            }
        }
        finally
        {
            // Neither kind of route holds anything that takes time to let go.
            ValueTask closing = route.DisposeAsync();
            if (!closing.IsCompleted)
            {
                closing.AsTask().Wait(StopToken);
            }
        }
    }

    private AuditLogQuery Query() => new()
    {
        Start = Start.ToUniversalTime(),
        End = End.ToUniversalTime(),
        Operations = Operation,
        UserIds = UserId,
        RecordTypes = RecordType,
        IpAddresses = IpAddress,
        Except = Except,
        Name = Strings.SearchName,
    };

    private void Run(AuditLogSearch search, SearchPlan plan)
    {
        if (plan.SubmissionsPerDay is not null)
        {
            // Everybody in the tenant shares them: said before they are spent, not only with -Verbose.
            WriteInformation(SearchPlanText.Announcement(plan, _tenant), SearchPlanText.Tags);
        }

        SearchBar bar = new();
        SearchReport report = AwaitWithPipeline(
            token => search.RunAsync((slice, stop) => new ValueTask(_queue.WriteAsync(() => HandOn(slice), stop)), token),
            _queue,
            () => WriteProgress(bar.Show(search.Progress)));
        if (bar.End() is { } end)
        {
            WriteProgress(end);
        }

        foreach (string line in report.Lines)
        {
            WriteVerbose(line);
        }

        if (search.StoppedBy is { } stopped)
        {
            WriteError(ErrorRecords.SearchStopped(stopped, report, _stateFolder, _tenant));
        }

        if (report.ConflictingIds > 0)
        {
            WriteWarning(Strings.Format(Strings.IdsConflict, ViewHelpers.Number(report.ConflictingIds)));
        }

        if (IncludeReport)
        {
            WriteObject(report);
        }
    }

    private void HandOn(FoundSlice slice)
    {
        if (slice.Report.State != SliceState.Complete)
        {
            WriteError(ErrorRecords.SearchSlice(slice.Report, _tenant));
        }

        if (slice.File.Length == 0)
        {
            return;
        }

        if (AsFile)
        {
            WriteFile(slice.File);
            return;
        }

        AuditLogReader reader = new(new AuditReadOptions { IncludeAuditData = true });
        foreach (AuditRecord record in reader.Read([slice.File], StopToken))
        {
            WriteObject(record);
        }

        WriteReadReport(reader.Report);
    }

    private IAuditLogRoute OpenRoute()
    {
        RouteChoice choice = new(this);
        _tenant = Connection?.Name ?? string.Empty;
        AuditLogSource source = Source == AuditLogSource.Auto ? choice.Make(FindConnection(Connection)) : Source;
        WriteVerbose(Strings.Format(Strings.SearchRoute, source));
        if (source == AuditLogSource.ExchangeSession)
        {
            ExchangeSessionRoute session = choice.OpenSession(_queue, HighCompleteness);
            _tenant = session.TenantId;
            return session;
        }

        AuditLogRouteKind kind = source == AuditLogSource.GraphQuery ? AuditLogRouteKind.GraphQuery : AuditLogRouteKind.ManagementActivity;
        TenantConnection connection = RequireConnection(Connection);
        _tenant = connection.Name;
        return GraphServices.OpenAuditLogRoute(connection, kind, ContentType.Length > 0 ? ContentType : null);
    }
}
