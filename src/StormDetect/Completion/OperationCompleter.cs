using System.Collections.Generic;

namespace StormDetect.Completion;

/// <summary>Operations that hunts for mail access and what goes with it ask for most.</summary>
internal sealed class OperationCompleter : NameCompleter
{
    // Sources: Office 365 Management Activity API schema; "Audit log activities" in Microsoft's Purview documentation.
    // The Entra operations really end with a period.
    private static readonly string[] s_names =
    [
        "Add app role assignment grant to user.",
        "Add app role assignment to service principal.",
        "Add application.",
        "Add delegated permission grant.",
        "Add member to role.",
        "Add owner to application.",
        "Add owner to service principal.",
        "Add service principal credentials.",
        "Add service principal.",
        "Add user.",
        "Add-MailboxFolderPermission",
        "Add-MailboxPermission",
        "Add-RecipientPermission",
        "AddFolderPermissions",
        "Change user password.",
        "Consent to application.",
        "Create",
        "Disable Strong Authentication.",
        "Disable-InboxRule",
        "Enable-InboxRule",
        "FileAccessed",
        "FileDownloaded",
        "HardDelete",
        "MailItemsAccessed",
        "MailboxLogin",
        "ModifyFolderPermissions",
        "Move",
        "MoveToDeletedItems",
        "New-InboxRule",
        "New-ManagementRoleAssignment",
        "New-TransportRule",
        "Remove-InboxRule",
        "Remove-MailboxPermission",
        "RemoveFolderPermissions",
        "Reset user password.",
        "SearchCreated",
        "SearchExported",
        "SearchQueryInitiatedExchange",
        "SearchQueryInitiatedSharePoint",
        "Send",
        "SendAs",
        "SendOnBehalf",
        "Set domain authentication.",
        "Set federation settings on domain.",
        "Set-AdminAuditLogConfig",
        "Set-CASMailbox",
        "Set-InboxRule",
        "Set-Mailbox",
        "Set-MailboxAuditBypassAssociation",
        "Set-MailboxAutoReplyConfiguration",
        "Set-OrganizationConfig",
        "Set-TransportRule",
        "SoftDelete",
        "Update",
        "Update application \u2013 Certificates and secrets management",
        "Update application.",
        "Update user.",
        "UpdateCalendarDelegation",
        "UpdateFolderPermissions",
        "UpdateInboxRules",
        "UserLoggedIn",
        "UserLoginFailed",
    ];

    private protected override IReadOnlyList<string> Names => s_names;
}
