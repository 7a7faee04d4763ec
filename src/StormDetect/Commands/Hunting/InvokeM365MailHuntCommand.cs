using System;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Runs all hunts over audit logs in one pass and joins what they find into incidents.</summary>
/// <remarks>
/// <para>
/// Invoke-M365MailHunt reads exported audit logs once and asks all questions of them: mail access out of the ordinary, inbox rules, forwarding, delegation, consent,
/// audit tampering and the others that MailHunt lists. The result is one object: the verdict and the sentence that decides it, the findings of all hunts, the incidents they
/// belong to, what could not be seen, and what was read.
/// </para>
/// <para>
/// Findings that share a session, an application or network few people use, an account or a mailbox within three days are one incident: what happened, in order, and
/// what to do, with evidence preserved first. A finding that nothing joins to another is an incident of its own.
/// </para>
/// <para>
/// The logs may be of any number of tenants, in one folder or many: each is judged by its own records, settings and history, and gets a verdict of its own in Tenants, the same as if it had been hunted alone.
/// The verdict over all is no clean one while any tenant's is not. about_StormDetect_ManyTenants says how to look after many.
/// </para>
/// <para>
/// The cmdlets for single questions (Get-AnomalousMailAccess, Find-SuspiciousInboxRule and others) give the same findings without the rest. Nothing is
/// written or sent, and the cmdlet needs no rights but to read the files.
/// </para>
/// </remarks>
/// <example>
/// <title>Everything in one pass</title>
/// <code>$hunt = Invoke-M365MailHunt ./audit
/// $hunt.Incidents | Format-List
/// $hunt.Findings</code>
/// <para>The verdict is in $hunt.Verdict with its sentence in VerdictText; the findings are objects as the single cmdlets give them.</para>
/// </example>
/// <example>
/// <title>Some hunts only, one week, own domains named</title>
/// <code>Invoke-M365MailHunt ./audit -Hunt MailAccess -Start 2026-09-14 -End 2026-09-20 -AcceptedDomain contoso.example</code>
/// <para>Earlier records still are the history to compare with. AcceptedDomain says which addresses are the tenant's own.</para>
/// </example>
/// <example>
/// <title>A runbook: what is new since the last run</title>
/// <code>New-MailAccessBaseline ./audit -Baseline ./all.sdb
/// $hunt = Invoke-M365MailHunt ./audit -Baseline ./all.sdb -NewOnly
/// Update-MailAccessBaseline ./audit -Baseline ./all.sdb -Reported $hunt.Findings
/// $hunt</code>
/// <para>The first line is for the first time. A finding is told once, and again when its severity grew.</para>
/// </example>
/// <example>
/// <title>Logs from files, everything else from the tenant</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -DeviceCode
/// Invoke-M365MailHunt ./audit -LiveSignIn -LiveDirectoryAudit -LiveConsent -ResolveApplication</code>
/// <para>Sign-ins, changes in the directory, what applications may read, mail domains, and the names and owners of applications.</para>
/// </example>
/// <example>
/// <title>An intruder who was there before the log begins</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -ClientId 11111111-2222-3333-4444-555555555555 -CertificateThumbprint A1B2C3D4E5F60718293A4B5C6D7E8F9012345678
/// Invoke-M365MailHunt ./audit -LiveInboxRule -LiveConsent -ShowPlan
/// $hunt = Invoke-M365MailHunt ./audit -LiveInboxRule -LiveConsent -MinimumSeverity Low
/// $hunt.Coverage.BlindIntervals | Where-Object Cause -EQ InboxRulesMissing</code>
/// <para>Rules and consents as they stand. Rules are read as an application only. The last line names the mailboxes whose rules could not be read.</para>
/// </example>
/// <example>
/// <title>The logs of many customers, and what each comes to</title>
/// <code>$hunt = Invoke-M365MailHunt ./audit
/// $hunt.Tenants
/// $hunt.Findings | Sort-Object TenantName, FirstSeen | Format-Table -GroupBy TenantName</code>
/// <para>Those tenants come first that somebody has to look at. Export-Csv and ConvertTo-Json take them as they are.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_ManyTenants"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Update-MailAccessBaseline"/>
[RequiresPermission(
    PermissionCatalog.SignIns, PermissionCatalog.DirectoryAudits, PermissionCatalog.Applications, PermissionCatalog.InboxRules, PermissionCatalog.Users, PermissionCatalog.FolderNames, PermissionCatalog.Domains)]
[Cmdlet(VerbsLifecycle.Invoke, "M365MailHunt", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailHuntResult), typeof(TenantReadStep))]
public sealed class InvokeM365MailHuntCommand : MailAccessJudgeCmdlet
{
    /// <summary>The hunts to run, by name. Without it, all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HuntCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Hunt { get; set; } = [];

    /// <summary>
    /// Mail domains of the tenant, such as those of Get-AcceptedDomain. Mail that goes elsewhere leaves the tenant. The domains of mailboxes that the log itself shows count as well. With a connection in use, the
    /// tenant's own verified domains are taken where none are given, for that tenant alone. In logs of several tenants a domain counts for the tenant whose mailboxes have it, one that no mailbox has for every tenant with
    /// another of the domains given, and a tenant with none of them is judged as if none were given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AcceptedDomain { get; set; } = [];

    /// <summary>
    /// Files with sign-ins of Entra, or folders that are searched for them: what the portal downloads, pages of Microsoft Graph, tables of Sentinel and Defender. Mail access that none of
    /// them explains is evidence. Wildcards are expanded.
    /// </summary>
    [Parameter]
    [Alias("SignIns")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] SignInPath { get; set; } = [];

    /// <summary>
    /// Reads the sign-ins of the tenant itself, for the time of the mail access and the week before it: interactive, non-interactive, of service principals and managed identities. Entra keeps them 30 days (7 without a
    /// P1 or P2 licence); what it does not keep or give is in the coverage.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveSignIn { get; set; }

    /// <summary>
    /// Reads what changed in the tenant's directory as well: consent, credentials, owners, roles, from Start or the last 30 days on, as far as Entra keeps it (7 days without a P1 or P2 licence). It is there hours before
    /// the audit log has it. A change that both have counts once.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveDirectoryAudit { get; set; }

    /// <summary>
    /// Reads the inbox rules of every mailbox as they stand, so that a rule is seen that was made before the log begins. The same rule is one finding, whether the log, the mailbox or both have it. Mailboxes whose rules cannot be
    /// read are errors with their names, and in the coverage. As an application only: a person's permission reaches the person's own mailbox alone.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveInboxRule { get; set; }

    /// <summary>Reads the inbox rules of these mailboxes only, by principal name or object id. LiveInboxRule need not be given as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RuleMailbox { get; set; } = [];

    /// <summary>
    /// Reads which applications may read mail now: app roles of Microsoft Graph and Exchange Online, and delegated permissions. Those that no consent in the logs tells of are findings (MailboxChange.StandingConsent): Low or
    /// Informational by themselves, more where nobody verified the publisher, the owner is not known, they came within 30 days, carry a name like one of Microsoft's, or were used to read mail out of the ordinary. Of the users who consented the first
    /// ten of an application are named (User.Read.All), by object id where the connection may not read users.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveConsent { get; set; }

    /// <summary>Lists what would be asked of the tenant, with permission and cost, and asks and reads nothing.</summary>
    [Parameter]
    public SwitchParameter ShowPlan { get; set; }

    /// <summary>Files with indicators: STIX 2.x bundles, MISP JSON, tables (CSV), or bare lists of values. The published Storm-0558 set is looked for in any case. Wildcards are expanded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] IndicatorPath { get; set; } = [];

    /// <summary>Files with words to judge inbox rules by beside the built-in ones; Find-SuspiciousInboxRule says how they are written. Wildcards are expanded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] KeywordFile { get; set; } = [];

    private protected override bool NeedsTenant => !ShowPlan && !Sources.IsEmpty;

    private LiveSources Sources => new()
    {
        SignIns = LiveSignIn,
        DirectoryAudits = LiveDirectoryAudit,
        AllInboxRules = LiveInboxRule && RuleMailbox.Length == 0,
        RuleMailboxes = RuleMailbox,
        Consents = LiveConsent,
        ApplicationNames = ResolveApplication,
    };

    private MailHunt Everything => (MailHunt)Engine;

    private protected override AuditHunt CreateHunt() => new MailHunt(
        new MailHuntOptions
        {
            Hunts = Hunt,
            AcceptedDomains = AcceptedDomains(AcceptedDomain, Tenant),
            AcceptedDomainsOf = AcceptedDomain.Length == 0 && Tenant is { } own ? own.TenantId : string.Empty,
            SignInPaths = ResolvePaths(SignInPath, literal: false),
            Indicators = ReadIndicators(IndicatorPath, IndicatorReader.BuiltIn.Count),
            RuleWords = ReadRuleWords(KeywordFile),
            Access = CreateOptions() with { Activities = Activity },
        },
        Learned);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        foreach (string name in Hunt)
        {
            if (!MailHunt.HuntNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                ThrowTerminatingError(ErrorRecords.HuntUnknown(name, MailHunt.HuntNames));
            }
        }

        RequireHunt("OrphanedAccess", LiveSignIn, nameof(LiveSignIn));
        RequireHunt("MailboxChange", LiveDirectoryAudit, nameof(LiveDirectoryAudit));
        RequireHunt("MailboxChange", LiveConsent, nameof(LiveConsent));
        RequireHunt("InboxRule", LiveInboxRule || RuleMailbox.Length > 0, LiveInboxRule ? nameof(LiveInboxRule) : nameof(RuleMailbox));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShowPlan)
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShowPlan)
        {
            WriteObject(Plan(), enumerateCollection: true);
            return;
        }

        base.EndProcessing();
    }

    private protected override void WriteResult()
    {
        MailHunt hunt = Everything;
        if (!Sources.IsEmpty)
        {
            hunt.ReadLive(OpenReader(Tenant!), Sources, DateTimeOffset.UtcNow);
        }

        MailHuntResult result = Read(hunt.Complete);
        WriteLiveReport(hunt.LiveReport, Tenant);
        WriteReadReport(result.ReadReport);
        if (result.SignInReport is { } signIns)
        {
            WriteReadReport(signIns);
        }

        WriteNotes(result.Notes, result.Baseline);
        WriteResult(result.Verdict, result.VerdictText, result.Findings, result);
    }

    /// <summary>What would be asked of the tenant; its mail domains are asked for wherever a connection is in use and none are given.</summary>
    private TenantReadStep[] Plan() =>
        [.. Sources.Plan(), .. AcceptedDomain.Length == 0 && (!Sources.IsEmpty || Connection is not null) ? [TenantReadStep.Domains] : (TenantReadStep[])[]];

    /// <summary>What no hunt would judge is not read: it can take hours, and says nothing.</summary>
    private void RequireHunt(string hunt, bool isAsked, string parameter)
    {
        if (isAsked && Hunt.Length > 0 && !Hunt.Contains(hunt, StringComparer.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(ErrorRecords.LiveSourceUnused(parameter, hunt));
        }
    }
}
