using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Permissions of applications: consent of a user or for everybody, the delegated grant behind it, and app roles, which need no user.</summary>
internal static partial class ConsentReader
{
    /// <summary>Consent to application: ConsentAction.Permissions is text, <c>[[old]] => [[new]]; </c>, each entry with ClientId, ConsentType and Scope.</summary>
    public static void Consent(ChangeRecord record, ChangeLog log)
    {
        string text = record.ModifiedProperties["ConsentAction.Permissions"] ?? string.Empty;
        int arrow = text.IndexOf("=>", StringComparison.Ordinal);
        string before = arrow < 0 ? string.Empty : text[..arrow];
        string after = arrow < 0 ? text : text[(arrow + 2)..];
        EntraTarget target = EntraTarget.Of(record);
        string client = ClientPattern().Match(after) is { Success: true } match ? match.Groups[1].Value : string.Empty;
        log.SameApplication(record.TenantId, target.AppId, client);
        log.SameApplication(record.TenantId, target.AppId, target.ObjectId);
        log.Named(record.TenantId, target.AppId, target.Name);
        HashSet<string> old = new(Scopes(before), StringComparer.OrdinalIgnoreCase);
        bool forAll = IsTrue(record, "ConsentContext.OnBehalfOfAll") || after.Contains("ConsentType: AllPrincipals", StringComparison.OrdinalIgnoreCase);
        Add(record, log, target.AppId.Length > 0 ? target.AppId : client, target.Name, Scopes(after).Where(scope => !old.Contains(scope)), forAll, IsTrue(record, "ConsentContext.IsAppOnly"), removed: false);
    }

    public static void Grant(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.ModifiedProperties;
        bool removed = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        string scopes = values["DelegatedPermissionGrant.Scope"] ?? string.Empty;
        string old = MailboxReader.Old(record, "DelegatedPermissionGrant.Scope");
        HashSet<string> had = removed ? [] : new(MailScopes.Split(old), StringComparer.OrdinalIgnoreCase);
        bool forAll = (values["DelegatedPermissionGrant.ConsentType"] ?? string.Empty).Contains("AllPrincipals", StringComparison.OrdinalIgnoreCase);
        Add(record, log, Client(record, log), values["ServicePrincipal.DisplayName"] ?? string.Empty, MailScopes.Split(removed && scopes.Trim().Length == 0 ? old : scopes).Where(scope => !had.Contains(scope)), forAll, appOnly: false, removed);
    }

    public static void Role(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.ModifiedProperties;
        string role = MailScopes.RoleName(First(values, "AppRole.Value"), First(values, "AppRole.Id"));
        Add(record, log, Client(record, log), values["ServicePrincipal.DisplayName"] ?? string.Empty, [role], forAll: true, appOnly: true, record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The application the permission is for; the record's target is the resource.</summary>
    private static string Client(ChangeRecord record, ChangeLog log)
    {
        NamedValues values = record.ModifiedProperties;
        string objectId = First(values, "ServicePrincipal.ObjectID");
        string appId = First(values, "ServicePrincipal.AppId");
        appId = appId.Length > 0 ? appId : First(values, "ServicePrincipal.Name");
        log.SameApplication(record.TenantId, appId, objectId);
        log.Named(record.TenantId, appId.Length > 0 ? appId : objectId, values["ServicePrincipal.DisplayName"]);
        return appId.Length > 0 ? appId : objectId;
    }

    private static string First(NamedValues values, string name)
    {
        foreach (NamedValue value in values)
        {
            if (value.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return (value.Value.Length > 0 ? value.Value : value.OldValue).Trim().Trim('"');
            }
        }

        return string.Empty;
    }

    private static void Add(ChangeRecord record, ChangeLog log, string app, string name, IEnumerable<string> newScopes, bool forAll, bool appOnly, bool removed)
    {
        string[] scopes = [.. newScopes];
        string[] reading = [.. scopes.Where(MailScopes.Reads)];
        string[] touching = [.. scopes.Where(MailScopes.Touches)];
        string[] escalating = appOnly ? [.. scopes.Where(MailScopes.Escalates)] : [];
        if (reading.Length + touching.Length + escalating.Length == 0)
        {
            return;
        }

        List<ChangeSignal> signals = [];
        string whose = appOnly ? "of every mailbox, without any user" : forAll ? MailScopes.OfItsUsers : "of the user who consented";
        if (reading.Length > 0)
        {
            signals.Add(new ChangeSignal("AppReadsMail", $"{string.Join(", ", reading)} reads the mail {whose}.", appOnly || forAll ? 5 : 3));
        }
        else if (touching.Length > 0)
        {
            signals.Add(new ChangeSignal("AppTouchesMail", $"{string.Join(", ", touching)} sends mail, reads its headers or changes mailbox settings {whose}.", appOnly ? 4 : forAll ? 3 : 2));
        }

        if (escalating.Length > 0)
        {
            signals.Add(new ChangeSignal("AppEscalates", $"With {string.Join(", ", escalating)} the application can give itself any access to mail.", 5));
        }

        // People connect mail programs and helpers every day where they may; one that sends as well can carry on a conversation in their name.
        if (reading.Length > 0 && touching.Any(static scope => scope.Contains("Send", StringComparison.OrdinalIgnoreCase)))
        {
            signals.Add(new ChangeSignal("ReadsAndSends", "It both reads and sends mail: it can answer in the user's name.", 1));
        }

        if (reading.Length > 0 && !appOnly && scopes.Contains("offline_access", StringComparer.OrdinalIgnoreCase))
        {
            signals.Add(new ChangeSignal("OfflineAccess", "offline_access keeps that access for months, whether or not the user signs in; changing the password does not end it.", 0.5));
        }

        log.Add(new MailboxChange(record, MailboxChangeKind.Consent, removed ? ChangeDirection.Restores : ChangeDirection.Weakens)
        {
            Subject = app,
            IsOfApplication = true,
            Target = name.Length > 0 ? name : app,
            State = appOnly ? "Role:" + string.Join(' ', scopes.Order(StringComparer.OrdinalIgnoreCase)).ToLowerInvariant() : "Grant",
            NewValue = (appOnly ? "Application: " : forAll ? "AllPrincipals: " : "Principal: ") + string.Join(' ', scopes),
            Signals = signals,
        });
    }

    private static bool IsTrue(ChangeRecord record, string name) => record.ModifiedProperties[name] is { } value && value.Trim().Trim('"').Equals("True", StringComparison.OrdinalIgnoreCase);

    private static string[] Scopes(string text) => [.. ScopePattern().Matches(text).SelectMany(static match => MailScopes.Split(match.Groups[1].Value)).Distinct(StringComparer.OrdinalIgnoreCase)];

    [GeneratedRegex(@"Scope:\s*([^\],;]*)", RegexOptions.CultureInvariant)]
    private static partial Regex ScopePattern();

    [GeneratedRegex(@"ClientId:\s*([0-9a-fA-F-]{36})", RegexOptions.CultureInvariant)]
    private static partial Regex ClientPattern();
}
