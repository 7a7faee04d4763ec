using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.LoggingConfig;

/// <summary>Every check in its states, and where a pass would be hollow.</summary>
public sealed class CheckTests
{
    public static TheoryData<string> Ids { get; } = new(LoggingCheckCatalog.Ids);

    public static TheoryData<string, ConfigPart, string, string> OneSettingFails { get; } = new()
    {
        { "UnifiedAudit.Ingestion", ConfigPart.AuditLogConfig, "UnifiedAuditLogIngestionEnabled", "False" },
        { "MailboxAudit.Organization", ConfigPart.Organization, "AuditDisabled", "True" },
        { "MailboxAudit.Enabled", ConfigPart.Organization, "AuditDisabled", "True" },
        { "MailboxAudit.ForensicActions", ConfigPart.Mailboxes, "AuditOwner", "Send, HardDelete, SoftDelete, MoveToDeletedItems, UpdateInboxRules" },
        { "MailboxAudit.DefaultActions", ConfigPart.Mailboxes, "AuditDelegate", "MailItemsAccessed" },
        { "MailboxAudit.SearchQueries", ConfigPart.Mailboxes, "AuditOwner", "MailItemsAccessed, Send" },
        { "MailboxAudit.AgeLimit", ConfigPart.Mailboxes, "AuditLogAgeLimit", "1.00:00:00" },
        { "MailboxAudit.ResourceMailboxes", ConfigPart.Mailboxes, "AuditEnabled", "False" },
        { "MailboxAudit.Bypass", ConfigPart.AuditBypass, "AuditBypassEnabled", "True" },
        { "Retention.Policies", ConfigPart.RetentionPolicies, "RetentionDuration", "ThreeMonths" },
        { "Licence.Retention", ConfigPart.UserLicences, "Plans", "efb87545-963c-4e0d-99df-69c6916d9eb0=success" },
        { "Forwarding.External", ConfigPart.RemoteDomains, "AutoForwardEnabled", "True" },
        { "Forwarding.External", ConfigPart.OutboundSpamPolicies, "AutoForwardingMode", "On" },
        { "Alerts.Required", ConfigPart.ProtectionAlerts, "Disabled", "True" },
        { "Alerts.Notified", ConfigPart.ProtectionAlerts, "NotifyUser", "" },
        { "Access.AuditSearch", ConfigPart.RoleAssignments, "Role", "Mail Recipients" },
        { "MailAccess.Applications", ConfigPart.RoleAssignments, "CustomResourceScope", "" },
        { "MailAccess.Applications", ConfigPart.AppRoleAssignments, "AppRoleId", "810c84a8-4a9e-49e6-bf7d-12d183f40d01" },
        { "MailAccess.Delegated", ConfigPart.DelegatedGrants, "ConsentType", "AllPrincipals" },
        { "MailAccess.Impersonation", ConfigPart.RoleAssignments, "RoleAssigneeName", "svc-old" },
        { "MailAccess.Ews", ConfigPart.Organization, "EwsEnabled", "True" },
        { "Access.Partners", ConfigPart.Partners, "IsServiceProvider", "True" },
        { "Consent.Users", ConfigPart.AuthorizationPolicy, "AllowedToCreateApps", "True" },
        { "Consent.Users", ConfigPart.AuthorizationPolicy, "PermissionGrantPoliciesAssigned", "ManagePermissionGrantsForSelf.microsoft-user-default-legacy" },
        { "Consent.Workflow", ConfigPart.ConsentRequestPolicy, "IsEnabled", "False" },
        { "Consent.Credentials", ConfigPart.AppManagementPolicy, "KeyLifetimeDays", "730" },
        { "Export.EntraLogs", ConfigPart.DiagnosticSettings, "Destinations", "" },
        { "Export.AuditLog", ConfigPart.ActivitySubscriptions, "Status", "disabled" },
        { "Canary.Access", ConfigPart.Canaries, "FirstSeenAt", "never" },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_good_tenant_passes(string id) =>
        Assert.Equal(id == "MailboxAudit.GroupMailboxes" ? CheckStatus.NotApplicable : CheckStatus.Passed, GoodTenant.Check(GoodTenant.Snapshot(), id).Status);

    [Theory]
    [MemberData(nameof(OneSettingFails))]
    public void One_setting_fails_it_with_evidence(string id, ConfigPart part, string property, string value)
    {
        LoggingCheckResult result = GoodTenant.Check(GoodTenant.With(part, property, value), id);

        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.NotEmpty(result.Evidence);
        Assert.Equal(id is "Access.Partners" or "Canary.Access", result.Remediation.Count == 0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nothing_read_is_unknown_and_says_what_would_read_it(string id)
    {
        LoggingCheckResult result = GoodTenant.Check(new ConfigSnapshotBuilder(GoodTenant.TakenAt).Build(), id);

        if (id == "MailboxAudit.GroupMailboxes")
        {
            Assert.Equal(CheckStatus.NotApplicable, result.Status);
            return;
        }

        Assert.Equal(CheckStatus.Unknown, result.Status);
        Assert.Contains(result.Needs, static need => need.Contains("not read. It takes", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_is_missing_from_a_part_that_was_not_read_to_its_end_is_no_failure(string id)
    {
        ConfigSnapshotBuilder builder = new(GoodTenant.TakenAt);
        foreach (ConfigPart part in Enum.GetValues<ConfigPart>())
        {
            builder.Begin(part, "test");
        }

        Assert.Equal(id == "MailboxAudit.GroupMailboxes" ? CheckStatus.NotApplicable : CheckStatus.Unknown, GoodTenant.Check(builder.Build(), id).Status);
    }

    [Theory]
    [InlineData("Compliance", false, CheckStatus.Unknown)]
    [InlineData("", false, CheckStatus.Unknown)]
    [InlineData("Exchange", false, CheckStatus.Failed)]
    [InlineData("", true, CheckStatus.Passed)]
    [InlineData("Exchange", true, CheckStatus.Passed)]
    public void A_False_of_the_compliance_endpoint_is_no_failure(string origin, bool enabled, CheckStatus expected) => Assert.Equal(expected, GoodTenant.Check(
        GoodTenant.With(ConfigPart.AuditLogConfig, new Dictionary<string, object?> { ["Origin"] = origin, ["UnifiedAuditLogIngestionEnabled"] = enabled }), "UnifiedAudit.Ingestion").Status);

    [Fact]
    public void AuditEnabled_False_is_information_while_the_organisation_is_audited()
    {
        LoggingCheckResult result = GoodTenant.Check(GoodTenant.With(ConfigPart.Mailboxes, "AuditEnabled", false), "MailboxAudit.Enabled");

        Assert.Equal((CheckStatus.Passed, Severity.Informational), (result.Status, result.Severity));
        Assert.Equal(3, result.EvidenceCount);
    }

    [Fact]
    public void Bypass_names_the_actor()
    {
        LoggingCheckResult result = GoodTenant.Check(
            GoodTenant.With(ConfigPart.AuditBypass, new() { ["Identity"] = "svc'backup", ["AuditBypassEnabled"] = true }, new() { ["Identity"] = "Kim", ["AuditBypassEnabled"] = false }), "MailboxAudit.Bypass");

        Assert.Equal("svc'backup", Assert.Single(result.Evidence).Subject);
        Assert.Equal("'svc''backup' | ForEach-Object { Set-MailboxAuditBypassAssociation -Identity $_ -AuditBypassEnabled $false }", Assert.Single(result.Remediation));
    }

    [Fact]
    public void A_short_policy_that_comes_first_fails_though_a_long_one_is_there()
    {
        ConfigSnapshot snapshot = GoodTenant.With(ConfigPart.RetentionPolicies, GoodTenant.Policy("Long", 100, "TenYears"), GoodTenant.Policy("New", 1, "SevenDays", ["ExchangeItemAggregated"], ["kim@contoso.example"]));
        LoggingCheckResult result = GoodTenant.Check(snapshot, "Retention.Policies");

        Assert.Equal(CheckStatus.Failed, result.Status);
        CheckEvidence evidence = Assert.Single(result.Evidence);
        Assert.Equal("ExchangeItemAggregated", evidence.Subject);
        Assert.Contains("'New', priority 1, for kim@contoso.example", evidence.Observed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(50, false)]
    public void A_short_policy_that_is_shadowed_or_off_changes_nothing(int priority, bool enabled) => Assert.Equal(CheckStatus.Passed, GoodTenant.Check(
        GoodTenant.With(ConfigPart.RetentionPolicies, GoodTenant.Policy("Long", 100, "TenYears"), GoodTenant.Policy("Short", priority, "SevenDays", enabled: enabled)), "Retention.Policies").Status);

    [Theory]
    [InlineData("M-26-14-L1", 0, CheckStatus.NotApplicable)]
    [InlineData("M-26-14-L3", 0, CheckStatus.Failed)]
    [InlineData("M-26-14-L3", 12, CheckStatus.NotApplicable)]
    [InlineData("M-21-31", 12, CheckStatus.Failed)]
    [InlineData("M-21-31", 30, CheckStatus.Failed)]
    public void Licences_are_judged_by_profile_and_archive(string profile, int archive, CheckStatus expected) => Assert.Equal(expected, GoodTenant.Check(
        GoodTenant.With(ConfigPart.UserLicences, "Plans", new[] { "efb87545-963c-4e0d-99df-69c6916d9eb0=success" }), "Licence.Retention",
        new LoggingCheckOptions { Retention = RetentionProfile.Find(profile)!, ArchiveMonths = archive }).Status);

    [Theory]
    [InlineData("M-21-31", 0, CheckStatus.Failed)]
    [InlineData("M-21-31", 30, CheckStatus.Passed)]
    [InlineData("M-26-14", 0, CheckStatus.Passed)]
    public void Without_policies_the_defaults_of_Premium_are_judged(string profile, int archive, CheckStatus expected) => Assert.Equal(expected, GoodTenant.Check(
        GoodTenant.With(ConfigPart.RetentionPolicies), "Retention.Policies", new LoggingCheckOptions { Retention = RetentionProfile.Find(profile)!, ArchiveMonths = archive }).Status);

    [Theory]
    [InlineData("2f442157-a11c-46b9-ae5b-6e39ff4e5849=disabled")]
    [InlineData("2f442157-a11c-46b9-ae5b-6e39ff4e5849=pendingactivation")]
    public void A_plan_that_is_not_provisioned_is_none(string plan) =>
        Assert.Equal(CheckStatus.Failed, GoodTenant.Check(GoodTenant.With(ConfigPart.UserLicences, "Plans", new[] { plan }), "Licence.Retention").Status);

    [Fact]
    public void A_kiosk_plan_leaves_generation_unknown() =>
        Assert.Equal(CheckStatus.Unknown, GoodTenant.Check(GoodTenant.With(ConfigPart.UserLicences, "Plans", new[] { "4a82b400-a79f-41a4-b4e2-e94f5787b113=success" }), "Licence.Generation").Status);

    [Fact]
    public void A_canary_in_a_log_that_ends_too_early_is_unknown()
    {
        Dictionary<string, object?> canary = GoodTenant.All()[ConfigPart.Canaries][0];
        canary["FirstSeenAt"] = "never";
        canary["LogEndsAt"] = "2026-11-20T20:00:00Z";

        Assert.Equal(CheckStatus.Unknown, GoodTenant.Check(GoodTenant.With(ConfigPart.Canaries, canary), "Canary.Access").Status);
    }

    [Fact]
    public void One_failure_counts_though_not_everything_was_read()
    {
        ConfigSnapshotBuilder builder = new(GoodTenant.TakenAt);
        builder.Begin(ConfigPart.AuditBypass, "test");
        builder.Add(ConfigPart.AuditBypass, new Dictionary<string, object?> { ["Name"] = "svc", ["AuditBypassEnabled"] = true });
        builder.Fail(ConfigPart.AuditBypass, "throttled");

        LoggingCheckResult result = GoodTenant.Check(builder.Build(), "MailboxAudit.Bypass");
        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Contains("not everything could be read", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_is_capped_with_a_count()
    {
        ConfigSnapshot snapshot = GoodTenant.With(ConfigPart.Mailboxes, [.. Enumerable.Range(0, 2500).Select(static i => With(GoodTenant.Mailbox($"u{i}@contoso.example", "UserMailbox"), "AuditOwner", Array.Empty<string>()))]);
        LoggingCheckResult result = GoodTenant.Check(snapshot, "MailboxAudit.ForensicActions", new LoggingCheckOptions { MaximumEvidence = 7 });

        Assert.Equal((7, 2500), (result.Evidence.Count, result.EvidenceCount));
        Assert.True(result.Remediation.Count <= 21);
        Assert.StartsWith("# and ", result.Remediation[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_answer_to_current_and_former_SCuBA_ids()
    {
        LoggingCheckOptions options = new() { CheckIds = ["MS.EXO.17.1v1"] };
        Assert.Equal("UnifiedAudit.Ingestion", Assert.Single(LoggingCheckCatalog.Select(options)).Id);
        Assert.All(LoggingCheckCatalog.All, static check => Assert.True(check.Why.Length > 0 && check.Proves.Length > 0 && check.Parts.Count > 0 && check.References.Count > 0, check.Id));
        Assert.Equal(LoggingCheckCatalog.Ids.Count, LoggingCheckCatalog.Ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static Dictionary<string, object?> With(Dictionary<string, object?> row, string property, object? value)
    {
        row[property] = value;
        return row;
    }
}
