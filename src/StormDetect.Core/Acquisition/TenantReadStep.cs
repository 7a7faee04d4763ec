namespace StormDetect.Core;

/// <summary>One step of a plan to read a tenant: what would be asked, shown before it is.</summary>
/// <param name="What">What is read.</param>
/// <param name="Request">The request.</param>
/// <param name="Permission">What it takes.</param>
/// <param name="Cost">How many requests, and within which limits of the service.</param>
public sealed record TenantReadStep(string What, string Request, string Permission, string Cost)
{
    /// <summary>The steps for the inbox rules of some mailboxes.</summary>
    /// <param name="mailboxes">The mailboxes; empty for all.</param>
    /// <returns>The steps, in order.</returns>
    public static System.Collections.Generic.IReadOnlyList<TenantReadStep> InboxRules(System.Collections.Generic.IReadOnlyCollection<string> mailboxes)
    {
        string count = mailboxes.Count == 0 ? "1 request a mailbox" : FormattableText(mailboxes.Count);
        TenantReadStep rules = new("Inbox rules", "GET v1.0/users/{mailbox}/mailFolders/inbox/messageRules", "MailboxSettings.Read (as an application, for other people's mailboxes)", $"{count}; 8 mailboxes at a time, one request at a time each (the service allows 4, and 10,000 in 10 minutes)");
        TenantReadStep folders = new("Names of folders that rules move mail to", "GET beta/users/{mailbox}/mailFolders/{id}?$select=displayName,wellKnownName (v1.0 where there is no beta)", "Mail.ReadBasic.All; optional: without it rules show ids", "1 request a folder; leaves no MailItemsAccessed record");
        TenantReadStep users = new("Accounts with an address", "GET v1.0/users?$filter=mail ne null&$count=true&$select=userPrincipalName,mail&$top=999", "User.Read.All", "1 request for 999 accounts");
        TenantReadStep names = new("Principal names of the object ids", "GET v1.0/users/{id}?$select=userPrincipalName", "User.Read.All; optional: without it the log's records of the same rule are not recognised", "1 request for an object id");
        return mailboxes.Count == 0 ? [users, rules, folders] : System.Linq.Enumerable.Any(mailboxes, static mailbox => System.Guid.TryParse(mailbox, out _)) ? [names, rules, folders] : [rules, folders];
    }

    /// <summary>The step for sign-ins.</summary>
    public static TenantReadStep SignIns { get; } = new(
        "Sign-ins: interactive, non-interactive, of service principals and managed identities", "GET beta/auditLogs/signIns?$filter=createdDateTime ge ... and le ... and signInEventTypes/any(...) (v1.0 where there is no beta)",
        "AuditLog.Read.All (a person also needs a role, such as Reports Reader)", "1 request for 1,000 sign-ins and stretch of time; 5 requests in 10 seconds; 30 days back at most");

    /// <summary>The step for changes in the directory.</summary>
    public static TenantReadStep DirectoryAudits { get; } = new(
        "Changes in the directory", "GET v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge ... and le ...", "AuditLog.Read.All (a person also needs a role, such as Reports Reader)",
        "1 request for 999 changes and stretch of time; 5 requests in 10 seconds; 30 days back at most");

    /// <summary>The steps for the grants that stand.</summary>
    public static System.Collections.Generic.IReadOnlyList<TenantReadStep> Consents { get; } =
    [
        new("Application permissions for mail", "GET v1.0/servicePrincipals/{Microsoft Graph, Office 365 Exchange Online}/appRoleAssignedTo?$top=999", "Application.Read.All", "1 request for 999 assignments and resource, 1 for the two resources"),
        new("Delegated permissions", "GET v1.0/oauth2PermissionGrants?$top=999", "DelegatedPermissionGrant.Read.All", "1 request for 999 grants"),
        new("Applications that may read mail", "GET v1.0/servicePrincipals?$filter=id in (...)", "Application.Read.All", "1 request for 15 applications"),
        new("Names of users who consented", "GET v1.0/users?$filter=id in (...)&$select=id,userPrincipalName", "User.Read.All; optional: without it they are named by object id", "1 request for 15 users; 10 users of an application, 300 at most"),
    ];

    /// <summary>The step for the tenant's mail domains.</summary>
    public static TenantReadStep Domains { get; } = new("Mail domains of the tenant", "GET v1.0/domains", "Domain.Read.All", "1 request");

    /// <summary>The step for names and owners of the applications in findings.</summary>
    public static TenantReadStep Applications { get; } = new("Names and owners of applications", "GET v1.0/servicePrincipals?$filter=appId in (...)", "Application.Read.All", "1 request for 15 applications of findings");

    /// <summary>The step in one line.</summary>
    /// <returns>What and how.</returns>
    public override string ToString() => $"{What}: {Request}";

    private static string FormattableText(int count) => System.FormattableString.Invariant($"{count:#,0} {(count == 1 ? "request" : "requests")}");
}
