using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What permissions of Microsoft Graph and Exchange Online mean for mail, by name and by the id of the app role (Microsoft Graph permissions reference; Exchange Online's service principal).</summary>
internal static class MailScopes
{
    /// <summary>Whose mail a delegated permission reaches that an administrator gave for everybody: nobody's who does not use the application.</summary>
    public const string OfItsUsers = "of any user who signs in to it; an administrator consented for all, so that nobody is asked";

    private static readonly Dictionary<string, string> s_roleNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["810c84a8-4a9e-49e6-bf7d-12d183f40d01"] = "Mail.Read",
        ["e2a3a72e-5f79-4c64-b1b1-878b674786c9"] = "Mail.ReadWrite",
        ["6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a"] = "Mail.ReadBasic",
        ["693c5e45-0940-467d-9b8a-1022fb9d42ef"] = "Mail.ReadBasic.All",
        ["b633e1c5-b582-4048-a93e-9f11b44c7e96"] = "Mail.Send",
        ["6931bccd-447a-43d1-b442-00a195474933"] = "MailboxSettings.ReadWrite",
        ["dc890d15-9560-4a4c-9b7f-a736ec74ec40"] = "full_access_as_app",
        ["dc50a0fb-09a3-484d-be87-e023b12c6440"] = "Exchange.ManageAsApp",
        ["5e5addcd-3e8d-4e90-baf5-964efab2b20a"] = "IMAP.AccessAsApp",
        ["cb842b43-da6e-4506-86fe-bb12199c656d"] = "POP.AccessAsApp",
        ["1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"] = "Application.ReadWrite.All",
        ["06b708a9-e830-4db3-a914-8e69da51d44f"] = "AppRoleAssignment.ReadWrite.All",
        ["9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"] = "RoleManagement.ReadWrite.Directory",
    };

    /// <summary>The name of an app role, from its value where the log has it, else from its id.</summary>
    public static string RoleName(string? value, string? id) =>
        !string.IsNullOrWhiteSpace(value) ? value.Trim() : s_roleNames.GetValueOrDefault((id ?? string.Empty).Trim(), string.Empty);

    /// <summary>Whether it reads the content of mail.</summary>
    public static bool Reads(string scope)
    {
        string name = Bare(scope);
        return (Starts(name, "Mail.Read") && !Starts(name, "Mail.ReadBasic"))
            || Starts(name, "full_access_as_") || Starts(name, "EWS.AccessAs") || Starts(name, "IMAP.AccessAs") || Starts(name, "POP.AccessAs") || Starts(name, "EAS.AccessAs") || Starts(name, "Mailbox.")
            || Starts(name, "MailboxItem.") || Starts(name, "MailboxFolder.ReadWrite");
    }

    /// <summary>Whether it touches mail without reading its content: headers, settings, sending.</summary>
    public static bool Touches(string scope)
    {
        string name = Bare(scope);
        return Starts(name, "Mail.ReadBasic") || Starts(name, "Mail.Send") || Starts(name, "SMTP.Send") || Starts(name, "MailboxSettings.ReadWrite");
    }

    /// <summary>Whether an application with it can give itself any other permission.</summary>
    public static bool Escalates(string scope)
    {
        string name = Bare(scope);
        return name.Equals("AppRoleAssignment.ReadWrite.All", StringComparison.OrdinalIgnoreCase) || name.Equals("RoleManagement.ReadWrite.Directory", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Application.ReadWrite.All", StringComparison.OrdinalIgnoreCase) || name.Equals("Exchange.ManageAsApp", StringComparison.OrdinalIgnoreCase);
    }

    public static IReadOnlyList<string> Split(string? scopes) =>
        [.. (scopes ?? string.Empty).Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    // Scopes of Exchange Online come as "https://outlook.office.com/IMAP.AccessAsUser.All".
    private static string Bare(string scope) => scope[(scope.LastIndexOf('/') + 1)..];

    private static bool Starts(string name, string start) => name.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
