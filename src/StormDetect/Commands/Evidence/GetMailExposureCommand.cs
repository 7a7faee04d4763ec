using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Says what could have been read: which messages of which mailboxes and folders, each figure with its bound.</summary>
/// <remarks>
/// <para>
/// Get-MailExposure counts, from the audit log alone, the messages that mail access names: distinct messages by InternetMessageId for item reads, whole folders where a
/// client synchronised them. No mailbox is asked, because reading messages would itself write mail-access records into the victim's mailbox and can mute the trail for a day. SubjectFrom Mailbox does so all the same,
/// for subjects that nothing else knows, and asks first; WhatIf shows what it would ask.
/// </para>
/// <para>
/// Every figure says how it is to be read. Exactly: the records name every message they count, and nothing of the mailbox was throttled, cut or lost. AtLeast:
/// something was. AtMost: a folder was synchronised, so every message in it counts as exposed; how many that were the log does not say. With FolderStatistics
/// (of Get-EXOMailboxFolderStatistics) the bound becomes a number. Reads are always a lower bound: Exchange leaves repeats within the hour out.
/// </para>
/// <para>
/// Pipe a finding to it for the exposure of that story, or name mailboxes, users, sessions, networks, applications or a time. With InternetMessageId it is turned
/// round: who read this message, and who synchronised the folder it lay in. A consent, a secret or a right on a mailbox stands for all that the application, or whoever has the right, read
/// from then on. Other findings than those of mail access stand for what their actor read in the same session, or from the same networks where no session is known.
/// </para>
/// </remarks>
/// <example>
/// <title>What did this intruder read?</title>
/// <code>Get-AnomalousMailAccess ./audit | Get-MailExposure ./audit</code>
/// <para>A result for each mailbox and folder, for every story that was found.</para>
/// </example>
/// <example>
/// <title>For a notification duty, as a table</title>
/// <code>Get-AnomalousMailAccess ./audit | Get-MailExposure ./audit -GroupBy Mailbox | Export-Csv exposure.csv
/// Import-Csv exposure.csv | Select-Object Mailbox, Messages, BoundReasonsText</code>
/// <para>One line a mailbox; lists have text twins, and Messages says the number and its bound in words.</para>
/// </example>
/// <example>
/// <title>Every message by name</title>
/// <code>Get-AnomalousMailAccess ./audit | Get-MailExposure ./audit -GroupBy Message | Select-Object -First 10</code>
/// <para>InternetMessageIds with folder, size, first and last read. A message trace finds subject and recipients to them without opening the mailbox.</para>
/// </example>
/// <example>
/// <title>With subjects, for those who have to be told</title>
/// <code>Connect-StormDetect contoso -TenantId contoso.onmicrosoft.com -DeviceCode
/// $trace = Get-MessageTraceV2 -RecipientAddress kim@contoso.example -StartDate 2026-09-20 -EndDate 2026-09-29
/// Get-MailExposure ./audit -Mailbox kim@contoso.example -GroupBy Message -MessageTrace $trace -SubjectFrom MessageTrace -Connection contoso</code>
/// <para>What the log and the trace at hand do not name, the tenant's message trace is asked for. Neither opens the mailbox.</para>
/// </example>
/// <example>
/// <title>As a last resort, in the mailbox itself</title>
/// <code>Connect-StormDetect contoso -TenantId contoso.onmicrosoft.com -ClientId 11111111-2222-3333-4444-555555555555 -CertificateThumbprint A1B2C3D4E5F60718293A4B5C6D7E8F9012345678
/// Get-MailExposure ./audit -Mailbox kim@contoso.example -GroupBy Message -SubjectFrom Mailbox -SubjectLimit 50 -WhatIf</code>
/// <para>WhatIf says what would be read; without it, the cmdlet asks before it reads each mailbox. Keep the output: SubjectAskedAt and SubjectRequestId tell our own records from the intruder's.</para>
/// </example>
/// <example>
/// <title>Who read this message?</title>
/// <code>$id = (Import-M365AuditLog ./audit -Operation MailItemsAccessed | Where-Object InternetMessageIds | Select-Object -First 1).InternetMessageIds[0]
/// Get-MailExposure ./audit -InternetMessageId $id</code>
/// <para>Everybody whom the log names as its reader, and whoever synchronised the folder.</para>
/// </example>
/// <seealso href="about_StormDetect_MailAccess"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Import-M365AuditLog"/>
[RequiresPermission(PermissionCatalog.MessageTrace, PermissionCatalog.MessageSubjects)]
[Cmdlet(VerbsCommon.Get, "MailExposure", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MailExposure), typeof(ExposedMessage))]
public sealed class GetMailExposureCommand : FindingPivotCmdlet
{
    private readonly List<MailAccessPattern> _patterns = [];
    private TenantConnection? _tenant;

    /// <summary>Only these mailboxes, by address or MailboxGuid.</summary>
    [Parameter]
    [Alias("Identity", "PrimarySmtpAddress")]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = [];

    /// <summary>Only what these users read (UserId, usually an address).</summary>
    [Parameter]
    [Alias("UserIds")]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>Only what was read in these sessions (SessionId or AADSessionId).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SessionId { get; set; } = [];

    /// <summary>Only what was read from these networks, in CIDR notation or as single addresses.</summary>
    [Parameter]
    [Alias("IPAddress")]
    [ValidateNetwork]
    public string[] Network { get; set; } = [];

    /// <summary>Only what was read with these AppIds; the word none stands for records without one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AppId { get; set; } = [];

    /// <summary>Only what was read with these ClientAppIds; the word none stands for records without one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ClientAppId { get; set; } = [];

    /// <summary>Only access from this time on. A time without a zone is UTC.</summary>
    /// <value>The first record, or the beginning of the finding.</value>
    [Parameter]
    [Alias("StartDate")]
    [UtcTime]
    public DateTimeOffset? Start { get; set; }

    /// <summary>Only access before this time; a bare day, such as 2026-06-30, includes that day (a [datetime] is its moment, midnight where it has no time). A time without a zone is UTC.</summary>
    /// <value>The last record, or the end of the finding.</value>
    [Parameter]
    [Alias("EndDate")]
    [UtcTime(DayIncluded = true)]
    public DateTimeOffset? End { get; set; }

    /// <summary>Turns the question round: who read these messages. With or without angle brackets.</summary>
    [Parameter]
    [Alias("MessageId")]
    [ValidateNotNullOrEmpty]
    public string[] InternetMessageId { get; set; } = [];

    /// <summary>What one result stands for: a folder of a mailbox, a mailbox, or a message. With InternetMessageId it is always a message.</summary>
    /// <value>Folder</value>
    [Parameter]
    public ExposureGrouping GroupBy { get; set; }

    /// <summary>
    /// Objects of Get-EXOMailboxFolderStatistics or Get-MailboxFolderStatistics: how many messages the folders hold, as the upper bound of synchronised ones. Live ones or ones
    /// read back from a file.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject[] FolderStatistics { get; set; } = [];

    /// <summary>
    /// Objects of Get-MessageTraceV2 or Get-MessageTrace: subjects of messages, by MessageId, where the log names none. They stand before anything that SubjectFrom would ask. For messages (GroupBy Message,
    /// InternetMessageId) only.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject[] MessageTrace { get; set; } = [];

    /// <summary>
    /// Where to look for the subjects of messages that the log does not name, in this order: MessageTrace asks the tenant's message trace, which opens no mailbox (worldwide cloud, 90 days back). Mailbox looks messages up
    /// in the mailboxes themselves, after confirmation: that is mail access of our own and leaves MailItemsAccessed records. SubjectAskedAt and SubjectRequestId of each message tell them from others. For messages (GroupBy
    /// Message, InternetMessageId) only.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(Core.SubjectSource.MessageTrace), nameof(Core.SubjectSource.Mailbox))]
    public SubjectSource[] SubjectFrom { get; set; } = [];

    /// <summary>The most messages of one mailbox that are looked up in it. At 1,000 records in 24 hours Exchange stops recording reads there for a day, the intruder's too.</summary>
    /// <value>100</value>
    [Parameter]
    [ValidateRange(1, 500)]
    public int SubjectLimit { get; set; } = 100;

    /// <summary>The tenant to ask, with SubjectFrom. An object of Connect-StormDetect, or its name.</summary>
    /// <value>The only connection of the runspace</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    private protected override bool HasFinding => _patterns.Count > 0;

    private MailAccessPattern Filter => new()
    {
        Mailboxes = Mailbox,
        UserIds = UserId,
        SessionIds = SessionId,
        Networks = Array.ConvertAll(Network, static network => CidrText.TryNormalise(network, out string normalised) ? normalised : network),
        AppIds = AppId,
        ClientAppIds = ClientAppId,
        Start = Start,
        End = End,
    };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RequireWindow(Start, End);

        if ((SubjectFrom.Length > 0 || MessageTrace.Length > 0) && GroupBy != ExposureGrouping.Message && InternetMessageId.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.SubjectsNeedMessages());
        }

        _tenant = SubjectFrom.Length > 0 ? RequireConnection(Connection) : null;
    }

    private protected override void AddFinding(PSObject finding)
    {
        if (FindingAccessPattern.TryRead(finding, out MailAccessPattern? pattern))
        {
            _patterns.Add(pattern);
        }
        else
        {
            WriteError(ErrorRecords.FindingNotSupported(AuditInput.Sort(finding).TypeName));
        }
    }

    private protected override AuditHunt CreateHunt()
    {
        MailAccessPattern filter = Filter;
        return new MailExposureHunt(new MailExposureOptions
        {
            Patterns = IsFindingSet ? _patterns.Select(pattern => pattern.NarrowedBy(filter)).ToArray() : [filter],
            InternetMessageIds = InternetMessageId,
            Grouping = InternetMessageId.Length > 0 ? ExposureGrouping.Message : GroupBy,
            FolderSizes = FolderStatistics.Select(FolderStatisticsReader.Read).OfType<FolderSize>().ToArray(),
        });
    }

    private protected override void WriteResult()
    {
        MailExposureResult result = Read(_ => ((MailExposureHunt)Engine).Complete());
        WriteReadReport(result.ReadReport);
        WarnOfNothing(result.Exposures.Count + result.Messages.Count, result.ReadReport);
        _ = ExposureSubjects.Take(result.Messages, MessageTrace.Select(MessageTraceReader.Read).OfType<MessageSubject>());
        if (_tenant is not null)
        {
            FindSubjects(result.Messages, _tenant);
        }

        WriteObject(result.Exposures, enumerateCollection: true);
        WriteObject(result.Messages, enumerateCollection: true);
    }

    private void FindSubjects(IReadOnlyList<ExposedMessage> messages, TenantConnection connection)
    {
        ITenantReader tenant = OpenReader(connection);
        if (SubjectFrom.Contains(SubjectSource.MessageTrace))
        {
            Write(Ask(token => ExposureSubjects.TraceAsync(tenant, messages, token)), connection.Name, tenant);
        }

        if (!SubjectFrom.Contains(SubjectSource.Mailbox))
        {
            return;
        }

        foreach ((string mailbox, IReadOnlyList<ExposedMessage> some, int all) in ExposureSubjects.Wanted(messages, SubjectLimit))
        {
            if (all > some.Count)
            {
                WriteWarning(Strings.Format(Strings.SubjectsLeft, mailbox, ViewHelpers.Number(all), ViewHelpers.Number(some.Count)));
            }

            if (!ShouldProcess(mailbox, Strings.Format(Strings.SubjectAction, ViewHelpers.Number(some.Count), tenant.ClientId)))
            {
                continue;
            }

            SubjectReading reading = Ask(token => ExposureSubjects.LookUpAsync(tenant, mailbox, some, token));
            Write(reading, mailbox, tenant);
            if (reading.Lookups.Count > 0)
            {
                WriteWarning(Strings.Format(
                    Strings.SubjectsLookedUp, mailbox, ViewHelpers.Number(reading.Asked), ViewHelpers.Seconds(reading.Lookups[0].AskedAt), ViewHelpers.Seconds(reading.Lookups[^1].AskedAt), ViewHelpers.Number(reading.Found), tenant.ClientId));
            }
        }
    }

    private void Write(SubjectReading reading, string target, ITenantReader tenant)
    {
        if (reading.Failure is { } failure)
        {
            WriteError(ErrorRecords.Tenant(failure, target, tenant.Name));
        }
    }
}
