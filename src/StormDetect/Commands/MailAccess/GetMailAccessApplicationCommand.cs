using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Completion;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Lists every application that reads mail, with whose mail it reads and from where.</summary>
/// <remarks>
/// <para>
/// Get-MailAccessApplication reads exported audit logs and lists every way mail is read in the tenant: the application whose token reached Exchange
/// (AppId), the application behind the call (ClientAppId), the protocol and on whose authority, with how many mailboxes, items and networks, when it
/// was first and last seen, and whether it grows. The most used come first.
/// </para>
/// <para>
/// Names are those of a dated list of published ids and serve display only: an id without a name is not suspicious for that, and an id with one is
/// not harmless. An application that reads mail through several protocols is listed once for each.
/// </para>
/// </remarks>
/// <example>
/// <title>Who reads mail here?</title>
/// <code>Get-MailAccessApplication ./audit</code>
/// <para>Everything that read mail in the time the logs cover, most mailboxes first.</para>
/// </example>
/// <example>
/// <title>Applications that have just appeared</title>
/// <code>Get-MailAccessApplication ./audit | Sort-Object FirstSeen -Descending | Select-Object -First 5</code>
/// <para>The five paths to mail seen for the first time most recently.</para>
/// </example>
/// <example>
/// <title>Who registered them</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -DeviceCode
/// Get-MailAccessApplication ./audit -ResolveApplication | Where-Object ClientAppOwner -NE 'Microsoft' | Format-Table ClientAppName, ClientAppOwner, MailboxCount</code>
/// <para>An application of another tenant without a verified publisher that reads many mailboxes is worth a look, whatever it calls itself.</para>
/// </example>
/// <example>
/// <title>One application, and access without any application id</title>
/// <code>Get-MailAccessApplication ./audit -AppId 00000003-0000-0000-c000-000000000000
/// Get-MailAccessApplication ./audit -AppId none -ClientAppId none</code>
/// <para>The first line is everything that came through Microsoft Graph, the second what carries no id, as Outlook for Windows does.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="about_StormDetect_MailAccess"/>
/// <seealso href="about_StormDetect_Exports"/>
/// <seealso href="Get-AnomalousMailAccess"/>
[RequiresPermission(PermissionCatalog.Applications)]
[Cmdlet(VerbsCommon.Get, "MailAccessApplication", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailAccessApplication))]
public sealed class GetMailAccessApplicationCommand : MailAccessHuntCmdlet
{
    private const string None = "none";

    /// <summary>Only applications whose AppId, or its public name, matches. The word none stands for records without an AppId.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? AppId { get; set; }

    /// <summary>Only applications whose ClientAppId, or its public name, matches. The word none stands for records without a ClientAppId.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? ClientAppId { get; set; }

    /// <summary>
    /// Asks the tenant's directory for the names of the applications, and who registered them (AppOwner, ClientAppOwner: Microsoft, this tenant, or another one). Without it, names are those of a list of published
    /// ones. A name is chosen by whoever registers the application; the owner is not.
    /// </summary>
    [Parameter]
    public SwitchParameter ResolveApplication { get; set; }

    /// <summary>
    /// The tenant to ask, with ResolveApplication. An object of Connect-StormDetect, or its name.
    /// </summary>
    /// <value>The only connection of the runspace</value>
    [Parameter]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public TenantConnection? Connection { get; set; }

    private protected override MailAccessHuntOptions CreateOptions() => new();

    private protected override void WriteResult()
    {
        TenantConnection? connection = ResolveApplication ? RequireConnection(Connection) : null;
        (IReadOnlyList<MailAccessApplication> applications, ReadReport report) = Read(_ => AccessHunt.CompleteApplications());
        if (connection is not null)
        {
            NameApplications(applications, connection);
        }

        WriteReadReport(report);
        WildcardPattern[] appIds = Patterns(AppId);
        WildcardPattern[] clientAppIds = Patterns(ClientAppId);
        foreach (MailAccessApplication application in applications)
        {
            if (IsMatch(appIds, application.AppId, application.AppName)
                && IsMatch(clientAppIds, application.ClientAppId, application.ClientAppName))
            {
                WriteObject(application);
            }
        }
    }

    private static WildcardPattern[] Patterns(string[]? texts) =>
        (texts ?? []).Select(static text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToArray();

    private static bool IsMatch(WildcardPattern[] patterns, string id, string name) =>
        patterns.Length == 0
        || Array.Exists(patterns, pattern => pattern.IsMatch(id.Length == 0 ? None : id) || (name.Length > 0 && pattern.IsMatch(name)));
}
