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
        return mailboxes.Count == 0 ? [users, rules, folders] : [rules, folders];
    }

    /// <summary>The step in one line.</summary>
    /// <returns>What and how.</returns>
    public override string ToString() => $"{What}: {Request}";

    private static string FormattableText(int count) => System.FormattableString.Invariant($"{count:#,0} {(count == 1 ? "request" : "requests")}");
}
