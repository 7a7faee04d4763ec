using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Shows everything the audit log tells around a user, session, token, address, application, mailbox, message or finding, in order and in plain words.</summary>
/// <remarks>
/// <para>
/// Get-M365ActivityTimeline picks every record of any type that belongs to the pivot and says in one line what it means: read 12 items in Inbox with an application from an address,
/// created an inbox rule that moves mail away, granted FullAccess, signed in. Stretches in which the log is missing (Gap) or nothing could be seen (Blind: throttling, auditing switched
/// off, an exempted user) stand in their place, so that silence is not mistaken for quiet.
/// </para>
/// <para>
/// Several values of one parameter are alternatives; several parameters narrow each other. A piped finding is a pivot of its own: its records, everything of its sessions, and what its
/// users and mailboxes did from its networks, an hour before and after unless a window is given; of a consent or secret also what the application did in the 30 days after. Related follows the sessions and addresses seen with the pivot as well, in a second read.
/// </para>
/// <para>
/// Memory stays bounded: at most MaximumCount records are kept, the earliest ones or with Around the nearest, and a warning says what was left out.
/// </para>
/// </remarks>
/// <example>
/// <title>What a user did on one day</title>
/// <code>Get-M365ActivityTimeline ./audit -UserId kim@contoso.example -Start 2026-09-20 -End 2026-09-20</code>
/// <para>Mail access, sign-ins, changes and everything else, in order. Times without a zone are UTC.</para>
/// </example>
/// <example>
/// <title>Everything around a finding</title>
/// <code>$finding = Get-AnomalousMailAccess ./audit | Select-Object -First 1
/// $finding | Get-M365ActivityTimeline ./audit | Select-Object -First 20</code>
/// <para>The finding's records, its sessions and its networks, with what else happened there.</para>
/// </example>
/// <example>
/// <title>Everything from a network, and the sessions seen there wherever they went</title>
/// <code>$network = (Get-AnomalousMailAccess ./audit | Select-Object -First 1).Networks[0]
/// Get-M365ActivityTimeline ./audit -IPAddress $network -Related -MaximumCount 500 | Select-Object -First 20 Time, UserId, Relation, Text</code>
/// <para>Networks are written in CIDR notation, single addresses as they are.</para>
/// </example>
/// <example>
/// <title>Half an hour around a moment, for a report</title>
/// <code>Get-M365ActivityTimeline ./audit -Around 2026-09-20T12:00 -Window 01:00 -MaximumCount 100 | Export-Csv ./timeline.csv
/// Get-Item ./timeline.csv</code>
/// <para>Without a pivot the whole tenant counts; the hundred records nearest to noon are kept.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="Import-M365AuditLog"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Find-ThreatIndicator"/>
[Cmdlet(VerbsCommon.Get, "M365ActivityTimeline", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ActivityTimelineEntry))]
public sealed class GetM365ActivityTimelineCommand : FindingPivotCmdlet
{
    private static readonly TimeSpan s_margin = TimeSpan.FromHours(1);

    // What an application does with what it was given comes later, and is what matters.
    private static readonly TimeSpan s_afterwards = TimeSpan.FromDays(30);

    private readonly List<ActivityTimelineStory> _stories = [];
    private DateTimeOffset? _storyStart;
    private DateTimeOffset? _storyEnd;
    private IReadOnlyList<string> _relatedSessions = [];
    private IReadOnlyList<string> _relatedAddresses = [];

    /// <summary>Users (UserId, usually an address): what they did, and changes made to them.</summary>
    [Parameter]
    [Alias("UserIds", "UserPrincipalName")]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>Sessions (SessionId or AADSessionId), wherever a record names them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SessionId { get; set; } = [];

    /// <summary>Tokens (UniqueTokenId) as 22 characters, 48 characters or GUID: what was done with them, and the sign-in that issued them.</summary>
    [Parameter]
    [Alias("UniqueTokenId")]
    [ValidateNotNullOrEmpty]
    public string[] TokenId { get; set; } = [];

    /// <summary>Addresses, and networks in CIDR notation such as 192.0.2.0/24 or 2001:db8::/32.</summary>
    [Parameter]
    [Alias("ClientIP", "Network")]
    [ValidateNotNullOrEmpty]
    [ValidateNetwork]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Applications by id, wherever a record names them: AppId, ClientAppId, consent.</summary>
    [Parameter]
    [Alias("ClientAppId")]
    [ValidateNotNullOrEmpty]
    public string[] AppId { get; set; } = [];

    /// <summary>Mailboxes by address or MailboxGuid: what was done to them by anybody, and changes of their settings.</summary>
    [Parameter]
    [Alias("Identity", "PrimarySmtpAddress")]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = [];

    /// <summary>Messages by InternetMessageId, with or without angle brackets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] InternetMessageId { get; set; } = [];

    /// <summary>Start of the window, inclusive. A time without a zone is UTC.</summary>
    /// <value>The first record; for findings, an hour before the first of their records.</value>
    [Parameter]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of the window, exclusive; a bare day, such as 2026-06-30, includes that day (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC.</summary>
    /// <value>The last record; for findings, an hour after the last of their records.</value>
    [Parameter]
    [Alias("EndDate")]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? End { get; set; }

    /// <summary>The middle of the window, in place of Start and End. Where there are too many records, those nearest to it are kept. A time without a zone is UTC.</summary>
    [Parameter]
    [UtcTime]
    public DateTimeOffset? Around { get; set; }

    /// <summary>The length of the window around the middle, such as 02:00 for an hour before and after.</summary>
    /// <value>1 day</value>
    [Parameter]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Follows the sessions and addresses that were seen with the pivot as well, in a second read of the files; the property Relation says which lines they brought.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = FindingSet)]
    [Parameter(ParameterSetName = FindingLiteralPathSet)]
    public SwitchParameter Related { get; set; }

    /// <summary>How many records are kept at most; the earliest or, with Around, the nearest.</summary>
    /// <value>10000</value>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MaximumCount { get; set; } = 10_000;

    private protected override bool HasFinding => _stories.Count > 0;

    private ActivityTimelineOptions Options => new()
    {
        RelatedSessionIds = _relatedSessions,
        RelatedAddresses = _relatedAddresses,
        UserIds = UserId,
        SessionIds = SessionId,
        TokenIds = TokenId,
        Networks = IPAddress,
        AppIds = AppId,
        Mailboxes = Mailbox,
        InternetMessageIds = InternetMessageId,
        Stories = _stories,
        Start = Around is { } from ? from - (Window / 2) : Start ?? _storyStart,
        End = Around is { } to ? to + (Window / 2) : End ?? _storyEnd,
        Nearest = Around,
        MaximumCount = MaximumCount,
    };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RequireWindow(Start, End);

        if (Around is not null && (Start is not null || End is not null))
        {
            ThrowTerminatingError(ErrorRecords.TimelineWindowBoth());
        }

        bool hasPivot = (UserId.Length | SessionId.Length | TokenId.Length | IPAddress.Length | AppId.Length | Mailbox.Length | InternetMessageId.Length) > 0;
        if (!hasPivot && !IsFindingSet && Around is null && (Start is null || End is null))
        {
            ThrowTerminatingError(ErrorRecords.TimelineNoPivot());
        }

        foreach (string token in TokenId)
        {
            if (!ActivityTimeline.IsTokenId(token))
            {
                ThrowTerminatingError(ErrorRecords.TimelinePivotInvalid(token, "token id"));
            }
        }
    }

    private protected override AuditHunt CreateHunt() => new ActivityTimeline(Options);

    private protected override void WriteResult()
    {
        ActivityTimelineResult result = Read(token => ((ActivityTimeline)Engine).Complete(token));
        if (Related && result.SessionIds.Count + result.Addresses.Count > 0)
        {
            WriteVerbose(Strings.Format(Strings.TimelineRelated, result.SessionIds.Count, result.Addresses.Count));
            (_relatedSessions, _relatedAddresses) = (result.SessionIds, result.Addresses);
            ReadAnew();
            result = Read(token => ((ActivityTimeline)Engine).Complete(token));
        }

        WriteReadReport(result.ReadReport);
        WarnOfNothing(result.RecordCount, result.ReadReport);
        if (result.CutCount > 0)
        {
            WriteWarning(Strings.Format(
                Strings.TimelineCut, ViewHelpers.Number(result.RecordCount - result.CutCount), ViewHelpers.Number(result.RecordCount), Around is null ? "the earliest" : "the nearest",
                $"between {ViewHelpers.Seconds(result.CutFrom)} and {ViewHelpers.Seconds(result.CutTo)} UTC"));
        }

        WriteObject(result.Entries, enumerateCollection: true);
    }

    private protected override void AddFinding(PSObject input)
    {
        if (!FindingStory.TryRead(input, out ActivityTimelineStory? story, out (DateTimeOffset From, DateTimeOffset To)? seen))
        {
            WriteError(ErrorRecords.TimelineFinding(AuditInput.Sort(input).TypeName));
            return;
        }

        if (story.Applications.Count > 0 && seen is not null)
        {
            story = story with { SubjectsUntil = seen.Value.To + s_margin };
        }

        _stories.Add(story);
        if (seen is not null)
        {
            DateTimeOffset from = seen.Value.From - s_margin;
            DateTimeOffset to = seen.Value.To + (story.Applications.Count > 0 ? s_afterwards : s_margin);
            _storyStart = _storyStart is null || from < _storyStart ? from : _storyStart;
            _storyEnd = _storyEnd is null || to > _storyEnd ? to : _storyEnd;
        }
    }
}
