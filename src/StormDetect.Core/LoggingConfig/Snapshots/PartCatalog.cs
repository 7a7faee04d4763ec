using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Every part of a configuration, as data.</summary>
internal static class PartCatalog
{
    public const string Exchange = "Exchange Online";
    public const string Compliance = "Security and Compliance";
    public const string Graph = "Microsoft Graph";

    private const string ViewOnly = "View-Only Configuration (Global Reader holds it)";
    private const string OneCall = "1 request";

    private static readonly Dictionary<ConfigPart, PartDefinition> s_all = Define().ToDictionary(static definition => definition.Part);

    public static IReadOnlyCollection<PartDefinition> All => s_all.Values;

    public static PartDefinition Of(ConfigPart part) => s_all[part];

    /// <summary>Every name that a part or the flattening of what Graph nests looks for.</summary>
    public static HashSet<string> PropertyNames() => new(
        s_all.Values.SelectMany(static definition => definition.Properties.Concat(definition.Signatures.SelectMany(static signature => signature))).Concat(RowShape.NestedNames),
        StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<PartDefinition> Define() =>
    [
        new(ConfigPart.AuditLogConfig, ["Identity", "Origin", "UnifiedAuditLogIngestionEnabled", "AdminAuditLogEnabled", "UnifiedAuditLogFirstOptInDate", "PSComputerName"])
        {
            Keys = ["Origin", "Identity"], Signatures = [["UnifiedAuditLogIngestionEnabled"]], Service = Exchange, Commands = ["Get-AdminAuditLogConfig"],
            ReadBy = "Get-AdminAuditLogConfig in an Exchange Online session (Connect-ExchangeOnline)", Permission = "View-Only Audit Logs or Audit Logs", Cost = OneCall,
        },
        new(ConfigPart.Organization, ["Identity", "Name", "DisplayName", "AuditDisabled", "EwsEnabled", "EwsApplicationAccessPolicy", "EwsAllowList"])
        {
            Keys = ["Identity", "Name"], Signatures = [["AuditDisabled"]], Service = Exchange, Commands = ["Get-OrganizationConfig"],
            ReadBy = "Get-OrganizationConfig in an Exchange Online session", Permission = ViewOnly, Cost = OneCall,
        },
        new(ConfigPart.Mailboxes,
        [
            "ExternalDirectoryObjectId", "Guid", "ExchangeGuid", "PrimarySmtpAddress", "UserPrincipalName", "DisplayName", "RecipientTypeDetails", "AuditEnabled",
            "DefaultAuditSet", "AuditOwner", "AuditDelegate", "AuditAdmin", "AuditLogAgeLimit",
        ])
        {
            Keys = ["ExternalDirectoryObjectId", "Guid", "ExchangeGuid", "PrimarySmtpAddress", "UserPrincipalName"],
            Signatures = [["AuditEnabled", "RecipientTypeDetails"], ["AuditOwner"], ["DefaultAuditSet"], ["AuditEnabled", "PrimarySmtpAddress"], ["AuditEnabled", "UserPrincipalName"]],
            Service = Exchange, Commands = ["Get-EXOMailbox", "Get-Mailbox"],
            ReadBy = "Get-EXOMailbox -ResultSize Unlimited -PropertySets Minimum, Audit, and Get-Mailbox -GroupMailbox -ResultSize Unlimited, in an Exchange Online session",
            Permission = "View-Only Recipients (Global Reader holds it)", Cost = "1 request per 1,000 mailboxes; minutes for 20,000 mailboxes, hours where the service throttles",
        },
        new(ConfigPart.AuditBypass, ["Guid", "Name", "Identity", "ObjectId", "AuditBypassEnabled", "WhenChangedUTC"])
        {
            Keys = ["Guid", "ObjectId", "Identity", "Name"], Signatures = [["AuditBypassEnabled"]], Service = Exchange, Commands = ["Get-MailboxAuditBypassAssociation"],
            ReadBy = "Get-MailboxAuditBypassAssociation -ResultSize Unlimited in an Exchange Online session", Permission = "View-Only Recipients (Global Reader holds it)",
            Cost = "1 request per 1,000 accounts, users and computers alike; an hour for 20,000 accounts",
        },
        new(ConfigPart.RetentionPolicies, ["Guid", "Identity", "Name", "Enabled", "Priority", "RetentionDuration", "RecordTypes", "Operations", "UserIds", "WhenCreatedUTC", "WhenChangedUTC"])
        {
            Keys = ["Guid", "Identity", "Name"], Signatures = [["RetentionDuration", "Priority"], ["RetentionDuration", "RecordTypes"]], Service = Compliance, Commands = ["Get-UnifiedAuditLogRetentionPolicy"],
            ReadBy = "Get-UnifiedAuditLogRetentionPolicy in a Security and Compliance session (Connect-IPPSSession)", Permission = "View-Only Audit Logs or Organization Configuration", Cost = OneCall,
        },
        new(ConfigPart.RemoteDomains, ["Guid", "Identity", "Name", "DomainName", "AutoForwardEnabled"])
        {
            Keys = ["Guid", "Identity", "Name", "DomainName"], Signatures = [["AutoForwardEnabled"]], Service = Exchange, Commands = ["Get-RemoteDomain"],
            ReadBy = "Get-RemoteDomain in an Exchange Online session", Permission = ViewOnly, Cost = OneCall,
        },
        new(ConfigPart.OutboundSpamPolicies, ["Guid", "Identity", "Name", "IsDefault", "Enabled", "AutoForwardingMode"])
        {
            Keys = ["Guid", "Identity", "Name"], Signatures = [["AutoForwardingMode"]], Service = Exchange, Commands = ["Get-HostedOutboundSpamFilterPolicy"],
            ReadBy = "Get-HostedOutboundSpamFilterPolicy in an Exchange Online session", Permission = ViewOnly, Cost = OneCall,
        },
        new(ConfigPart.ProtectionAlerts, ["Guid", "Identity", "Name", "Disabled", "Enabled", "NotifyUser", "Severity"])
        {
            Keys = ["Guid", "Identity", "Name"], Signatures = [["NotifyUser", "Name"]], Service = Compliance, Commands = ["Get-ProtectionAlert"],
            ReadBy = "Get-ProtectionAlert in a Security and Compliance session", Permission = "View-Only Manage Alerts or Manage Alerts", Cost = OneCall,
        },
        new(ConfigPart.RoleAssignments,
        [
            "Guid", "Identity", "Name", "Role", "RoleAssignee", "RoleAssigneeName", "RoleAssigneeType", "EffectiveUserName", "Enabled", "CustomResourceScope", "CustomRecipientWriteScope",
            "RecipientWriteScope", "AssignmentMethod",
        ])
        {
            Keys = ["Guid", "Identity", "Name"], Signatures = [["Role", "RoleAssigneeName"], ["Role", "RoleAssigneeType"], ["Role", "RoleAssignee"]], Service = Exchange, Commands = ["Get-ManagementRoleAssignment"],
            ReadBy = "Get-ManagementRoleAssignment, and for the roles Audit Logs and View-Only Audit Logs with -GetEffectiveUsers, in an Exchange Online session",
            Permission = "View-Only Configuration or Role Management", Cost = "3 requests",
        },
        new(ConfigPart.SubscribedSkus, ["SkuId", "SkuPartNumber", "CapabilityStatus", "ConsumedUnits", "Plans"])
        {
            Keys = ["SkuId", "SkuPartNumber"], Signatures = [["SkuPartNumber", "ConsumedUnits"], ["SkuPartNumber", "PrepaidUnits"]], Service = Graph,
            ReadBy = "Get-MgSubscribedSku", Permission = "LicenseAssignment.Read.All or Organization.Read.All", Cost = OneCall,
        },
        new(ConfigPart.UserLicences, ["Id", "UserPrincipalName", "AccountEnabled", "Plans"])
        {
            Keys = ["Id", "UserPrincipalName"], Signatures = [["UserPrincipalName", "AssignedPlans"], ["UserPrincipalName", "ServicePlans"], ["UserPrincipalName", "LicenseDetails"], ["UserPrincipalName", "Plans"]],
            Service = Graph, ReadBy = "Get-MgUser -All -Property Id, UserPrincipalName, AccountEnabled, AssignedPlans", Permission = "User.Read.All", Cost = "1 request per 999 users",
        },
        new(ConfigPart.AppRoleAssignments, ["Id", "AppRoleId", "AppRoleName", "PrincipalId", "PrincipalDisplayName", "PrincipalType", "ResourceId", "ResourceDisplayName"])
        {
            Keys = ["Id"], Signatures = [["AppRoleId", "PrincipalId"], ["AppRoleId", "ResourceId"]], Service = Graph,
            ReadBy = "Get-MgServicePrincipalAppRoleAssignedTo -All for the service principals of Microsoft Graph and Office 365 Exchange Online", Permission = "Application.Read.All", Cost = "1 request per 999 grants and resource",
        },
        new(ConfigPart.DelegatedGrants, ["Id", "ClientId", "ConsentType", "PrincipalId", "ResourceId", "Scope"])
        {
            Keys = ["Id"], Signatures = [["ConsentType", "Scope"]], Service = Graph, ReadBy = "Get-MgOauth2PermissionGrant -All", Permission = "Directory.Read.All", Cost = "1 request per 999 grants",
        },
        new(ConfigPart.AuthorizationPolicy, ["Id", "AllowedToCreateApps", "PermissionGrantPoliciesAssigned", "AllowUserConsentForRiskyApps"])
        {
            Keys = ["Id"], Signatures = [["DefaultUserRolePermissions"], ["PermissionGrantPoliciesAssigned"], ["AllowedToCreateApps"]], Service = Graph,
            ReadBy = "Get-MgPolicyAuthorizationPolicy", Permission = "Policy.Read.All", Cost = OneCall,
        },
        new(ConfigPart.ConsentRequestPolicy, ["Id", "IsEnabled", "NotifyReviewers", "RequestDurationInDays"])
        {
            Keys = ["Id"], Signatures = [["IsEnabled", "NotifyReviewers"]], Service = Graph, ReadBy = "Get-MgPolicyAdminConsentRequestPolicy", Permission = "Policy.Read.All", Cost = OneCall,
        },
        new(ConfigPart.AppManagementPolicy, ["Id", "IsEnabled", "PasswordAddition", "PasswordLifetimeDays", "KeyLifetimeDays"])
        {
            Keys = ["Id"], Signatures = [["ApplicationRestrictions"], ["PasswordAddition", "IsEnabled"]], Service = Graph,
            ReadBy = "Get-MgPolicyDefaultAppManagementPolicy", Permission = "Policy.Read.All", Cost = OneCall,
        },
        new(ConfigPart.DiagnosticSettings, ["Name", "Categories", "Destinations"])
        {
            Keys = ["Name"], Signatures = [["Logs", "Name"], ["Categories", "Destinations"]], Service = "Azure Resource Manager",
            ReadBy = "(Invoke-AzRestMethod -Path '/providers/microsoft.aadiam/diagnosticSettings?api-version=2017-04-01-preview').Content, its value",
            Permission = "Security Reader in Entra", Cost = OneCall,
        },
        new(ConfigPart.ActivitySubscriptions, ["ContentType", "Status"])
        {
            Keys = ["ContentType"], Signatures = [["ContentType", "Status"]], Service = "Management Activity API",
            ReadBy = "GET /api/v1.0/{tenant}/activity/feed/subscriptions/list of the Management Activity API, by the application that collects", Permission = "ActivityFeed.Read", Cost = OneCall,
        },
        new(ConfigPart.Partners, ["TenantId", "IsServiceProvider", "IsInMultiTenantOrganization"])
        {
            Keys = ["TenantId"], Signatures = [["TenantId", "IsServiceProvider"]], Service = Graph, ReadBy = "Get-MgPolicyCrossTenantAccessPolicyPartner -All", Permission = "Policy.Read.All", Cost = OneCall,
        },
        new(ConfigPart.Canaries, ["Mailbox", "Operation", "PerformedAt", "FirstSeenAt", "LogEndsAt", "WithinHours"])
        {
            Keys = ["Mailbox", "PerformedAt"], Signatures = [["PerformedAt", "LogEndsAt"]], Service = "an audit log",
            ReadBy = "Test-M365LoggingConfig -CanaryMailbox MAILBOX -CanaryTime TIME -CanaryLog PATH", Permission = "an export of the audit log", Cost = "one pass over the log",
        },
    ];
}
