using System;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <content>What is asked for, how, and what is given. A plan takes what a search takes, except what says how its records are given.</content>
public sealed partial class SearchM365AuditLogCommand
{
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
    [ArgumentCompleter(typeof(RecordTypeCompleter))]
    public string[] RecordType { get; set; } = [];

    /// <summary>Only what came from these client addresses.</summary>
    /// <value>All</value>
    [Parameter(ParameterSetName = SearchSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [Alias("IPAddresses", "ClientIP")]
    [ValidateNotNullOrEmpty]
    public string[] IPAddress { get; set; } = [];

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
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public string[] ContentType { get; set; } = [];

    /// <summary>The connection to use: an object of Connect-StormDetect, or its name. The Exchange session needs none.</summary>
    /// <value>The only connection of the runspace</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }
}
