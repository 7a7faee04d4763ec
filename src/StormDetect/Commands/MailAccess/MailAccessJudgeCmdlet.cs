using System;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that judge mail access by its own history or by a baseline file: the window, what counts as ordinary, and what is to be told.</summary>
public abstract class MailAccessJudgeCmdlet : MailAccessHuntCmdlet
{
    private MailAccessBaseline? _learned;

    /// <summary>
    /// What to judge: Access (mail read or synchronised), Move, Delete (moved to Deleted Items, soft and hard deletions, what is purged from Sent Items and Recoverable Items),
    /// Search and Send. Each is judged by what is usual for it here; Move and Search are recorded only where auditing was told to. All share the budget of false findings of Sensitivity, so that the more
    /// is judged, the more each has to stand out. What one session, or one mailbox and network within hours, did in several ways is one finding.
    /// </summary>
    /// <value>Invoke-M365MailHunt: all. Get-AnomalousMailAccess: what the baseline was learned of, Access without one.</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ActivityGroup[] Activity { get; set; } = [];

    /// <summary>
    /// Start of the window to report on, inclusive. A time without a zone is UTC. Earlier records are not reported on but are the history to
    /// compare with.
    /// </summary>
    /// <value>The first record.</value>
    [Parameter]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of the window to report on, exclusive; a bare day, such as 2026-06-30, includes that day (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC.</summary>
    /// <value>The last record.</value>
    [Parameter]
    [Alias("EndDate")]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? End { get; set; }

    /// <summary>
    /// Start of a time that is known to be clean, inclusive. Its whole days are learned from first, also when they lie after the others, and are not
    /// judged: for logs that begin when the intruder was there already. A time without a zone is UTC. Alone it means up to the last record.
    /// </summary>
    [Parameter]
    [UtcTime]
    public DateTimeOffset? BaselineStart { get; set; }

    /// <summary>
    /// End of the time that is known to be clean, exclusive; a bare day, such as 2026-06-30, includes that day (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC. Alone it
    /// means from the first record.
    /// </summary>
    [Parameter]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? BaselineEnd { get; set; }

    /// <summary>
    /// Mailboxes, by address or MailboxGuid, whose mail matters most. Access to them weighs more, and any of their hours that could not be seen
    /// forbids a clean verdict.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] PriorityMailbox { get; set; } = [];

    /// <summary>The tenant's own networks, in CIDR notation or as single addresses. They lower the surprise of a network; they never silence an application.</summary>
    [Parameter]
    [ValidateNetwork]
    public string[] TrustedNetwork { get; set; } = [];

    /// <summary>Findings below this severity are left out and do not make the verdict Suspicious.</summary>
    /// <value>Medium</value>
    [Parameter]
    public Severity MinimumSeverity { get; set; } = Severity.Medium;

    /// <summary>How many false statistical findings at Medium or above are acceptable for a tenant: about one in five weeks, one or five a week.</summary>
    /// <value>Normal</value>
    [Parameter]
    public Sensitivity Sensitivity { get; set; } = Sensitivity.Normal;

    /// <summary>
    /// The share of active mailbox-days, in percent, that may be blind before nothing found is no longer an answer and the verdict is
    /// CannotConclude.
    /// </summary>
    /// <value>5</value>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double MaximumBlindPercent { get; set; } = 5;

    /// <summary>
    /// A baseline file of New-MailAccessBaseline: what earlier logs taught, so that the new records are enough. It is only read. Findings that go on
    /// from earlier logs keep their id and are told with their beginning; shown are those with records since the baseline's last one or the first of
    /// the input, unless Start asks for more. Sensitivity, PriorityMailbox and TrustedNetwork are those the baseline was learned with where they are not given here.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>
    /// Leaves out findings that were reported before, as Update-MailAccessBaseline -Reported noted them. A finding whose severity grew since is shown again;
    /// one that only goes on, in more mailboxes or on more days, is not. The verdict counts what is shown, and says how many known ones are left out.
    /// </summary>
    [Parameter]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>Shows findings that an approval suppresses too, with its reason in SuppressedBecause. They never make the verdict Suspicious.</summary>
    [Parameter]
    public SwitchParameter IncludeSuppressed { get; set; }

    /// <summary>
    /// What the tenant's configuration lets be seen: a snapshot of Export-M365ConfigSnapshot (its path), or the rows of Get-M365AuditCoverage -Detailed. Mailboxes whose reads leave no record, and accounts
    /// exempt from auditing, then count as blind, and the verdict says so.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[] Coverage { get; set; } = [];

    /// <summary>
    /// Gives each finding the sums behind it, in the property Explanation: what was observed and expected in each part and what it adds, its rank among
    /// the tenant's past scores, and the level it had to reach. about_StormDetect_Statistics says how to read it.
    /// </summary>
    [Parameter]
    public SwitchParameter Explain { get; set; }

    /// <summary>
    /// Asks the tenant's directory for the names of the applications, and who registered them (AppOwner, ClientAppOwner: Microsoft, this tenant, or another one). Without it, names are those of a list of published
    /// ones. Titles say them beside the id. A name is chosen by whoever registers the application; the owner is not.
    /// </summary>
    [Parameter]
    public SwitchParameter ResolveApplication { get; set; }

    /// <summary>
    /// The tenant to ask for what the logs do not hold. An object of Connect-StormDetect, or its name.
    /// </summary>
    /// <value>None, or the only connection of the runspace where a parameter needs one</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    /// <summary>Whether a parameter asks for something only a tenant has.</summary>
    private protected virtual bool NeedsTenant => ResolveApplication;

    /// <summary>The tenant to ask; null where none is.</summary>
    private protected TenantConnection? Tenant { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RequireWindow(Start, End);

        if (Baseline is not null && (BaselineStart is not null || BaselineEnd is not null))
        {
            ThrowTerminatingError(ErrorRecords.BaselineTwice());
        }

        if (Baseline is not null)
        {
            _learned = Guard(() => BaselineFile.Read(ResolveFile(Baseline)));
        }
        else if (NewOnly || IncludeSuppressed)
        {
            ThrowTerminatingError(ErrorRecords.BaselineMissing(NewOnly ? nameof(NewOnly) : nameof(IncludeSuppressed)));
        }

        if (BaselineStart is { } baselineStart && BaselineEnd is { } baselineEnd && baselineStart >= baselineEnd)
        {
            ThrowTerminatingError(ErrorRecords.BaselineWindowEmpty(baselineStart, baselineEnd));
        }

        Tenant = NeedsTenant ? RequireConnection(Connection) : Connection is null ? null : FindConnection(Connection);
    }

    private protected override MailAccessBaseline? Learned => _learned;

    private protected override string BaselinePath => Baseline ?? string.Empty;

    private protected override MailAccessHuntOptions CreateOptions() => JudgedAs(new MailAccessHuntOptions
    {
        Activities = Activity,
        Start = Start,
        End = End,
        BaselineStart = BaselineStart,
        BaselineEnd = BaselineEnd,
        Explain = Explain,
        MinimumSeverity = MinimumSeverity,
        Sensitivity = Sensitivity,
        PriorityMailboxes = PriorityMailbox,
        TrustedNetworks = Normalised(TrustedNetwork),
        MaximumBlindPercent = MaximumBlindPercent,
        Now = DateTimeOffset.UtcNow,
        NewOnly = NewOnly,
        IncludeSuppressed = IncludeSuppressed,
        Coverage = ReadCoverage(Coverage),
    });
}
