using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Finds changes that open mailboxes, send mail elsewhere or blind the audit log.</summary>
/// <remarks>
/// <para>
/// Find-SuspiciousMailboxChange reads exported audit logs and reports what an intruder with an account does to keep reading mail: forwarding (also when it was cleared again), rights on mailboxes and folders, mail flow
/// rules, journaling, connectors, permission for automatic forwarding, Exchange roles of applications, consent, secrets and owners of applications, directory roles, delegated administration by partners, Exchange Web
/// Services and protocols, and tampering with auditing. DetectionId names the kind, such as MailboxChange.Forwarding.
/// </para>
/// <para>
/// Each finding is one story: an account that gives itself twelve mailboxes within an hour is one, and so is a mailbox forwarded and cleared again. It is scored by what the change does, how far it reaches, who made it for
/// whom, and what else the same account did; the reasons add up to the score (2 is Low, 4 Medium, 7 High, 10 Critical). Rights that a help desk gives every day stay below Medium, mail that stays inside the tenant and
/// Microsoft's own provisioning are silent, and switching auditing back on is good news, not a finding.
/// </para>
/// <para>
/// Real tampering opens blind intervals in the coverage: the whole tenant while the unified audit log or mailbox auditing is off, a mailbox whose audit set lacks MailItemsAccessed, an account while it is exempt from
/// auditing, whose reads cannot be known in any mailbox. What only looks like tampering is called that: AuditEnabled False is ignored by Exchange while auditing is on for the organisation, and AuditLogAgeLimit empties the
/// mailbox's own folder, not the unified audit log.
/// </para>
/// <para>
/// Whether mail leaves the tenant is judged by AcceptedDomain, the domains of mailboxes in the log, and those that its administration records prove; subdomains of them count as inside.
/// </para>
/// </remarks>
/// <example>
/// <title>Hunt through a folder of exports</title>
/// <code>Find-SuspiciousMailboxChange ./audit -MinimumSeverity Informational</code>
/// <para>Shows every change that says something, the everyday ones too. Without MinimumSeverity only Medium and above.</para>
/// </example>
/// <example>
/// <title>Name the tenant's domains and the mailboxes that matter most</title>
/// <code>Find-SuspiciousMailboxChange ./audit -AcceptedDomain contoso.example, contoso.onmicrosoft.com -PriorityMailbox ceo@contoso.example -MinimumSeverity Low</code>
/// <para>Get-AcceptedDomain of Exchange Online lists the domains.</para>
/// </example>
/// <example>
/// <title>What still stands, and how to take it back</title>
/// <code>Find-SuspiciousMailboxChange ./audit -MinimumSeverity Informational | Where-Object -Not IsReverted | Format-List Title, NextStepsText</code>
/// <para>The next steps are commands to copy: preserve first, then take back. StormDetect never runs them.</para>
/// </example>
/// <example>
/// <title>With what the directory itself has logged by now</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -DeviceCode
/// Find-SuspiciousMailboxChange ./audit -LiveDirectoryAudit</code>
/// <para>Consents and new secrets of the last hours, which the audit log may not have yet. The tenant's domains are asked for as well.</para>
/// </example>
/// <example>
/// <title>With what applications may do already</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -DeviceCode
/// Find-SuspiciousMailboxChange ./audit -LiveConsent -MinimumSeverity Informational | Where-Object ChangeKind -EQ StandingConsent | Select-Object Severity, Title, ReasonsText</code>
/// <para>Consent that was given before the logs begin. A grant alone is Low or Informational; the reasons say what speaks against it. Roles that Exchange itself gives applications are not among them; Test-M365LoggingConfig reads those.</para>
/// </example>
/// <example>
/// <title>What could not be seen because of it</title>
/// <code>$result = Find-SuspiciousMailboxChange ./audit -Summary
/// $result.VerdictText
/// $result.Coverage.BlindIntervals | Format-Table</code>
/// <para>For scripts that act on the verdict, and to see which times, mailboxes and accounts auditing said nothing about.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_MailboxChange"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Import-M365AuditLog"/>
[RequiresPermission(PermissionCatalog.DirectoryAudits, PermissionCatalog.Applications, PermissionCatalog.Domains)]
[Cmdlet(VerbsCommon.Find, "SuspiciousMailboxChange", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailboxChangeFinding), typeof(MailHuntResult))]
public sealed class FindSuspiciousMailboxChangeCommand : FindingCmdlet
{
    /// <summary>
    /// Reads what changed in the tenant's directory as well: consent, credentials, owners, roles, from Start or the last 30 days on, as far as Entra keeps it (7 days without a P1 or P2 licence). It is there hours before
    /// the audit log has it. A change that both have counts once.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveDirectoryAudit { get; set; }

    /// <summary>
    /// Reads which applications may read mail now: app roles of Microsoft Graph and Exchange Online, and delegated permissions. Those that no consent in the logs tells of are findings (MailboxChange.StandingConsent): Low or
    /// Informational by themselves, more where nobody verified the publisher, the owner is not known, they came within 30 days, carry a name like one of Microsoft's, or were used to read mail out of the ordinary. Of the users who consented the first
    /// ten of an application are named (User.Read.All), by object id where the connection may not read users.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveConsent { get; set; }

    private protected override string HuntName => "MailboxChange";

    private protected override LiveSources Sources => new() { DirectoryAudits = LiveDirectoryAudit, Consents = LiveConsent };
}
