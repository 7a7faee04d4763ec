namespace StormDetect.Core;

/// <summary>A part of a tenant's configuration that is read by one command or request, and can be readable or not on its own.</summary>
public enum ConfigPart
{
    /// <summary>Whether the unified audit log takes records in (Get-AdminAuditLogConfig of Exchange Online).</summary>
    AuditLogConfig,

    /// <summary>Organisation-wide settings of Exchange (Get-OrganizationConfig).</summary>
    Organization,

    /// <summary>Mailboxes with what is audited of them (Get-EXOMailbox, Get-Mailbox).</summary>
    Mailboxes,

    /// <summary>Accounts whose actions are not audited (Get-MailboxAuditBypassAssociation).</summary>
    AuditBypass,

    /// <summary>Retention policies of the audit log (Get-UnifiedAuditLogRetentionPolicy of Security and Compliance).</summary>
    RetentionPolicies,

    /// <summary>Remote domains (Get-RemoteDomain).</summary>
    RemoteDomains,

    /// <summary>Outbound spam policies (Get-HostedOutboundSpamFilterPolicy).</summary>
    OutboundSpamPolicies,

    /// <summary>Alert policies (Get-ProtectionAlert of Security and Compliance).</summary>
    ProtectionAlerts,

    /// <summary>Who holds which Exchange role (Get-ManagementRoleAssignment).</summary>
    RoleAssignments,

    /// <summary>Licences the tenant owns (Graph subscribedSkus).</summary>
    SubscribedSkus,

    /// <summary>Licences of each user (Graph users and licenseDetails).</summary>
    UserLicences,

    /// <summary>Application permissions granted (Graph appRoleAssignments).</summary>
    AppRoleAssignments,

    /// <summary>Delegated permissions granted (Graph oauth2PermissionGrants).</summary>
    DelegatedGrants,

    /// <summary>What users may consent to and register (Graph authorizationPolicy).</summary>
    AuthorizationPolicy,

    /// <summary>Whether consent can be asked for (Graph adminConsentRequestPolicy).</summary>
    ConsentRequestPolicy,

    /// <summary>Rules for credentials of applications (Graph defaultAppManagementPolicy).</summary>
    AppManagementPolicy,

    /// <summary>Where Entra sends its logs (Azure Resource Manager diagnosticSettings).</summary>
    DiagnosticSettings,

    /// <summary>Content of the audit log that somebody fetches (Office 365 Management Activity API subscriptions).</summary>
    ActivitySubscriptions,

    /// <summary>Other tenants with access (Graph crossTenantAccessPolicy partners).</summary>
    Partners,

    /// <summary>Known accesses and whether the log showed them.</summary>
    Canaries,
}
