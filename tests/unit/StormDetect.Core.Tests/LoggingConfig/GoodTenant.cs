using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core.Tests.LoggingConfig;

/// <summary>A tenant in which every check passes or does not apply, to be spoilt one setting at a time.</summary>
internal static class GoodTenant
{
    public const string Id = "5f0c2f4e-9d1a-4a40-8d0e-0c3a1c9b7a11";
    public const string Kim = "kim@contoso.example";
    public static readonly DateTimeOffset TakenAt = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_alerts =
    [
        "Suspicious email sending patterns detected", "Suspicious connector activity", "Suspicious Email Forwarding Activity", "Messages have been delayed",
        "Tenant restricted from sending unprovisioned email", "Tenant restricted from sending email", "A potentially malicious URL click was detected",
    ];

    private static readonly string[] s_entraLogs =
    [
        "AuditLogs", "SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs", "ProvisioningLogs", "ADFSSignInLogs", "RiskyUsers",
        "UserRiskEvents", "RiskyServicePrincipals", "ServicePrincipalRiskEvents", "EnrichedOffice365AuditLogs", "MicrosoftGraphActivityLogs",
    ];

    private static readonly string[] s_exchangePlans = ["2f442157-a11c-46b9-ae5b-6e39ff4e5849=success", "efb87545-963c-4e0d-99df-69c6916d9eb0=success"];

    public static ConfigSnapshot Snapshot() => Build(All());

    /// <summary>The tenant with the rows of one part replaced.</summary>
    public static ConfigSnapshot With(ConfigPart part, params Dictionary<string, object?>[] rows)
    {
        Dictionary<ConfigPart, List<Dictionary<string, object?>>> all = All();
        all[part] = [.. rows];
        return Build(all);
    }

    /// <summary>The tenant with one property of every row of a part set.</summary>
    public static ConfigSnapshot With(ConfigPart part, string property, object? value)
    {
        Dictionary<ConfigPart, List<Dictionary<string, object?>>> all = All();
        all[part].ForEach(row => row[property] = value);
        return Build(all);
    }

    public static ConfigSnapshot Without(ConfigPart part)
    {
        Dictionary<ConfigPart, List<Dictionary<string, object?>>> all = All();
        all.Remove(part);
        return Build(all);
    }

    public static LoggingCheckResult Check(ConfigSnapshot snapshot, string id, LoggingCheckOptions? options = null) =>
        LoggingConfigTest.Evaluate(snapshot, (options ?? new LoggingCheckOptions()) with { CheckIds = [id] }).Single();

    public static Dictionary<string, object?> Mailbox(string address, string kind, bool enabled = true) => new()
    {
        ["ExternalDirectoryObjectId"] = "id-" + address, ["PrimarySmtpAddress"] = address, ["UserPrincipalName"] = address, ["RecipientTypeDetails"] = kind, ["AuditEnabled"] = enabled,
        ["DefaultAuditSet"] = new[] { "Admin", "Delegate" }, ["AuditOwner"] = MailboxActions.Defaults[MailboxActions.Owner].Append("SearchQueryInitiated").ToArray(),
        ["AuditDelegate"] = MailboxActions.Defaults[MailboxActions.Delegate], ["AuditAdmin"] = MailboxActions.Defaults[MailboxActions.Admin], ["AuditLogAgeLimit"] = "90.00:00:00",
    };

    public static Dictionary<string, object?> Policy(string name, int priority, string duration, string[]? types = null, string[]? users = null, bool enabled = true) => new()
    {
        ["Name"] = name, ["Priority"] = priority, ["RetentionDuration"] = duration, ["RecordTypes"] = types ?? [], ["Operations"] = Array.Empty<string>(), ["UserIds"] = users ?? [], ["Enabled"] = enabled,
    };

    public static Dictionary<ConfigPart, List<Dictionary<string, object?>>> All() => new()
    {
        [ConfigPart.AuditLogConfig] = [new() { ["Identity"] = "Admin Audit Log Settings", ["UnifiedAuditLogIngestionEnabled"] = true }],
        [ConfigPart.Organization] = [new() { ["Name"] = "contoso", ["AuditDisabled"] = false, ["EwsEnabled"] = false, ["EwsApplicationAccessPolicy"] = string.Empty }],
        [ConfigPart.Mailboxes] = [Mailbox(Kim, "UserMailbox"), Mailbox("lee@contoso.example", "UserMailbox"), Mailbox("info@contoso.example", "SharedMailbox"), Mailbox("room1@contoso.example", "RoomMailbox"), Mailbox("all@contoso.example", "GroupMailbox")],
        [ConfigPart.AuditBypass] = [new() { ["Name"] = "Kim", ["Identity"] = "Kim", ["AuditBypassEnabled"] = false }, new() { ["Name"] = "svc-backup", ["Identity"] = "svc-backup", ["AuditBypassEnabled"] = false }],
        [ConfigPart.RetentionPolicies] = [Policy("Mail for three years", 100, "ThreeYears")],
        [ConfigPart.RemoteDomains] = [new() { ["Identity"] = "Default", ["DomainName"] = "*", ["AutoForwardEnabled"] = false }],
        [ConfigPart.OutboundSpamPolicies] = [new() { ["Name"] = "Default", ["AutoForwardingMode"] = "Automatic" }],
        [ConfigPart.ProtectionAlerts] = [.. s_alerts.Select(static name => new Dictionary<string, object?> { ["Name"] = name, ["Disabled"] = false, ["NotifyUser"] = new[] { "soc@contoso.example" } })],
        [ConfigPart.RoleAssignments] =
        [
            new() { ["Name"] = "View-Only Audit Logs-SOC", ["Role"] = "View-Only Audit Logs", ["RoleAssigneeName"] = "SOC", ["EffectiveUserName"] = "Sam Soc", ["Enabled"] = true, ["CustomResourceScope"] = string.Empty },
            new() { ["Name"] = "ApplicationImpersonation-Hygiene", ["Role"] = "ApplicationImpersonation", ["RoleAssigneeName"] = "Hygiene Management", ["Enabled"] = true, ["CustomResourceScope"] = string.Empty },
            new() { ["Name"] = "app", ["Role"] = "Application Mail.Read", ["RoleAssigneeName"] = "backup app", ["Enabled"] = true, ["CustomResourceScope"] = "Sales only" },
        ],
        [ConfigPart.SubscribedSkus] = [new() { ["SkuId"] = "06ebc4ee-1bb5-47dd-8120-11324bc54e06", ["SkuPartNumber"] = "SPE_E5", ["CapabilityStatus"] = "Enabled", ["Plans"] = new[] { "41781fb2-bc02-4b7c-bd55-b576c07bb09d=success" } }],
        [ConfigPart.UserLicences] = [new() { ["Id"] = "id-" + Kim, ["UserPrincipalName"] = Kim, ["Plans"] = s_exchangePlans }, new() { ["Id"] = "id-lee@contoso.example", ["UserPrincipalName"] = "lee@contoso.example", ["Plans"] = s_exchangePlans }],
        [ConfigPart.AppRoleAssignments] = [new() { ["Id"] = "g1", ["AppRoleId"] = "df021288-bdef-4463-88db-98f22de89214", ["PrincipalDisplayName"] = "HR app", ["ResourceDisplayName"] = "Microsoft Graph" }],
        [ConfigPart.DelegatedGrants] = [new() { ["Id"] = "d1", ["ClientId"] = "sp-1", ["ConsentType"] = "AllPrincipals", ["Scope"] = "User.Read openid" }, new() { ["Id"] = "d2", ["ClientId"] = "sp-2", ["ConsentType"] = "Principal", ["Scope"] = "Mail.Read" }],
        [ConfigPart.AuthorizationPolicy] = [new() { ["Id"] = "authorizationPolicy", ["DefaultUserRolePermissions"] = new Dictionary<string, object?> { ["allowedToCreateApps"] = false, ["permissionGrantPoliciesAssigned"] = Array.Empty<string>() } }],
        [ConfigPart.ConsentRequestPolicy] = [new() { ["Id"] = "p", ["IsEnabled"] = true, ["NotifyReviewers"] = true }],
        [ConfigPart.AppManagementPolicy] = [new() { ["Id"] = "d", ["IsEnabled"] = true, ["PasswordAddition"] = "enabled", ["PasswordLifetimeDays"] = 180, ["KeyLifetimeDays"] = 365 }],
        [ConfigPart.DiagnosticSettings] = [new() { ["Name"] = "to-siem", ["Categories"] = s_entraLogs, ["Destinations"] = new[] { "workspaceId" } }],
        [ConfigPart.ActivitySubscriptions] = [new() { ["ContentType"] = "Audit.Exchange", ["Status"] = "enabled" }, new() { ["ContentType"] = "Audit.AzureActiveDirectory", ["Status"] = "enabled" }],
        [ConfigPart.Partners] = [new() { ["TenantId"] = "9e4c1a52-0000-4000-8000-000000000001", ["IsServiceProvider"] = false }],
        [ConfigPart.Canaries] = [new() { ["Mailbox"] = Kim, ["Operation"] = "MailItemsAccessed", ["PerformedAt"] = "2026-11-20T08:00:00Z", ["FirstSeenAt"] = "2026-11-20T08:01:10Z", ["LogEndsAt"] = "2026-11-22T00:00:00Z", ["WithinHours"] = "24" }],
    };

    private static ConfigSnapshot Build(Dictionary<ConfigPart, List<Dictionary<string, object?>>> parts)
    {
        ConfigSnapshotBuilder builder = new(TakenAt) { TenantId = Id, TenantName = "Contoso" };
        foreach ((ConfigPart part, List<Dictionary<string, object?>> rows) in parts)
        {
            builder.Begin(part, "test");
            rows.ForEach(row => builder.Add(part, row, part == ConfigPart.AuditLogConfig ? row.GetValueOrDefault("Origin") as string ?? "Exchange" : string.Empty));
            builder.Complete(part);
        }

        return builder.Build();
    }
}
