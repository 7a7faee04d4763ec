using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// The grants that let applications read mail now: rows of appRoleAssignment and oauth2PermissionGrant as Microsoft Graph documents them. Grants of other things are passed over.
/// </summary>
/// <param name="tenantId">The tenant they are of, in lower case.</param>
/// <param name="now">When they were read (UTC).</param>
internal sealed class StandingConsents(string tenantId, DateTimeOffset now)
{
    /// <summary>How many users of an application are named.</summary>
    public const int MostUsers = 10;

    /// <summary>How many names are asked for, 15 in a request. Those of applications with few users come first.</summary>
    private const int MostNames = 300;

    private readonly Dictionary<string, StandingConsent> _byPrincipal = new(StringComparer.OrdinalIgnoreCase);

    public string TenantId { get; } = tenantId;

    public DateTimeOffset Now { get; } = now;

    /// <summary>How many grants let an application read mail.</summary>
    public int Count { get; private set; }

    /// <summary>The service principals that hold them.</summary>
    public IReadOnlyCollection<string> Principals => _byPrincipal.Keys;

    /// <summary>By service principal, in an order that depends on the grants alone.</summary>
    public IEnumerable<StandingConsent> All => _byPrincipal.Values.OrderBy(static consent => consent.PrincipalId, StringComparer.Ordinal);

    /// <summary>Takes a row.</summary>
    /// <param name="part">Which of the two it is of.</param>
    /// <param name="row">The row, by the service's own names.</param>
    public void Add(ConfigPart part, IReadOnlyDictionary<string, object?> row)
    {
        if (part == ConfigPart.AppRoleAssignments)
        {
            AddRole(row);
        }
        else
        {
            AddGrant(row);
        }
    }

    /// <summary>Takes what the directory says of the service principals. Those that are switched off, or that it does not know, cannot read anything, and are left out.</summary>
    /// <param name="known">By object id, in lower case.</param>
    public void Describe(IReadOnlyDictionary<string, TenantApplication> known)
    {
        foreach (StandingConsent consent in All.ToArray())
        {
            if (known.GetValueOrDefault(consent.PrincipalId) is { IsEnabled: true } application)
            {
                consent.Application = application;
            }
            else
            {
                _ = _byPrincipal.Remove(consent.PrincipalId);
            }
        }
    }

    /// <summary>The users who are named, by object id.</summary>
    public IReadOnlyCollection<string> UsersToName() => All.OrderBy(static consent => consent.Users.Count).SelectMany(static consent => consent.Users.Take(MostUsers)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNames).ToArray();

    /// <summary>Takes the names of users.</summary>
    /// <param name="names">By object id.</param>
    public void Name(IReadOnlyDictionary<string, string> names)
    {
        foreach (StandingConsent consent in _byPrincipal.Values)
        {
            consent.Named = consent.Users.Take(MostUsers).Select(id => names.GetValueOrDefault(id.ToLowerInvariant(), id)).Order(StringComparer.OrdinalIgnoreCase).ToArray();
        }
    }

    private void AddRole(IReadOnlyDictionary<string, object?> row)
    {
        string role = MailScopes.RoleName(Text(row, "AppRoleName"), Text(row, "appRoleId"));
        string type = Text(row, "principalType");
        if ((type.Length > 0 && type != "ServicePrincipal") || !(MailScopes.Reads(role) || MailScopes.Touches(role)) || Of(Text(row, "principalId")) is not { } consent)
        {
            return;
        }

        Count += MailScopes.Reads(role) ? 1 : 0;
        _ = consent.Roles.Add(role);
        consent.Name = consent.Name.Length > 0 ? consent.Name : Text(row, "principalDisplayName").Trim();
        if (DateTimeOffset.TryParse(Text(row, "createdDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset given))
        {
            consent.FirstGiven = given < (consent.FirstGiven ?? DateTimeOffset.MaxValue) ? given : consent.FirstGiven;
            consent.LastGiven = given > (consent.LastGiven ?? DateTimeOffset.MinValue) ? given : consent.LastGiven;
        }
    }

    private void AddGrant(IReadOnlyDictionary<string, object?> row)
    {
        IReadOnlyList<string> scopes = MailScopes.Split(Text(row, "scope"));
        if (!scopes.Any(static scope => MailScopes.Reads(scope)) || Of(Text(row, "clientId")) is not { } consent)
        {
            return;
        }

        Count++;
        string user = Text(row, "principalId");
        bool forUser = Text(row, "consentType").Equals("Principal", StringComparison.OrdinalIgnoreCase) || user.Length > 0;
        (forUser ? consent.ForUsers : consent.ForAll).UnionWith(scopes);
        if (forUser)
        {
            _ = consent.Users.Add(user.Trim());
        }
    }

    private StandingConsent? Of(string principal)
    {
        string id = NameKey.Of(principal);
        if (id.Length == 0)
        {
            return null;
        }

        if (!_byPrincipal.TryGetValue(id, out StandingConsent? consent))
        {
            _byPrincipal.Add(id, consent = new StandingConsent(id));
        }

        return consent;
    }

    private static string Text(IReadOnlyDictionary<string, object?> row, string name) =>
        row.TryGetValue(name, out object? value) ? value?.ToString() ?? string.Empty
        : row.FirstOrDefault(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.ToString() ?? string.Empty;
}
