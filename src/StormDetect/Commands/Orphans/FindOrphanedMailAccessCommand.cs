using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Finds mail access that no sign-in explains, and tokens used as their sign-in cannot explain.</summary>
/// <remarks>
/// <para>
/// A forged token, as of Storm-0558, needs no sign-in. Find-OrphanedMailAccess compares each MailItemsAccessed record with sign-ins: by the token's unique id, which is the id of the
/// sign-in that gave it, by the session, by the request that Microsoft Graph logged, else by user, application, network and time, up to 30 hours back.
/// </para>
/// <para>
/// Sign-ins come from UserLoggedIn records of the same audit logs, and from exports of Entra given by SignInPath. The non-interactive ones matter most: without them a token that was
/// renewed silently looks like one without a sign-in.
/// </para>
/// <para>
/// Each finding has a grade. Orphaned: the identifiers are there, the sign-ins are complete for that time, such access is nearly always explained here, and nothing matches. Weak: nothing
/// matches, but that says little. Misused: a sign-in explains the token or session, but not its use from another network, after its life, or in two places at once. How often each path
/// goes unexplained is learned from the logs, so that services whose tokens never have a sign-in do not flood. Access for which there are no sign-ins is not judged, and is in the coverage.
/// </para>
/// <para>
/// An orphan alone is no conviction: it is Low (Weak: Informational), and Medium only where it reaches several mailboxes through a path that is known to find its sign-ins here. In a
/// hunt for everything it raises the findings whose reads it concerns.
/// </para>
/// </remarks>
/// <example>
/// <title>With the sign-ins of the audit log itself</title>
/// <code>Find-OrphanedMailAccess ./audit -MinimumSeverity Informational</code>
/// <para>UserLoggedIn records hold interactive sign-ins only; what that leaves open is said in a warning.</para>
/// </example>
/// <example>
/// <title>With sign-ins of Entra</title>
/// <code>Find-OrphanedMailAccess ./audit -SignInPath ./signins -MinimumSeverity Informational | Format-Table Severity, Grade, UnmatchedCount, Title</code>
/// <para>Exports of the portal, of Graph, Sentinel or Defender, in any mix. Each finding says how many reads nothing explains.</para>
/// </example>
/// <example>
/// <title>With the sign-ins of the tenant itself</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -DeviceCode
/// $result = Find-OrphanedMailAccess ./audit -LiveSignIn -ResolveApplication -Summary
/// $result</code>
/// <para>The findings are in $result.Findings. What is older than Entra keeps cannot be compared, and is in the coverage; exports given by SignInPath count as well.</para>
/// </example>
/// <example>
/// <title>The records behind a finding</title>
/// <code>Find-OrphanedMailAccess ./audit -SignInPath ./signins -MinimumSeverity Informational | Select-Object -First 1 | Import-M365AuditLog -Path ./audit</code>
/// <para>Fetches the access records that no sign-in explains.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_SignIns"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Import-M365AuditLog"/>
[RequiresPermission(PermissionCatalog.SignIns, PermissionCatalog.Applications, PermissionCatalog.Domains)]
[Cmdlet(VerbsCommon.Find, "OrphanedMailAccess", DefaultParameterSetName = PathSet)]
[OutputType(typeof(OrphanedMailAccess), typeof(MailHuntResult))]
public sealed class FindOrphanedMailAccessCommand : FindingCmdlet
{
    private List<string> _signIns = [];

    /// <summary>
    /// Files with sign-ins of Entra, or folders that are searched for them: CSV and JSON of the portal, pages of Microsoft Graph (v1.0 and beta), the tables SigninLogs,
    /// AADNonInteractiveUserSignInLogs, AADServicePrincipalSignInLogs, EntraIdSignInEvents and MicrosoftGraphActivityLogs. Each is recognised by its content, also in gzip and zip files.
    /// Wildcards are expanded.
    /// </summary>
    [Parameter]
    [Alias("SignIns")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] SignInPath { get; set; } = [];

    /// <summary>
    /// Reads the sign-ins of the tenant itself, for the time of the mail access and the week before it: interactive, non-interactive, of service principals and managed identities. Entra keeps them 30 days (7 without a
    /// P1 or P2 licence); what it does not keep or give is in the coverage.
    /// </summary>
    [Parameter]
    public SwitchParameter LiveSignIn { get; set; }

    /// <summary>
    /// Asks the tenant's directory for the names of the applications, and who registered them (AppOwner, ClientAppOwner: Microsoft, this tenant, or another one). Without it, names are those of a list of published
    /// ones. Titles say them beside the id. A name is chosen by whoever registers the application; the owner is not.
    /// </summary>
    [Parameter]
    public SwitchParameter ResolveApplication { get; set; }

    private protected override string HuntName => "OrphanedAccess";

    private protected override LiveSources Sources => new() { SignIns = LiveSignIn, ApplicationNames = ResolveApplication };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _signIns = ResolvePaths(SignInPath, literal: false);
    }

    private protected override MailHuntOptions CreateOptions() => base.CreateOptions() with { SignInPaths = _signIns };
}
