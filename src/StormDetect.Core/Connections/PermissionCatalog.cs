using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>What StormDetect may be asked to read from a tenant, and the least that takes. Help, errors, the pre-flight and the app registration are all made from it.</summary>
/// <remarks>Sources: the "Permissions" section of each request's page in the Microsoft Graph documentation; Office 365 Management APIs reference; Exchange Online documentation, "Search-UnifiedAuditLog".</remarks>
public static class PermissionCatalog
{
    /// <summary>Searches of the audit log through Graph.</summary>
    public const string AuditLogSearch = nameof(AuditLogSearch);

    /// <summary>The audit log's last days through the Management Activity API.</summary>
    public const string ActivityFeed = nameof(ActivityFeed);

    /// <summary>Searches of the audit log through an Exchange Online session.</summary>
    public const string ExchangeSearch = nameof(ExchangeSearch);

    /// <summary>Sign-ins.</summary>
    public const string SignIns = nameof(SignIns);

    /// <summary>The directory's own audit log.</summary>
    public const string DirectoryAudits = nameof(DirectoryAudits);

    /// <summary>The list of users with their mailboxes.</summary>
    public const string Users = nameof(Users);

    /// <summary>Inbox rules of mailboxes.</summary>
    public const string InboxRules = nameof(InboxRules);

    /// <summary>Licences.</summary>
    public const string Licences = nameof(Licences);

    /// <summary>Applications, their owner organisations, permissions and consents.</summary>
    public const string Applications = nameof(Applications);

    /// <summary>The tenant's mail domains.</summary>
    public const string Domains = nameof(Domains);

    /// <summary>Policies on consent, credentials and other tenants.</summary>
    public const string Policies = nameof(Policies);

    /// <summary>Names of the folders that inbox rules move mail to.</summary>
    public const string FolderNames = nameof(FolderNames);

    /// <summary>Subjects of messages from the message trace.</summary>
    public const string MessageTrace = nameof(MessageTrace);

    /// <summary>Subjects of messages from the mailboxes themselves.</summary>
    public const string MessageSubjects = nameof(MessageSubjects);

    private static readonly string[] s_logReaders =
    [
        DirectoryRole.ReportsReader, DirectoryRole.SecurityReader, DirectoryRole.GlobalReader, DirectoryRole.SecurityOperator, DirectoryRole.SecurityAdministrator, DirectoryRole.GlobalAdministrator,
    ];

    /// <summary>Everything, in the order of tiers.</summary>
    public static IReadOnlyList<TenantCapability> All { get; } =
    [
        new TenantCapability
        {
            Name = AuditLogSearch,
            Purpose = "search the audit log through Microsoft Graph",
            Tier = PermissionTier.Logs,
            Permissions = ["AuditLogsQuery-Exchange.Read.All + AuditLogsQuery-Entra.Read.All", "AuditLogsQuery.Read.All"],
            Needs = "the worldwide cloud",
        },
        new TenantCapability
        {
            Name = ActivityFeed,
            Purpose = "read the audit log's last 7 days through the Management Activity API",
            Tier = PermissionTier.Logs,
            Service = CapabilityService.ManagementActivity,
            Permissions = ["ActivityFeed.Read"],
            Needs = "a subscription that was started before",
        },
        new TenantCapability
        {
            Name = ExchangeSearch,
            Purpose = "search the audit log through an Exchange Online session",
            Tier = PermissionTier.Logs,
            Service = CapabilityService.ExchangeSession,
            Roles = ["View-Only Audit Logs (Exchange)", "Audit Logs (Exchange)"],
            Needs = "Connect-ExchangeOnline in the same session",
        },
        new TenantCapability
        {
            Name = SignIns,
            Purpose = "read sign-ins",
            Tier = PermissionTier.Logs,
            Permissions = ["AuditLog.Read.All"],
            Roles = s_logReaders,
            Needs = "Microsoft Entra ID P1 or P2",
        },
        new TenantCapability
        {
            Name = DirectoryAudits,
            Purpose = "read the directory's audit log",
            Tier = PermissionTier.Logs,
            Permissions = ["AuditLog.Read.All"],
            Roles = s_logReaders,
        },
        new TenantCapability
        {
            Name = Users,
            Purpose = "list users and their mailboxes",
            Tier = PermissionTier.RulesAndSettings,
            Permissions = ["User.Read.All", "Directory.Read.All"],
        },
        new TenantCapability
        {
            Name = InboxRules,
            Purpose = "read the inbox rules of mailboxes",
            Tier = PermissionTier.RulesAndSettings,
            Permissions = ["MailboxSettings.Read"],
            IsForPeople = false,
        },
        new TenantCapability
        {
            Name = Licences,
            Purpose = "read subscriptions and licences",
            Tier = PermissionTier.RulesAndSettings,
            Permissions = ["LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All"],
        },
        new TenantCapability
        {
            Name = Applications,
            Purpose = "read applications, their owners, permissions and consents",
            Tier = PermissionTier.RulesAndSettings,
            Permissions = ["Application.Read.All + DelegatedPermissionGrant.Read.All", "Directory.Read.All"],
        },
        new TenantCapability
        {
            Name = Domains,
            Purpose = "read the tenant's domains",
            Tier = PermissionTier.RulesAndSettings,
            Permissions = ["Domain.Read.All", "Directory.Read.All"],
        },
        new TenantCapability
        {
            Name = Policies,
            Purpose = "read policies on consent, credentials of applications and other tenants",
            Tier = PermissionTier.RulesAndSettings,
            Permissions = ["Policy.Read.All"],
        },
        new TenantCapability
        {
            Name = FolderNames,
            Purpose = "name the folders that inbox rules move mail to (rules are judged without, by less)",
            Tier = PermissionTier.Subjects,
            Permissions = ["Mail.ReadBasic.All"],
            IsForPeople = false,
        },
        new TenantCapability
        {
            Name = MessageTrace,
            Purpose = "read subjects from the message trace",
            Tier = PermissionTier.Subjects,
            Permissions = ["ExchangeMessageTrace.Read.All"],
            Needs = "the worldwide cloud, and Microsoft's application for it in the tenant (New-MgServicePrincipal -AppId 8bd644d1-64a1-4d4b-ae52-2e0cbf64e373)",
        },
        new TenantCapability
        {
            Name = MessageSubjects,
            Purpose = "read subjects from mailboxes, which leaves records of its own there",
            Tier = PermissionTier.Subjects,
            Permissions = ["Mail.ReadBasic.All", "Mail.Read"],
            IsForPeople = false,
        },
    ];

    /// <summary>A capability by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>It.</returns>
    /// <exception cref="ArgumentException">There is none of the name.</exception>
    public static TenantCapability Of(string name) =>
        All.FirstOrDefault(capability => capability.Name.Equals(name, StringComparison.Ordinal)) ?? throw new ArgumentException($"There is no capability '{name}'.", nameof(name));

    /// <summary>The permissions of a service that everything in some tiers takes at the least, in order.</summary>
    /// <param name="tiers">The tiers.</param>
    /// <param name="service">The service.</param>
    /// <param name="forPeople">Only what a signed-in person can have.</param>
    /// <returns>Permission names, each once.</returns>
    public static IReadOnlyList<string> Least(IEnumerable<PermissionTier> tiers, CapabilityService service, bool forPeople = false)
    {
        HashSet<PermissionTier> wanted = [.. tiers];
        return
        [
            .. All.Where(capability => wanted.Contains(capability.Tier) && capability.Service == service && capability.Permissions.Count > 0 && (capability.IsForPeople || !forPeople))
                .SelectMany(static capability => Split(capability.Permissions[0]))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>What a capability takes, for help and errors.</summary>
    /// <param name="name">The capability's name.</param>
    /// <returns>A line.</returns>
    public static string Describe(string name)
    {
        TenantCapability capability = Of(name);
        string service = capability.Service switch
        {
            CapabilityService.ManagementActivity => " (Office 365 Management APIs)",
            CapabilityService.ExchangeSession => " in the session of Connect-ExchangeOnline",
            _ => string.Empty,
        };
        string permissions = capability.Permissions.Count > 0 ? string.Join(" or ", capability.Permissions) : "the role " + string.Join(" or ", capability.Roles);
        string people = !capability.IsForPeople ? "; as an application only" : capability.Roles.Count > 0 && capability.Permissions.Count > 0 ? "; a person also needs a role, such as " + capability.Roles[0] : string.Empty;
        return $"{permissions}{service}, to {capability.Purpose}{people}";
    }

    /// <summary>Takes joined permissions apart.</summary>
    internal static string[] Split(string alternative) => alternative.Split(" + ");
}
