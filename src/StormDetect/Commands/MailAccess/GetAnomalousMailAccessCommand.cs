using System;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Finds mail access out of the ordinary in Microsoft 365 audit logs.</summary>
/// <remarks>
/// <para>
/// Get-AnomalousMailAccess reads exported audit logs, learns which application reads whose mail from where, and reports what does not fit: an
/// application new to a mailbox or to the tenant, a network new to both, one session on two networks, a folder synchronised where that never
/// happened, a delegate where there was none. One finding is one story: the same access to nine mailboxes is one object, with its reasons in words
/// and numbers, the ids of its records and what to do next.
/// </para>
/// <para>
/// Beside the findings it says what the log allows to conclude: Suspicious, NoEvidence or CannotConclude. Records can be missing without a trace in
/// the findings (throttled mailboxes, cut exports, too short a history), so silence counts as an answer only where enough could be judged. The
/// verdict is written to the information stream with the tag StormDetect.Verdict; CannotConclude is a warning as well. With Summary the verdict,
/// the coverage and the findings come as one object.
/// </para>
/// <para>
/// An input that cannot be read is an error, and the others are still read. Rows that cannot be read are counted in a warning. Nothing is ever
/// written or sent: the cmdlet needs no connection and no rights but to read the files.
/// </para>
/// </remarks>
/// <example>
/// <title>Hunt through a folder of exports</title>
/// <code>Get-AnomalousMailAccess ./audit</code>
/// <para>Reads every audit log in the folder and below, whatever their form, and shows the findings of severity Medium and above.</para>
/// </example>
/// <example>
/// <title>Verdict, coverage and findings as one object</title>
/// <code>$result = Get-AnomalousMailAccess ./audit -Summary
/// $result.Verdict
/// $result.Coverage.BlindIntervals | Format-Table</code>
/// <para>For scripts that act on the verdict, and to see what could not have been seen.</para>
/// </example>
/// <example>
/// <title>Watch some mailboxes more closely</title>
/// <code>Get-AnomalousMailAccess ./audit -PriorityMailbox ceo@contoso.example -TrustedNetwork 192.0.2.0/24 -MinimumSeverity Low</code>
/// <para>
/// Access to a priority mailbox weighs more, and a clean verdict needs every hour of it to be visible. Trusted networks surprise less; they never
/// silence an application.
/// </para>
/// </example>
/// <example>
/// <title>The records behind the findings</title>
/// <code>$findings = Get-AnomalousMailAccess ./audit
/// $findings | Import-M365AuditLog -Path ./audit | Sort-Object CreationTime</code>
/// <para>A finding names its records by id; Import-M365AuditLog fetches them.</para>
/// </example>
/// <example>
/// <title>From the pipeline, one week</title>
/// <code>Get-ChildItem ./audit -Recurse -File | Get-AnomalousMailAccess -Start 2026-09-20 -End 2026-09-26
/// Import-M365AuditLog ./audit -Operation MailItemsAccessed | Get-AnomalousMailAccess</code>
/// <para>
/// Files, records and objects with an AuditData text, such as those of Search-UnifiedAuditLog and Import-Csv, can be piped in any mix. The week up to
/// and including 26 September is reported on; earlier records are the history to compare with.
/// </para>
/// </example>
/// <example>
/// <title>Today's records, with what earlier ones taught</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./earlier.sdb
/// Get-AnomalousMailAccess ./audit -Baseline ./earlier.sdb -NewOnly</code>
/// <para>
/// The baseline is made once and extended by Update-MailAccessBaseline. NewOnly shows what nobody was told of yet; about_StormDetect_Baseline shows the whole
/// round of an hourly runbook.
/// </para>
/// </example>
/// <example>
/// <title>The log begins after the intruder came</title>
/// <code>Get-AnomalousMailAccess ./audit -BaselineStart 2026-09-15 -BaselineEnd 2026-09-30</code>
/// <para>
/// The days from 15 to 30 September, when the intruder was gone, are taken for clean and learned from; all other days, the earlier ones too, are judged
/// by them.
/// </para>
/// </example>
/// <example>
/// <title>The sums behind a finding</title>
/// <code>Get-AnomalousMailAccess ./audit -Explain | Select-Object -First 1 -ExpandProperty Explanation</code>
/// <para>Every part with its numbers, the rank among past scores, the p-value and the level, line by line.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_Statistics"/>
/// <seealso href="about_StormDetect_MailAccess"/>
/// <seealso href="about_StormDetect_Baseline"/>
/// <seealso href="about_StormDetect_Exports"/>
/// <seealso href="Get-MailAccessApplication"/>
/// <seealso href="Import-M365AuditLog"/>
[Cmdlet(VerbsCommon.Get, "AnomalousMailAccess", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailAccessAnomaly), typeof(MailAccessHuntResult))]
public sealed class GetAnomalousMailAccessCommand : MailAccessHuntCmdlet
{
    private MailAccessBaseline? _learned;

    /// <summary>
    /// Start of the window to report on, inclusive. A time without a zone is UTC. Earlier records are not reported on but are the history to
    /// compare with.
    /// </summary>
    /// <value>The first record.</value>
    [Parameter]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of the window to report on, exclusive; a bare day, such as 2026-06-30, includes that day. A time without a zone is UTC.</summary>
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
    /// End of the time that is known to be clean, exclusive; a bare day, such as 2026-06-30, includes that day. A time without a zone is UTC. Alone it
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
    /// Gives each finding the sums behind it, in the property Explanation: what was observed and expected in each part and what it adds, its rank among
    /// the tenant's past scores, and the level it had to reach. about_StormDetect_Statistics says how to read it.
    /// </summary>
    [Parameter]
    public SwitchParameter Explain { get; set; }

    /// <summary>Gives one object with verdict, coverage, findings and read report in place of the findings.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Start is { } start && End is { } end && start >= end)
        {
            ThrowTerminatingError(ErrorRecords.WindowEmpty(start, end));
        }

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
    }

    private protected override MailAccessBaseline? Learned => _learned;

    private protected override string BaselinePath => Baseline ?? string.Empty;

    private protected override MailAccessHuntOptions CreateOptions() => JudgedAs(new MailAccessHuntOptions
    {
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
    });

    private protected override void WriteResult()
    {
        MailAccessHuntResult result = Read(AccessHunt.Complete);
        WriteReadReport(result.ReadReport);
        WriteNotes(result);
        WriteResult(result.Verdict, result.VerdictText, result.Findings, Summary ? result : null);
    }
}
