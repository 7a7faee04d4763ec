using System;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;

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
public sealed partial class SearchM365AuditLogCommand : PathCmdlet
{
    private const string SearchSet = "Search";
    private const string PlanSet = "Plan";
    private const string SubscriptionSet = "Subscription";

    private readonly PipelineQueue _queue = new();
    private string _stateFolder = string.Empty;
    private string _tenant = string.Empty;

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
        CheckWindow();
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

    private void CheckWindow()
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
    }

    private AuditLogQuery Query() => new()
    {
        Start = Start.ToUniversalTime(),
        End = End.ToUniversalTime(),
        Operations = Operation,
        UserIds = UserId,
        RecordTypes = RecordType,
        IpAddresses = IPAddress,
        Except = Except,
        Name = Strings.SearchName,
    };

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
