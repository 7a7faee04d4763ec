using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What to do now, true to the case: preserve first, then take back.</summary>
internal static class ChangeResponse
{
    public static IReadOnlyList<NextStep> NextSteps(ChangeStory story, MailboxChange change, IReadOnlyList<string> mailboxes, IReadOnlyList<string> apps)
    {
        List<NextStep> steps = change.IsStanding ? [.. Standing(change, apps)] : [Records(story)];
        if (mailboxes.Count > 0 && change.Kind is not (MailboxChangeKind.Protocol or MailboxChangeKind.EwsAccess))
        {
            steps.Add(StepCommands.Hold(mailboxes));
        }

        string rest = StepCommands.Rest(mailboxes.Count, "mailbox");
        steps.AddRange(Evict(story, change, mailboxes, apps).Select(step => step.Command is null ? step : step with { Text = step.Text + rest }));
        string[] actors = [.. story.Actors.Where(static actor => actor.Contains('@', StringComparison.Ordinal))];
        if (actors.Length > 0)
        {
            steps.Add(StepCommands.Revoke(actors, "If the account's owner knows nothing of it: revoke its sessions and reset its credentials. That ends a stolen token, not a forged one."));
        }

        steps.Add(new NextStep(NextStepKind.Notify, Notify(change), null));
        return StepCommands.InOrder(steps);
    }

    private static NextStep Records(ChangeStory story) => new(
        NextStepKind.Preserve, $"Export what {(story.Actors.Count > 1 ? "these accounts" : "this account")} did around that time now: audit retention keeps running.",
        StepCommands.Records(story.Actors, story.First.Time, story.Last));

    private static IEnumerable<NextStep> Standing(MailboxChange change, IReadOnlyList<string> apps)
    {
        yield return new NextStep(
            NextStepKind.Preserve, "Write down what the application is and holds, before anything is changed.",
            apps.Count == 0 ? null : $"Get-MgServicePrincipal -Filter \"appId eq {PowerShellText.Quote(apps[0])}\" | Select-Object * | Export-Clixml -LiteralPath './application.xml'");
        if (apps.Count > 0 && change.NewValue.StartsWith("Principal", StringComparison.Ordinal))
        {
            yield return new NextStep(
                NextStepKind.Preserve, "See whose mail it reads: the users who consented.",
                $"$id = (Get-MgServicePrincipal -Filter \"appId eq {PowerShellText.Quote(apps[0])}\").Id; Get-MgOauth2PermissionGrant -All -Filter \"clientId eq '$id'\" | ForEach-Object {{ Get-MgUser -UserId $_.PrincipalId }}");
        }

        yield return new NextStep(
            NextStepKind.Preserve, "Find out who consented: the audit log keeps it 180 days, or a year with a premium licence. Ask the owner of the application whether it has to read mail; only if nobody answers for it, go on.",
            $"Search-UnifiedAuditLog -StartDate (Get-Date).AddDays(-180) -EndDate (Get-Date) -Operations 'Consent to application.', 'Add delegated permission grant.', 'Add app role assignment to service principal.' -FreeText {PowerShellText.Quote(change.Subject)} -ResultSize 5000");
    }

    private static IEnumerable<NextStep> Evict(ChangeStory story, MailboxChange change, IReadOnlyList<string> mailboxes, IReadOnlyList<string> apps)
    {
        string subject = PowerShellText.Quote(change.Subject);
        string target = PowerShellText.Quote(change.Target);
        if (story.IsReverted)
        {
            yield return Step("It was taken back already. Check that it is gone, and look at what left or was read while it stood.", null);
            yield break;
        }

        switch (change.Kind)
        {
            case MailboxChangeKind.Forwarding:
                yield return Step("Stop the forwarding. Mail that was forwarded left no record of a read: count it with a message trace.", Each(mailboxes, static m => $"Set-Mailbox -Identity {m} -ForwardingSmtpAddress $null -ForwardingAddress $null"));
                yield return Step("See what left (a trace goes back 90 days).", StepCommands.Trace($"-RecipientAddress {StepCommands.List(story.Changes.SelectMany(static c => c.Destinations).Distinct(StringComparer.OrdinalIgnoreCase).DefaultIfEmpty(string.Empty))}", story.First.Time));
                break;
            case MailboxChangeKind.Permission or MailboxChangeKind.SendAs or MailboxChangeKind.SendOnBehalf or MailboxChangeKind.FolderPermission:
                yield return Step("If the owners do not know of it, remove the rights.", string.Join("; ", story.Changes.Where(static c => c.EndedBy is null).Select(Removal).Distinct().Take(StepCommands.MostNames)));
                break;
            case MailboxChangeKind.TransportRule:
                yield return Step("Export the rule, then switch it off; remove it when it has been preserved.", $"Get-TransportRule -Identity {subject} | Export-Clixml -LiteralPath './rule.xml'; Disable-TransportRule -Identity {subject} -Confirm:$false");
                break;
            case MailboxChangeKind.Journaling:
                yield return change.State == "JournalingReportNdrTo"
                    ? Step("Send undeliverable journal reports to a mailbox of your own.", "Set-TransportConfig -JournalingReportNdrTo '<>'")
                    : Step("Export the journal rule, then switch it off.", $"Get-JournalRule -Identity {subject} | Export-Clixml -LiteralPath './rule.xml'; Disable-JournalRule -Identity {subject} -Confirm:$false");
                break;
            case MailboxChangeKind.Connector:
                string noun = change.Operation.Contains("Inbound", StringComparison.OrdinalIgnoreCase) ? "InboundConnector" : "OutboundConnector";
                yield return Step("Export the connector, then switch it off if nobody answers for it.", $"Get-{noun} -Identity {subject} | Export-Clixml -LiteralPath './connector.xml'; Set-{noun} -Identity {subject} -Enabled $false");
                break;
            case MailboxChangeKind.RemoteDomain:
                yield return Step("Forbid automatic forwarding again.", $"Set-RemoteDomain -Identity {subject} -AutoForwardEnabled $false");
                break;
            case MailboxChangeKind.OutboundPolicy:
                yield return Step("Forbid automatic forwarding again.", $"Set-HostedOutboundSpamFilterPolicy -Identity {subject} -AutoForwardingMode Off");
                break;
            case MailboxChangeKind.ApplicationAccess when change.State == "AccessPolicy":
                yield return Step("Limit the application again.", null);
                break;
            case MailboxChangeKind.ApplicationAccess when change.State == "ServicePrincipal":
                yield return Step("See what it was given in Exchange, then remove it there.", $"Get-ManagementRoleAssignment -RoleAssignee {target} | Remove-ManagementRoleAssignment; Remove-ServicePrincipal -Identity {target}");
                break;
            case MailboxChangeKind.ApplicationAccess:
                yield return Step("Remove the role.", $"Remove-ManagementRoleAssignment -Identity {subject}");
                break;
            case MailboxChangeKind.Consent or MailboxChangeKind.StandingConsent or MailboxChangeKind.Credential or MailboxChangeKind.Owner or MailboxChangeKind.Application:
                foreach (NextStep step in Application(change, apps))
                {
                    yield return step;
                }

                break;
            case MailboxChangeKind.AdminRole:
                foreach (NextStep step in Roles(story))
                {
                    yield return step;
                }

                break;
            case MailboxChangeKind.PartnerAccess:
                yield return Step("End the relationship in the Microsoft 365 admin centre (Settings, Partner relationships), and ask the partner by a number you know already.", "Get-MgContract -All");
                break;
            case MailboxChangeKind.EwsAccess:
                yield return Step("Close Exchange Web Services again, or narrow them to the clients you know.", mailboxes.Count > 0 ? Each(mailboxes, static m => $"Set-CASMailbox -Identity {m} -EwsEnabled $false") : "Set-OrganizationConfig -EwsApplicationAccessPolicy EnforceAllowList");
                break;
            case MailboxChangeKind.Protocol:
                yield return Step("Switch the protocols off again.", mailboxes.Count > 0 ? Each(mailboxes, static m => $"Set-CASMailbox -Identity {m} -ImapEnabled $false -PopEnabled $false -SmtpClientAuthenticationDisabled $true") : "Set-TransportConfig -SmtpClientAuthenticationDisabled $true");
                break;
            default:
                yield return Step("Switch auditing back on, now: every minute without it is lost.", Auditing(change, mailboxes));
                break;
        }
    }

    private static IEnumerable<NextStep> Application(MailboxChange change, IReadOnlyList<string> apps)
    {
        if (apps.Count == 0)
        {
            yield return Step("Find the application in Entra and disable it; revoking users' sessions does not take away what was granted to it.", null);
            yield break;
        }

        string find = StepCommands.Query("Get-MgServicePrincipal", "appId", apps);
        yield return Step("Disable the application's service principal; revoking users' sessions does not take away what was granted to it.", $"{find} | ForEach-Object {{ Update-MgServicePrincipal -ServicePrincipalId $_.Id -AccountEnabled:$false }}");
        if (change.Kind is MailboxChangeKind.Consent or MailboxChangeKind.StandingConsent)
        {
            yield return Step("Revoke what it was granted.", $"{find} | ForEach-Object {{ Get-MgServicePrincipalOauth2PermissionGrant -All -ServicePrincipalId $_.Id | ForEach-Object {{ Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $_.Id }} }}");
            if (change.NewValue.StartsWith("Application", StringComparison.Ordinal))
            {
                yield return Step(
                    "Take its app roles away, which no user's consent gave.",
                    $"{find} | ForEach-Object {{ $id = $_.Id; Get-MgServicePrincipalAppRoleAssignment -All -ServicePrincipalId $id | ForEach-Object {{ Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $id -AppRoleAssignmentId $_.Id }} }}");
            }
        }
        else if (change.State == EntraApplicationReader.Trust)
        {
            yield return Step(
                "Remove the federated credentials nobody answers for: they are in no list of secrets.",
                $"{StepCommands.Query("Get-MgApplication", "appId", apps)} | ForEach-Object {{ Get-MgApplicationFederatedIdentityCredential -ApplicationId $_.Id }} | Format-List Id, Name, Issuer, Subject");
        }
        else if (change.Kind == MailboxChangeKind.Credential)
        {
            yield return Step("Remove the secrets and certificates nobody answers for, from the application and from its service principal, and rotate the others.", $"{find} | Format-List PasswordCredentials, KeyCredentials; {StepCommands.Query("Get-MgApplication", "appId", apps)} | Format-List PasswordCredentials, KeyCredentials");
        }
    }

    /// <summary>What was given, and no more: an administrator has other roles for good reasons.</summary>
    private static IEnumerable<NextStep> Roles(ChangeStory story)
    {
        MailboxChange[] given = [.. story.Changes.Where(static c => c.EndedBy is null)];
        foreach (string group in given.Where(static c => c.State == ExchangeRoleReader.NewGroup).Select(static c => c.Target).Distinct(StringComparer.Ordinal))
        {
            yield return Step("If nobody answers for the role group, remove it; its members keep nothing of it.", $"Remove-RoleGroup -Identity {PowerShellText.Quote(group)} -BypassSecurityGroupManagerCheck -Confirm:$false");
        }

        string[] members = [.. given.Where(static c => c.State == ExchangeRoleReader.GroupMember)
            .Select(static c => $"Remove-RoleGroupMember -Identity {PowerShellText.Quote(c.Subject)} -Member {PowerShellText.Quote(c.Target)} -BypassSecurityGroupManagerCheck -Confirm:$false").Distinct(StringComparer.Ordinal)];
        if (members.Length > 0)
        {
            yield return Step("Take it out of the role group.", string.Join("; ", members.Take(StepCommands.MostNames)));
        }

        MailboxChange[] roles = [.. given.Where(static c => c.State == EntraDirectoryReader.RoleMember)];
        if (roles.Length > 0)
        {
            string ids = StepCommands.List(roles.Select(static c => EntraDirectoryReader.RoleId(c.Subject)).Where(static id => id.Length > 0).Distinct(StringComparer.Ordinal));
            string target = roles[0].Target;
            string principal = target.Contains('@', StringComparison.Ordinal) ? $"(Get-MgUser -UserId {PowerShellText.Quote(target)}).Id"
                : Guid.TryParse(target, out _) ? PowerShellText.Quote(target)
                : $"({StepCommands.Query("Get-MgServicePrincipal", "displayName", [target])}).Id";
            yield return Step(
                "Take the role away, and where the account may activate it (an eligible assignment), that as well, in Privileged Identity Management.",
                $"$id = {principal}; Get-MgRoleManagementDirectoryRoleAssignment -All -Filter \"principalId eq '$id'\" | Where-Object RoleDefinitionId -In {ids} | ForEach-Object {{ Remove-MgRoleManagementDirectoryRoleAssignment -UnifiedRoleAssignmentId $_.Id }}");
        }
    }

    private static string Removal(MailboxChange change)
    {
        string mailbox = PowerShellText.Quote(change.Subject);
        string user = PowerShellText.Quote(change.IsForAnyone && change.Target == "Everyone" ? "Default" : change.Target);
        string folder = change.State.StartsWith("Folder:", StringComparison.Ordinal) ? change.State[7..] : string.Empty;
        return change.Kind switch
        {
            MailboxChangeKind.SendAs => $"Remove-RecipientPermission -Identity {mailbox} -Trustee {user} -AccessRights SendAs -Confirm:$false",
            MailboxChangeKind.SendOnBehalf => $"Set-Mailbox -Identity {mailbox} -GrantSendOnBehalfTo @{{Remove={user}}}",
            MailboxChangeKind.FolderPermission when change.IsForAnyone => $"Set-MailboxFolderPermission -Identity {PowerShellText.Quote($"{change.Subject}:\\{folder}")} -User {user} -AccessRights None",
            MailboxChangeKind.FolderPermission => $"Remove-MailboxFolderPermission -Identity {PowerShellText.Quote($"{change.Subject}:\\{folder}")} -User {user} -Confirm:$false",
            _ => $"Remove-MailboxPermission -Identity {mailbox} -User {user} -AccessRights {(change.State == "FullAccess" ? "FullAccess" : "ChangePermission, ChangeOwner")} -Confirm:$false",
        };
    }

    private static string? Auditing(MailboxChange change, IReadOnlyList<string> mailboxes) => change.State switch
    {
        "UnifiedAuditLogIngestionEnabled" => "Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true",
        "AuditDisabled" => "Set-OrganizationConfig -AuditDisabled $false",
        "AuditBypassEnabled" => Each(mailboxes, static m => $"Set-MailboxAuditBypassAssociation -Identity {m} -AuditBypassEnabled $false"),
        "AuditOwner" or "AuditDelegate" or "AuditAdmin" or "DefaultAuditSet" => Each(mailboxes, static m => $"Set-Mailbox -Identity {m} -DefaultAuditSet Admin,Delegate,Owner"),
        "AuditEnabled" => Each(mailboxes, static m => $"Set-Mailbox -Identity {m} -AuditEnabled $true"),
        "AuditLogAgeLimit" => Each(mailboxes, static m => $"Set-Mailbox -Identity {m} -AuditLogAgeLimit 90"),
        "AdminAuditLogEnabled" => "Set-AdminAuditLogConfig -AdminAuditLogEnabled $true",
        "Retention" => "Get-UnifiedAuditLogRetentionPolicy | Sort-Object Priority | Format-Table Name, Priority, RetentionDuration, RecordTypes",
        "Alert" => $"Set-ProtectionAlert -Identity {PowerShellText.Quote(change.Subject)} -Disabled $false -NotificationEnabled $true",
        _ => null,
    };

    private static string Notify(MailboxChange change) => change.Kind switch
    {
        MailboxChangeKind.AuditTampering => "Tell the security lead, and whoever decides on reporting duties, that there is a time of which nothing can be said.",
        MailboxChangeKind.Consent or MailboxChangeKind.StandingConsent or MailboxChangeKind.Credential or MailboxChangeKind.Application or MailboxChangeKind.Owner or MailboxChangeKind.ApplicationAccess =>
            "Tell the security lead and the users whose mail the application reaches; use a channel outside of the mail concerned.",
        _ => "Tell the owners of the mailboxes, the security lead and whoever decides on reporting duties; use a channel outside of the mail concerned.",
    };

    private static NextStep Step(string text, string? command) => new(NextStepKind.Evict, text, string.IsNullOrEmpty(command) ? null : command);

    private static string? Each(IReadOnlyList<string> mailboxes, Func<string, string> command) => StepCommands.Each(mailboxes, command);
}
