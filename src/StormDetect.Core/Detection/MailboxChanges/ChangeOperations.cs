using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// The operations this hunt reads. Names as Exchange and Entra write them, less the final period; Entra's dash in "Update application - Certificates and secrets management" comes as a dash of
/// some kind, as <c>?</c> or as whatever an export made of it, so that name is known by its ends.
/// </summary>
internal static class ChangeOperations
{
    /// <summary>The one name for all spellings of a change of an application's secrets.</summary>
    public const string ApplicationSecrets = "Update application - Certificates and secrets management";

    private const string SecretsStart = "Update application";
    private const string SecretsEnd = "Certificates and secrets management";

    private static readonly Dictionary<string, ChangeReader> s_readers = Build();

    /// <summary>The operations known by name.</summary>
    public static IEnumerable<string> Names => s_readers.Keys;

    /// <summary>Whether records of an operation are read at all.</summary>
    public static bool Wants(string operation) => ReaderOf(operation) is not null;

    /// <summary>What reads an operation; null where nothing does.</summary>
    public static ChangeReader? ReaderOf(string operation)
    {
        // Most records spell an operation as the table does; that costs no text.
        if (s_readers.TryGetValue(operation, out ChangeReader? known))
        {
            return known;
        }

        ReadOnlySpan<char> name = operation.AsSpan().Trim().TrimEnd('.');
        return s_readers.TryGetValue(name.ToString(), out ChangeReader? reader) ? reader
            : IsApplicationSecrets(name) ? EntraApplicationReader.Secrets
            : IsPartner(name) ? EntraDirectoryReader.Partner
            : null;
    }

    private static bool IsApplicationSecrets(ReadOnlySpan<char> name) =>
        name.StartsWith(SecretsStart, StringComparison.OrdinalIgnoreCase) && name.EndsWith(SecretsEnd, StringComparison.OrdinalIgnoreCase);

    // Which names granular delegated administration has in the unified log is not documented; all that are seen name the relationship.
    private static bool IsPartner(ReadOnlySpan<char> name) =>
        name.Contains("delegated admin", StringComparison.OrdinalIgnoreCase)
        || (name.Contains("partner", StringComparison.OrdinalIgnoreCase) && (name.Contains("company", StringComparison.OrdinalIgnoreCase) || name.Contains("relationship", StringComparison.OrdinalIgnoreCase)));

    private static Dictionary<string, ChangeReader> Build()
    {
        Dictionary<string, ChangeReader> readers = new(StringComparer.OrdinalIgnoreCase);
        void Add(ChangeReader reader, params string[] operations)
        {
            foreach (string operation in operations)
            {
                readers.Add(operation, reader);
            }
        }

        Add(MailboxReader.Read, "Set-Mailbox", "Set-RemoteMailbox");
        Add(MailboxReader.ReadContact, "New-MailContact", "New-MailUser", "Set-MailContact", "Set-MailUser");
        Add(MailboxReader.ReadClientAccess, "Set-CASMailbox", "Set-CASMailboxPlan");
        Add(GrantReader.ReadMailbox, "Add-MailboxPermission", "Remove-MailboxPermission");
        Add(GrantReader.ReadRecipient, "Add-RecipientPermission", "Remove-RecipientPermission");
        Add(FolderGrantReader.ReadCmdlet, "Add-MailboxFolderPermission", "Set-MailboxFolderPermission", "Remove-MailboxFolderPermission");
        Add(FolderGrantReader.ReadItem, "AddFolderPermissions", "ModifyFolderPermissions", "UpdateFolderPermissions", "RemoveFolderPermissions");
        Add(TransportRuleReader.Read, "New-TransportRule", "Set-TransportRule", "Remove-TransportRule", "Enable-TransportRule", "Disable-TransportRule");
        Add(MailFlowReader.Journal, "New-JournalRule", "Set-JournalRule", "Enable-JournalRule", "Remove-JournalRule", "Disable-JournalRule");
        Add(MailFlowReader.Inbound, "New-InboundConnector", "Set-InboundConnector", "Remove-InboundConnector");
        Add(MailFlowReader.Outbound, "New-OutboundConnector", "Set-OutboundConnector", "Remove-OutboundConnector");
        Add(MailFlowReader.RemoteDomain, "New-RemoteDomain", "Set-RemoteDomain", "Remove-RemoteDomain");
        Add(MailFlowReader.OutboundPolicy, "New-HostedOutboundSpamFilterPolicy", "Set-HostedOutboundSpamFilterPolicy", "Remove-HostedOutboundSpamFilterPolicy");
        Add(MailFlowReader.TransportConfig, "Set-TransportConfig");
        Add(ExchangeRoleReader.Assignment, "New-ManagementRoleAssignment", "Set-ManagementRoleAssignment", "Remove-ManagementRoleAssignment");
        Add(ExchangeRoleReader.Group, "Add-RoleGroupMember", "Update-RoleGroupMember", "Remove-RoleGroupMember");
        Add(ExchangeRoleReader.NewRoleGroup, "New-RoleGroup");
        Add(ExchangeRoleReader.Application, "New-ServicePrincipal", "Remove-ServicePrincipal", "Remove-ApplicationAccessPolicy", "New-ApplicationAccessPolicy");
        Add(AuditConfigReader.AdminAuditLog, "Set-AdminAuditLogConfig");
        Add(AuditConfigReader.Organization, "Set-OrganizationConfig");
        Add(AuditConfigReader.Bypass, "Set-MailboxAuditBypassAssociation");
        Add(AuditConfigReader.Retention, "New-UnifiedAuditLogRetentionPolicy", "Set-UnifiedAuditLogRetentionPolicy", "Remove-UnifiedAuditLogRetentionPolicy");
        Add(AuditConfigReader.Alert, "Set-ProtectionAlert", "Remove-ProtectionAlert", "Disable-ProtectionAlert");
        Add(ConsentReader.Consent, "Consent to application");
        Add(ConsentReader.Grant, "Add delegated permission grant", "Add OAuth2PermissionGrant", "Update delegated permission grant", "Remove delegated permission grant", "Remove OAuth2PermissionGrant");
        Add(ConsentReader.Role, "Add app role assignment to service principal", "Remove app role assignment from service principal");
        Add(EntraApplicationReader.Secrets, ApplicationSecrets, "Add service principal credentials", "Remove service principal credentials");
        Add(EntraApplicationReader.Federation, "Update application");
        Add(EntraApplicationReader.Owner, "Add owner to application", "Add owner to service principal", "Remove owner from application", "Remove owner from service principal");
        Add(EntraApplicationReader.Created, "Add application", "Add service principal");
        Add(EntraDirectoryReader.User, "Add user", "Invite external user");
        Add(EntraDirectoryReader.Member, "Add member to role", "Remove member from role", "Add eligible member to role", "Add member to role completed (PIM activation)");
        Add(EntraDirectoryReader.License, "Change user license");
        return readers;
    }
}
