using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// Makes stories of the grants that stand now and that no consent of the log tells of. That an application may read mail is everyday, so that a grant alone is Low where it reaches every mailbox, and Informational
/// where it reaches those of single users.
/// </summary>
internal sealed class StandingConsentJudge
{
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(30);
    private readonly StandingConsents _consents;
    private readonly DirectoryNames _names;
    private readonly string _tenant;
    private readonly ILookup<string, MailboxChange> _logged;

    public StandingConsentJudge(StandingConsents consents, DirectoryNames names, ChangeLog log, HuntContext context)
    {
        _consents = consents;
        _names = names;
        _tenant = LiveTenant.NameIn(context.Facts.Tenants, consents.TenantId);
        _logged = log.Changes.Where(change => change.Kind == MailboxChangeKind.Consent && change.Direction == ChangeDirection.Weakens && change.EndedBy is null && change.TenantId.Equals(_tenant, StringComparison.OrdinalIgnoreCase))
            .ToLookup(static change => change.Subject, StringComparer.Ordinal);
    }

    /// <summary>One story for each application.</summary>
    public IEnumerable<ChangeStory> Stories()
    {
        foreach (StandingConsent consent in _consents.All)
        {
            MailboxChange[] changes =
            [
                .. Change(consent, consent.Roles, "Application: ", "of every mailbox, without any user", 2),
                .. Change(consent, consent.ForAll, "AllPrincipals: ", MailScopes.OfItsUsers, 2),
                .. Change(consent, consent.ForUsers, "Principal: ", $"of {ReasonWriter.Count(Math.Max(1, consent.Users.Count), "user")} who consented{Named(consent)}", 1),
            ];
            if (changes.Length > 0)
            {
                ChangeStory story = new(changes);
                foreach (ChangeSignal signal in OfApplication(consent))
                {
                    story.Add(signal);
                }

                yield return story;
            }
        }
    }

    private static string Named(StandingConsent consent)
    {
        string[] named = [.. consent.Named.Where(static name => name.Length > 0)];
        int others = consent.Users.Count - named.Length;
        return named.Length == 0 ? string.Empty
            : others > 0 ? FormattableString.Invariant($" ({string.Join(", ", named)} and {others:#,0} more)")
            : $" ({string.Join(", ", named)})";
    }

    private IEnumerable<MailboxChange> Change(StandingConsent consent, SortedSet<string> scopes, string kind, string whose, double weight)
    {
        string[] reading = [.. scopes.Where(MailScopes.Reads)];
        if (reading.Length == 0 || IsLogged(consent, kind, reading))
        {
            yield break;
        }

        List<ChangeSignal> signals = [new ChangeSignal("AppReadsMail", $"{string.Join(", ", reading)} reads the mail {whose}.", weight)];
        if (scopes.Any(static scope => MailScopes.Touches(scope) && scope.Contains("Send", StringComparison.OrdinalIgnoreCase)))
        {
            signals.Add(new ChangeSignal("ReadsAndSends", "It both reads and sends mail: it can answer in the user's name.", 1));
        }

        if (scopes.Contains("offline_access"))
        {
            signals.Add(new ChangeSignal("OfflineAccess", "offline_access keeps that access for months, whether or not the user signs in; changing the password does not end it.", 0.5));
        }

        string app = Subject(consent);
        string name = consent.Application?.Name is { Length: > 0 } known ? known : consent.Name;
        yield return new MailboxChange(_tenant, MailboxChangeKind.StandingConsent, Since(consent))
        {
            Subject = app,
            IsOfApplication = true,
            IsOfPrincipal = consent.Application is not { AppId.Length: > 0 },
            IsOfMicrosoft = consent.Application is { IsMicrosoft: true },
            Target = name.Length > 0 ? name : app,
            State = kind,
            NewValue = kind + string.Join(' ', scopes),
            Signals = signals,
        };
    }

    private string Subject(StandingConsent consent) => _names.Application(_tenant, consent.Application?.AppId is { Length: > 0 } app ? app : consent.PrincipalId);

    /// <summary>Whether the log's consents to the application name the same reach over the same permissions: then it is no news.</summary>
    private bool IsLogged(StandingConsent consent, string kind, string[] reading)
    {
        MailboxChange[] known = [.. new[] { Subject(consent), _names.Application(_tenant, consent.PrincipalId) }.Distinct(StringComparer.Ordinal).SelectMany(subject => _logged[subject])
            .Where(change => change.NewValue.StartsWith(kind, StringComparison.Ordinal) || (kind[0] == 'P' && change.NewValue.StartsWith("AllPrincipals", StringComparison.Ordinal)))];
        HashSet<string> named = new(known.SelectMany(static change => MailScopes.Split(change.NewValue)), StringComparer.OrdinalIgnoreCase);
        return reading.All(named.Contains);
    }

    private DateTimeOffset Since(StandingConsent consent)
    {
        DateTimeOffset since = consent.FirstGiven ?? consent.Application?.CreatedAt ?? _consents.Now;
        return since < _consents.Now ? since : _consents.Now;
    }

    /// <summary>What the directory says against the application itself.</summary>
    private IEnumerable<ChangeSignal> OfApplication(StandingConsent consent)
    {
        if (consent.Application is { IsMicrosoft: false } application)
        {
            if (application.OwnerTenantId.Length == 0)
            {
                yield return new ChangeSignal("OwnerUnknown", "The directory does not say which organisation registered the application.", 1);
            }
            else if (application.Publisher.Length == 0 && !application.OwnerTenantId.Equals(_consents.TenantId, StringComparison.OrdinalIgnoreCase))
            {
                yield return new ChangeSignal("PublisherUnverified", $"It was registered by {application.OwnerFor(_consents.TenantId)}.", 1.5);
            }

            if (application.CreatedAt is { } created && _consents.Now - created <= s_recent)
            {
                yield return new ChangeSignal("RecentlyGiven", FormattableString.Invariant($"The application came to the tenant on {created.UtcDateTime:yyyy-MM-dd}."), 1);
            }
        }

        if (consent.LastGiven is { } given && _consents.Now - given <= s_recent)
        {
            yield return new ChangeSignal("RecentlyGiven", FormattableString.Invariant($"The last of its app roles for mail was given on {given.UtcDateTime:yyyy-MM-dd}, and this log does not show it."), 1);
        }
    }
}
