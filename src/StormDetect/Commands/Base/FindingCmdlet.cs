using System;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that run one of the hunts around mail access over audit logs and write its findings.</summary>
public abstract class FindingCmdlet : AuditHuntCmdlet
{
    /// <summary>Start of the window to report on, inclusive. A time without a zone is UTC.</summary>
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
    /// Mail domains of the tenant, such as those of Get-AcceptedDomain. Mail that goes elsewhere leaves the tenant. The domains of mailboxes that the log itself shows count as well. With a connection in use, the
    /// tenant's own verified domains are taken where none are given, for that tenant alone. In logs of several tenants a domain counts for the tenant whose mailboxes have it, one that no mailbox has for every tenant
    /// with another of the domains given, and a tenant with none of them is judged as if none were given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AcceptedDomain { get; set; } = [];

    /// <summary>Mailboxes, by address or MailboxGuid, whose mail matters most.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] PriorityMailbox { get; set; } = [];

    /// <summary>Findings below this severity are left out and do not make the verdict Suspicious.</summary>
    /// <value>Medium</value>
    [Parameter]
    public Severity MinimumSeverity { get; set; } = Severity.Medium;

    /// <summary>Gives one object with verdict, coverage, findings and read report in place of the findings.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The tenant to ask for what the logs do not hold: its mail domains, and what the live parameters name. An object of Connect-StormDetect, or its name.
    /// </summary>
    /// <value>None, or the only connection of the runspace where a live parameter needs one</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    /// <summary>The hunt, by its name in <see cref="MailHunt.HuntNames"/>.</summary>
    private protected abstract string HuntName { get; }

    /// <summary>What is read from the tenant beside the logs.</summary>
    private protected virtual LiveSources Sources => new();

    /// <summary>Whether a parameter asks for something only a tenant has.</summary>
    private protected virtual bool NeedsTenant => !Sources.IsEmpty;

    /// <summary>The tenant to ask; null where none is.</summary>
    private protected TenantConnection? Tenant { get; private set; }

    /// <summary>The tenant to ask once the input is known.</summary>
    private protected virtual TenantConnection? LiveTenant => Tenant;

    private protected MailHunt MailHunt => (MailHunt)Engine;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RequireWindow(Start, End);

        Tenant = NeedsTenant ? RequireConnection(Connection) : Connection is null ? null : FindConnection(Connection);
    }

    private protected override AuditHunt CreateHunt() => new MailHunt(CreateOptions());

    private protected virtual MailHuntOptions CreateOptions() => new()
    {
        Hunts = [HuntName],
        AcceptedDomains = AcceptedDomains(AcceptedDomain, LiveTenant),
        AcceptedDomainsOf = AcceptedDomain.Length == 0 && LiveTenant is { } own ? own.TenantId : string.Empty,
        Access = new MailAccessHuntOptions
        {
            Start = Start,
            End = End,
            MinimumSeverity = MinimumSeverity,
            PriorityMailboxes = PriorityMailbox,
            Now = DateTimeOffset.UtcNow,
        },
    };

    /// <summary>Ends the cmdlet where what was read is no answer.</summary>
    private protected virtual void Check(LiveReadReport? report)
    {
    }

    private protected override void WriteResult()
    {
        MailHunt hunt = MailHunt;
        if (!Sources.IsEmpty && LiveTenant is { } connection)
        {
            hunt.ReadLive(OpenReader(connection), Sources, DateTimeOffset.UtcNow);
        }

        MailHuntResult result = Read(hunt.Complete);
        Check(hunt.LiveReport);
        WriteLiveReport(hunt.LiveReport, LiveTenant);
        WriteReadReport(result.ReadReport);
        if (result.SignInReport is ReadReport signIns)
        {
            WriteReadReport(signIns);
        }

        foreach (string note in result.Notes)
        {
            WriteWarning(PlainText.Safe(note));
        }

        WriteResult(result.Verdict, result.VerdictText, result.Findings, Summary ? result : null);
    }
}
