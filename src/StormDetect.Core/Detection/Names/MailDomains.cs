using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Names;

/// <summary>Which domains are a tenant's own, which lie outside, and which of those are made to be taken for own ones.</summary>
internal sealed class MailDomains
{
    private readonly TenantDomains _domains;
    private readonly Dictionary<string, HashSet<string>> _own = new(StringComparer.Ordinal);

    /// <summary>Makes the judge.</summary>
    /// <param name="domains">The domains that mailboxes of the log show, and those the operator names.</param>
    public MailDomains(TenantDomains domains) => _domains = domains;

    /// <summary>Counts a domain that a record of the tenant shows to be its own.</summary>
    public void AddOwn(string tenant, string domain)
    {
        if (!_own.TryGetValue(tenant, out HashSet<string>? domains))
        {
            _own.Add(tenant, domains = new HashSet<string>(StringComparer.Ordinal));
        }

        _ = domains.Add(domain);
    }

    /// <summary>Whether any domain of the tenant is known.</summary>
    public bool Knows(string tenant) => _domains.IsKnown(tenant) || _own.ContainsKey(tenant);

    /// <summary>Whether a domain is the tenant's.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="domain">The domain, in lower case.</param>
    /// <param name="more">Domains that are its own besides, such as those of the mailbox in question.</param>
    /// <returns>Null where no domain of the tenant is known.</returns>
    public bool? IsInternal(string tenant, string domain, IReadOnlyList<string> more)
    {
        if (_domains.IsInternal(tenant, "x@" + domain) || Proven(tenant).Contains(domain) || more.Contains(domain, StringComparer.Ordinal) || Wide(tenant).Any(wide => IsBelow(domain, wide)))
        {
            return true;
        }

        // Whoever lists the accepted domains has listed all of them; else what lies below an own domain is taken for own.
        if (_domains.IsListed(tenant))
        {
            return false;
        }

        string[] own = Own(tenant, more);
        return own.Length == 0 ? null : own.Any(known => IsBelow(domain, known) || IsSameOrganisation(domain, known)) || IsFoundersName(domain, own);
    }

    /// <summary>The own domain that one outside is like.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="domain">The domain outside, in lower case.</param>
    /// <param name="more">Domains that are the tenant's own besides.</param>
    /// <returns>The own domain, the first by name of those it is most like, and how; empty for none.</returns>
    public (string Own, Resemblance Resemblance) Resembling(string tenant, string domain, IReadOnlyList<string> more)
    {
        (string Own, Resemblance Resemblance) best = (string.Empty, Resemblance.None);
        foreach (string own in Own(tenant, more))
        {
            Resemblance resemblance = LookAlike.Compare(domain, own);
            if (resemblance > best.Resemblance)
            {
                best = (own, resemblance);
            }
        }

        return best;
    }

    private static string Clean(string domain) => domain.Trim().TrimStart('@').ToLowerInvariant();

    private static bool IsBelow(string domain, string parent) => domain.Length > parent.Length && domain.EndsWith("." + parent, StringComparison.Ordinal);

    /// <summary>contoso.onmicrosoft.com and contoso.mail.onmicrosoft.com are one tenant's.</summary>
    private static bool IsSameOrganisation(string domain, string known) => IsFounding(known) && IsFounding(domain) && LookAlike.Label(domain).Equals(LookAlike.Label(known), StringComparison.Ordinal);

    /// <summary>
    /// Where contoso is known by contoso.onmicrosoft.com alone, contoso.com is more likely the tenant's own than a stranger's. Where contoso.com is known, contoso.de is a namesake.
    /// </summary>
    private static bool IsFoundersName(string domain, string[] own)
    {
        string label = LookAlike.Label(domain);
        string[] namesakes = [.. own.Where(known => LookAlike.Label(known).Equals(label, StringComparison.Ordinal))];
        return namesakes.Length > 0 && namesakes.All(IsFounding);
    }

    private static bool IsFounding(string domain) => domain.Contains(".onmicrosoft.", StringComparison.Ordinal);

    private IEnumerable<string> Wide(string tenant) => _domains.AcceptedBy(tenant).Select(Clean).Where(static domain => domain.StartsWith("*.", StringComparison.Ordinal)).Select(static domain => domain[2..]);

    private HashSet<string> Proven(string tenant) => _own.TryGetValue(tenant, out HashSet<string>? own) ? own : [];

    private string[] Own(string tenant, IReadOnlyList<string> more) =>
        [.. Proven(tenant).Concat(_domains.Of(tenant).Select(static domain => domain.StartsWith("*.", StringComparison.Ordinal) ? domain[2..] : domain).Select(Clean)).Concat(more).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
