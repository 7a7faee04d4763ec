using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Judges the ways to mail that a log of people's mailboxes shows badly or not at all: forwarding, applications, partners, consent; and the alerts.</summary>
internal static class AccessJudges
{
    // Default alert policies that ScubaGear asks for (MS.SECURITYSUITE.4.1v1).
    private static readonly string[] s_alerts =
    [
        "Suspicious email sending patterns detected", "Suspicious connector activity", "Suspicious Email Forwarding Activity", "Messages have been delayed",
        "Tenant restricted from sending unprovisioned email", "Tenant restricted from sending email", "A potentially malicious URL click was detected",
    ];

    // Application permissions that open every mailbox; ids are the same in every tenant.
    private static readonly Dictionary<string, string> s_mailRoles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["810c84a8-4a9e-49e6-bf7d-12d183f40d01"] = "Mail.Read",
        ["e2a3a72e-5f79-4c64-b1b1-878b674786c9"] = "Mail.ReadWrite",
        ["dc890d15-9560-4a4c-9b7f-a736ec74ec40"] = "full_access_as_app",
    };

    private static readonly string[] s_mailScopes =
        ["Mail.Read", "Mail.ReadBasic", "Mail.ReadWrite", "Mail.Read.Shared", "Mail.ReadBasic.Shared", "Mail.ReadWrite.Shared", "EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "full_access_as_user"];

    private const double LongestSecretDays = 180;
    private const double LongestCertificateDays = 365;

    public static CheckJudgement Forwarding(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.RemoteDomains, ConfigPart.OutboundSpamPolicies);
        List<string> open = [];
        foreach (ConfigRow domain in facts.Rows(ConfigPart.RemoteDomains))
        {
            string name = $"remote domain {domain.FirstText("DomainName", "Name", "Identity")}";
            if (domain.Bool("AutoForwardEnabled") == true)
            {
                open.Add(domain.FirstText("Identity", "Name", "DomainName") ?? string.Empty);
            }

            Judge(tally, name, "AutoForwardEnabled", domain.Text("AutoForwardEnabled"), static value => value.Equals("false", StringComparison.OrdinalIgnoreCase), "False");
        }

        List<string> policies = [];
        foreach (ConfigRow policy in facts.Rows(ConfigPart.OutboundSpamPolicies))
        {
            if (policy.Text("AutoForwardingMode") == "On")
            {
                policies.Add(policy.FirstText("Identity", "Name") ?? string.Empty);
            }

            // Automatic has meant Off since 2020; only On lets mail out.
            Judge(tally, $"outbound spam policy {policy.FirstText("Name", "Identity")}", "AutoForwardingMode", Word(policy.Text("AutoForwardingMode")), static value => value is "Off" or "Automatic", "Off or Automatic");
        }

        if (facts.Rows(ConfigPart.RemoteDomains).Count == 0 || facts.Rows(ConfigPart.OutboundSpamPolicies).Count == 0)
        {
            // Both always have their default object: an empty answer is none.
            tally.Doubt("settings", "an empty answer", "the default remote domain and the default outbound spam policy at least");
        }

        return tally.Conclude(
            "settings", "mail does not forward itself out of the tenant", "let mail forward itself out of the tenant",
            [.. Repair.Capped(Repair.ForEach(open, "Set-RemoteDomain -Identity $_ -AutoForwardEnabled $false")), .. Repair.Capped(Repair.ForEach(policies, "Set-HostedOutboundSpamFilterPolicy -Identity $_ -AutoForwardingMode Automatic"))]);
    }

    public static CheckJudgement RequiredAlerts(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.ProtectionAlerts);
        List<string> off = [];
        foreach (string alert in s_alerts)
        {
            (bool? isOn, bool isThere) = State(facts, alert);
            if (isOn == true)
            {
                tally.Pass();
            }
            else if (isOn is null)
            {
                tally.Doubt(alert, "not known", "on");
            }
            else
            {
                tally.Fail(alert, isThere ? "off" : "there is none of this name", "on");
                off.AddRange(isThere ? [alert] : []);
            }
        }

        return tally.Conclude("alert policies", "on", "are off or missing", Repair.Capped(Repair.ForEach(off, "Set-ProtectionAlert -Identity $_ -Disabled $false")));
    }

    public static CheckJudgement NotifiedAlerts(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.ProtectionAlerts);
        foreach (string alert in s_alerts)
        {
            ConfigRow[] own = Named(facts, alert);
            if (own.Any(static row => row.Text("Name") is not null && row.List("NotifyUser") is { Count: > 0 }))
            {
                tally.Pass();
            }
            else if (own.Any(static row => row.Text("Name") is null || row.List("NotifyUser") is null) || facts.Rows(ConfigPart.ProtectionAlerts).Count == 0 || (own.Length == 0 && !facts.Of(ConfigPart.ProtectionAlerts).IsComplete))
            {
                tally.Doubt(alert, "who is told is not known", "somebody");
            }
            else
            {
                tally.Fail(alert, own.Length == 0 ? "there is none of this name" : "nobody is told", "somebody who reads it, or a SIEM");
            }
        }

        return tally.Conclude("alert policies", "somebody is told", "tell nobody", ["# Set-ProtectionAlert -Identity '<name>' -NotifyUser '<monitored mailbox>' for the policies above"]);
    }

    public static CheckJudgement Impersonation(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.RoleAssignments);
        foreach (ConfigRow row in facts.Rows(ConfigPart.RoleAssignments))
        {
            string? role = row.Text("Role");
            string who = row.FirstText("EffectiveUserName", "RoleAssigneeName", "RoleAssignee", "Name") ?? "(unnamed)";
            bool? enabled = row.Bool("Enabled");
            if ((role is not null && !role.Equals("ApplicationImpersonation", StringComparison.OrdinalIgnoreCase)) || enabled == false || IsBuiltIn(row))
            {
                tally.Pass();
            }
            else if (role is null || enabled is null)
            {
                tally.Doubt(who, $"role {role ?? "not known"}, Enabled {row.Text("Enabled") ?? "not known"}", "not ApplicationImpersonation");
            }
            else
            {
                tally.Fail(who, $"ApplicationImpersonation by assignment '{row.FirstText("Name", "Identity")}': may open every mailbox as its owner", "no such assignment");
            }
        }

        return tally.Conclude("role assignments", "nobody may impersonate others", "let an account open every mailbox as its owner", ["# Remove-ManagementRoleAssignment for the assignments above, once nothing depends on them"]);
    }

    public static CheckJudgement Applications(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.AppRoleAssignments, ConfigPart.RoleAssignments);
        foreach (ConfigRow row in facts.Rows(ConfigPart.AppRoleAssignments))
        {
            string who = row.FirstText("PrincipalDisplayName", "PrincipalId") ?? "(unnamed application)";
            string? role = row.Text("AppRoleId");
            if (role is null)
            {
                tally.Doubt(who, "permission not known", "none that opens every mailbox");
            }
            else if (s_mailRoles.TryGetValue(role, out string? name))
            {
                tally.Fail(who, $"{name} of {row.Text("ResourceDisplayName") ?? "a resource that is not known"}: reads every mailbox of the tenant", "a scope (RBAC for Applications), or no such permission");
            }
            else
            {
                tally.Pass();
            }
        }

        foreach (ConfigRow row in facts.Rows(ConfigPart.RoleAssignments))
        {
            string who = row.FirstText("RoleAssigneeName", "RoleAssignee", "Name") ?? "(unnamed)";
            string? role = row.Text("Role");
            bool? enabled = row.Bool("Enabled");
            string? scope = row.FirstText("CustomResourceScope", "CustomRecipientWriteScope") ?? row.Text("CustomResourceScope");
            if ((role is not null && !IsMailRole(role)) || enabled == false || IsBuiltIn(row) || scope is { Length: > 0 })
            {
                tally.Pass();
            }
            else if (role is null || enabled is null || scope is null)
            {
                tally.Doubt(who, $"role {role ?? "not known"}, Enabled {row.Text("Enabled") ?? "not known"}, scope {scope ?? "not known"}", "none that opens every mailbox");
            }
            else
            {
                tally.Fail(who, $"{role} without a scope: reads every mailbox of the tenant", "a management scope");
            }
        }

        return tally.Conclude(
            "grants", "no application may read every mailbox", "let an application read every mailbox; what it reads is recorded with its id, but no sign-in of a person goes with it",
            ["# New-ManagementScope, then New-ManagementRoleAssignment -Role 'Application Mail.Read' -App <id> -CustomResourceScope <scope>, then remove the tenant-wide permission"]);
    }

    public static CheckJudgement Delegated(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.DelegatedGrants);
        foreach (ConfigRow grant in facts.Rows(ConfigPart.DelegatedGrants))
        {
            string who = grant.FirstText("ClientId", "Id") ?? "(unnamed application)";
            string? consent = grant.Text("ConsentType");
            string[]? mail = grant.Text("Scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static scope => s_mailScopes.Contains(scope, StringComparer.OrdinalIgnoreCase)).ToArray();
            if (mail is { Length: 0 } || consent is "Principal")
            {
                tally.Pass();
            }
            else if (mail is null || consent is null)
            {
                tally.Doubt(who, $"consent {consent ?? "not known"}, scopes {grant.Text("Scope") ?? "not known"}", "no consent to mail for all users");
            }
            else
            {
                tally.Fail($"service principal {who}", $"{string.Join(", ", mail)} for all users", "consent of single users, or none");
            }
        }

        return tally.Judged == 0 && facts.Of(ConfigPart.DelegatedGrants).IsComplete
            ? new CheckJudgement(CheckStatus.Passed, "There are no delegated permissions at all")
            : tally.Conclude("grants", "none opens the mail of all users", "let an application read the mail of everybody who uses it", ["# Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId <id>, once nothing depends on it"]);
    }

    public static CheckJudgement Ews(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Organization);
        foreach (ConfigRow row in facts.Rows(ConfigPart.Organization))
        {
            bool? enabled = row.Text("EwsEnabled") is { Length: 0 } ? true : row.Bool("EwsEnabled");
            string? policy = row.Text("EwsApplicationAccessPolicy");
            if (enabled == false || policy == "EnforceAllowList")
            {
                tally.Pass();
            }
            else if (enabled is null || policy is null)
            {
                tally.Doubt("Organisation", $"EwsEnabled {row.Text("EwsEnabled") ?? "not known"}, EwsApplicationAccessPolicy {policy ?? "not known"}", "EwsEnabled False, or EnforceAllowList");
            }
            else
            {
                tally.Fail("Organisation", $"EwsEnabled {(row.Text("EwsEnabled") is { Length: > 0 } ? "True" : "not set, which is on")}, EwsApplicationAccessPolicy {(policy.Length > 0 ? policy : "not set")}", "EwsEnabled False, or EnforceAllowList with the applications that need it");
            }
        }

        return tally.Conclude("organisation settings", "Exchange Web Services are off or for listed applications only", "let any application use Exchange Web Services", ["Set-OrganizationConfig -EwsApplicationAccessPolicy EnforceAllowList -EwsAllowList '<user agents that need it>'"]);
    }

    public static CheckJudgement Partners(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.Partners);
        foreach (ConfigRow partner in facts.Rows(ConfigPart.Partners))
        {
            Judge(tally, $"tenant {partner.Text("TenantId")}", "IsServiceProvider", partner.Text("IsServiceProvider"), static value => value.Equals("false", StringComparison.OrdinalIgnoreCase), "False, or a partner you know");
        }

        return tally.Judged == 0 && facts.Of(ConfigPart.Partners).IsComplete
            ? new CheckJudgement(CheckStatus.Passed, "No other tenant is a service provider here")
            : tally.Conclude("partner tenants", "none is a service provider here", "may administer this tenant; their actions come with ExternalAccess True and users of no account here");
    }

    public static CheckJudgement Consent(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.AuthorizationPolicy);
        foreach (ConfigRow policy in facts.Rows(ConfigPart.AuthorizationPolicy))
        {
            Judge(tally, "Users", "AllowedToCreateApps", policy.Text("AllowedToCreateApps"), static value => value.Equals("false", StringComparison.OrdinalIgnoreCase), "False");
            IReadOnlyList<string>? own = policy.List("PermissionGrantPoliciesAssigned")?.Where(static entry => entry.Contains("ForSelf", StringComparison.OrdinalIgnoreCase)).ToArray();
            Judge(tally, "Users", "may consent by", own is null ? null : string.Join(", ", own), static value => value.Length == 0, "no policy");
        }

        return tally.Conclude("settings", "users can neither register applications nor consent to them", "let users register applications or consent to them", ["# Update-MgPolicyAuthorizationPolicy -DefaultUserRolePermissions @{ AllowedToCreateApps = $false; PermissionGrantPoliciesAssigned = @() }"]);
    }

    public static CheckJudgement ConsentWorkflow(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.ConsentRequestPolicy);
        foreach (ConfigRow policy in facts.Rows(ConfigPart.ConsentRequestPolicy))
        {
            Judge(tally, "Consent requests", "IsEnabled", policy.Text("IsEnabled"), static value => value.Equals("true", StringComparison.OrdinalIgnoreCase), "True");
        }

        return tally.Conclude("settings", "users can ask an administrator for consent", "leave users no way to ask for consent", ["# Entra admin centre, Enterprise applications, Consent and permissions, Admin consent settings"]);
    }

    public static CheckJudgement Credentials(CheckFacts facts)
    {
        RowTally tally = new(facts, ConfigPart.AppManagementPolicy);
        foreach (ConfigRow policy in facts.Rows(ConfigPart.AppManagementPolicy))
        {
            bool isBlocked = policy.Text("PasswordAddition") is "enabled";
            Judge(tally, "Policy for applications", "IsEnabled", policy.Text("IsEnabled"), static value => value.Equals("true", StringComparison.OrdinalIgnoreCase), "True");
            Judge(tally, "New client secrets", "restriction", policy.Text("PasswordAddition"), static value => value is "enabled", "blocked");
            Judge(tally, "Lifetime of client secrets", "days", isBlocked ? "0" : policy.Text("PasswordLifetimeDays"), static value => AtMost(value, LongestSecretDays), "180 or less");
            Judge(tally, "Lifetime of certificates", "days", policy.Text("KeyLifetimeDays"), static value => AtMost(value, LongestCertificateDays), "365 or less");
        }

        return tally.Conclude("rules", "credentials of applications are short-lived, and secrets are blocked", "leave credentials of applications long-lived or unrestricted", ["# Update-MgPolicyDefaultAppManagementPolicy: passwordAddition, passwordLifetime P180D, asymmetricKeyLifetime P365D"]);
    }

    // ConvertTo-Json writes an enumeration as its number, and the numbers are nowhere documented.
    private static string? Word(string? text) => text is { Length: > 0 } && char.IsAsciiDigit(text[0]) ? null : text;

    private static bool AtMost(string text, double most) => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double days) && days <= most;

    private static bool IsMailRole(string role) =>
        role.StartsWith("Application Mail", StringComparison.OrdinalIgnoreCase) && !role.EndsWith("Mail.Send", StringComparison.OrdinalIgnoreCase)
        || role.StartsWith("Application EWS", StringComparison.OrdinalIgnoreCase) || role.StartsWith("Application Exchange Full", StringComparison.OrdinalIgnoreCase);

    // The service assigns the role to this group itself, and lets Organization Management pass it on: neither opens a mailbox.
    private static bool IsBuiltIn(ConfigRow row) => row.Text("RoleAssigneeName") is "Hygiene Management" or "Organization Management";

    private static (bool? IsOn, bool IsThere) State(CheckFacts facts, string alert)
    {
        ConfigRow[] own = Named(facts, alert);
        ConfigRow[] named = own.Where(static row => row.Text("Name") is not null).ToArray();
        if (named.Any(static row => row.Bool("Disabled") == false || row.Bool("Enabled") == true))
        {
            return (true, true);
        }

        bool isDoubtful = facts.Rows(ConfigPart.ProtectionAlerts).Count == 0 || (named.Length == 0 && !facts.Of(ConfigPart.ProtectionAlerts).IsComplete) || own.Any(static row => row.Text("Name") is null || (row.Bool("Disabled") is null && row.Bool("Enabled") is null));
        return (isDoubtful ? null : false, named.Length > 0);
    }

    /// <summary>Policies of a name, and those whose name is not known, because it may be this one.</summary>
    private static ConfigRow[] Named(CheckFacts facts, string alert) =>
        facts.Rows(ConfigPart.ProtectionAlerts).Where(row => row.Text("Name") is not { } name || name.Equals(alert, StringComparison.OrdinalIgnoreCase)).ToArray();

    private static void Judge(RowTally tally, string subject, string property, string? observed, Func<string, bool> isGood, string expected)
    {
        if (observed is null)
        {
            tally.Doubt(subject, $"{property} not known", expected);
        }
        else if (isGood(observed))
        {
            tally.Pass();
        }
        else
        {
            tally.Fail(subject, $"{property} {(observed.Length > 0 ? observed : "not set")}", expected);
        }
    }
}
