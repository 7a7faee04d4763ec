using System;
using System.Linq;
using System.Text.RegularExpressions;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Applications and service principals of Entra: their secrets, their owners, and the names they are registered under.</summary>
internal static partial class EntraApplicationReader
{
    /// <summary>State of a change of whom the application trusts.</summary>
    public const string Trust = "FederatedCredential";

    /// <summary>Secrets and certificates: KeyDescription lists them before and after, so additions and removals tell apart.</summary>
    public static void Secrets(ChangeRecord record, ChangeLog log)
    {
        EntraTarget target = EntraTarget.Of(record);
        string app = Note(record, log, target);
        string[] before = Keys(MailboxReader.Old(record, "KeyDescription"));
        string[] after = Keys(record.ModifiedProperties["KeyDescription"]);
        bool isPrincipal = record.Operation.Contains("service principal", StringComparison.OrdinalIgnoreCase);
        bool said = before.Length + after.Length > 0;
        bool removes = record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase);
        string[] added = [.. after.Except(before, StringComparer.OrdinalIgnoreCase)];
        string[] removed = [.. before.Except(after, StringComparer.OrdinalIgnoreCase)];
        if (added.Length > 0 || (!said && !removes))
        {
            string what = added.Any(static key => key.Contains("AsymmetricX509", StringComparison.OrdinalIgnoreCase)) ? "certificate" : "secret";
            log.Add(new MailboxChange(record, MailboxChangeKind.Credential, ChangeDirection.Weakens)
            {
                Subject = app,
                IsOfApplication = true,
                Target = target.Name.Length > 0 ? target.Name : app,
                State = "Credential",
                OldValue = string.Join("; ", before),
                NewValue = said ? string.Join("; ", after) : what,
                Signals =
                [
                    isPrincipal && added.Any(static key => key.Contains("KeyUsage=Sign", StringComparison.OrdinalIgnoreCase))
                        ? new ChangeSignal("SigningCertificate", "A signing certificate was put on the service principal, as single sign-on by SAML needs. The secret that comes with it signs in as the application as well.", 2)
                    : isPrincipal
                        ? new ChangeSignal("CredentialOnPrincipal", $"A {what} was put on the service principal itself, where the application's owners do not see it.", 4)
                        : new ChangeSignal("Credential", $"Whoever has the new {what} signs in as the application, with all its permissions and without a user.", 2),
                ],
            });
        }

        if (removed.Length > 0 || (!said && removes))
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.Credential, ChangeDirection.Restores) { Subject = app, IsOfApplication = true, State = "Credential", OldValue = string.Join("; ", before) });
        }
    }

    /// <summary>
    /// Issuers whose tokens the application trusts as its own, of which no list of secrets tells. Entra logs them as an update of the application with the property FederatedIdentityCredentials; in which
    /// form the unified log has its value is not documented, so it is read with escaped quotes and without.
    /// </summary>
    public static void Federation(ChangeRecord record, ChangeLog log)
    {
        const string Property = "FederatedIdentityCredentials";
        string[] before = Trusts(MailboxReader.Old(record, Property));
        string[] after = Trusts(record.ModifiedProperties[Property]);
        string[] added = [.. after.Except(before, StringComparer.OrdinalIgnoreCase)];
        if (added.Length == 0 && before.Length == after.Length)
        {
            return;
        }

        EntraTarget target = EntraTarget.Of(record);
        string app = Note(record, log, target);
        log.Add(new MailboxChange(record, MailboxChangeKind.Credential, added.Length > 0 ? ChangeDirection.Weakens : ChangeDirection.Restores)
        {
            Subject = app,
            IsOfApplication = true,
            Target = target.Name.Length > 0 ? target.Name : app,
            State = Trust,
            OldValue = string.Join("; ", before),
            NewValue = string.Join("; ", after),
            Signals = added.Length == 0 ? [] :
            [
                new ChangeSignal("FederatedCredential", $"The application trusts tokens of {string.Join(", ", added)}: whoever issues them signs in as the application, without any secret, for as long as that stands.", 2.5),
            ],
        });
    }

    public static void Owner(ChangeRecord record, ChangeLog log)
    {
        // The target is the new owner; the application stands in the properties.
        NamedValues values = record.ModifiedProperties;
        string app = Value(values, "Application.AppId", "ServicePrincipal.AppId");
        string objectId = Value(values, "Application.ObjectID", "ServicePrincipal.ObjectID");
        string name = Value(values, "Application.DisplayName", "ServicePrincipal.DisplayName");
        log.SameApplication(record.TenantId, app, objectId);
        log.Named(record.TenantId, app.Length > 0 ? app : objectId, name);
        EntraTarget target = EntraTarget.Of(record);
        log.Add(new MailboxChange(record, MailboxChangeKind.Owner, record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase) ? ChangeDirection.Restores : ChangeDirection.Weakens)
        {
            Subject = app.Length > 0 ? app : objectId,
            IsOfApplication = true,
            Target = target.User.Length > 0 ? target.User : target.Name,
            State = "Owner",
            NewValue = target.User.Length > 0 ? target.User : target.Name,
            Signals = [new ChangeSignal("Owner", "An owner can give the application secrets, and so act with all its permissions.", 1)],
        });
    }

    /// <summary>A registration: what links the application's ids, when it came, and whether its name passes for Microsoft's.</summary>
    public static void Created(ChangeRecord record, ChangeLog log)
    {
        EntraTarget target = EntraTarget.Of(record);
        string app = Note(record, log, target);
        bool isRegistration = record.Operation.StartsWith("Add application", StringComparison.OrdinalIgnoreCase);
        if (!isRegistration)
        {
            return;
        }

        log.WasCreated(record, app);
        if (SuspectNames.PassesForMicrosoft(target.Name) is { } signal)
        {
            log.Add(new MailboxChange(record, MailboxChangeKind.Application, ChangeDirection.Weakens)
            {
                Subject = app,
                IsOfApplication = true,
                Target = target.Name,
                State = "Registration",
                NewValue = target.Name,
                Signals = [signal],
            });
        }
    }

    private static string Note(ChangeRecord record, ChangeLog log, EntraTarget target)
    {
        string listed = (record.ModifiedProperties["AppId"] ?? record.ModifiedProperties["AppPrincipalId"] ?? string.Empty).Trim('[', ']', '"', ' ', '\r', '\n');
        string app = Guid.TryParse(listed, out Guid id) ? id.ToString("D") : target.Kind == "Application" ? string.Empty : target.AppId;
        log.SameApplication(record.TenantId, app, target.ObjectId);
        string key = app.Length > 0 ? app : target.ObjectId;
        log.Named(record.TenantId, key, target.Name);
        return key;
    }

    private static string Value(NamedValues values, params string[] names)
    {
        foreach (string name in names)
        {
            foreach (NamedValue value in values)
            {
                string text = value.Value.Length > 0 ? value.Value : value.OldValue;
                if (value.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && text.Trim().Trim('"').Length > 0)
                {
                    return text.Trim().Trim('"');
                }
            }
        }

        return string.Empty;
    }

    private static string[] Keys(string? description) => [.. KeyPattern().Matches(description ?? string.Empty).Select(static match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string[] Trusts(string? list) =>
        [.. TrustPattern().Matches(list ?? string.Empty).Select(static match => match.Groups[1].Value).Distinct(StringComparer.OrdinalIgnoreCase)];

    [GeneratedRegex(@"\bIssuer\\*""\s*:\s*\\*""([^""\\]{1,512})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TrustPattern();

    [GeneratedRegex(@"KeyIdentifier=[^\]""]*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KeyPattern();
}
