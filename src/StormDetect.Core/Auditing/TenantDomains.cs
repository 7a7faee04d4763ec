using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core;

/// <summary>
/// The mail domains that belong to each tenant of a log: those the operator names, and those of the mailboxes the log itself shows (MailboxOwnerUPN). A guest's or a partner's
/// domain never gets in this way, because only owners of mailboxes count.
/// </summary>
internal sealed class TenantDomains
{
    private readonly Dictionary<string, HashSet<string>> _byTenant = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _acceptedBy = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _accepted;
    private readonly string? _acceptedOf;

    /// <summary>Makes the domains.</summary>
    /// <param name="facts">The log's mailboxes.</param>
    /// <param name="accepted">What the operator names; <c>*.contoso.com</c> stands for everything below it.</param>
    /// <param name="acceptedOf">Whose domains these are, where that is known: no other tenant's.</param>
    public TenantDomains(MailAccessFacts facts, IEnumerable<string> accepted, string? acceptedOf = null)
    {
        _accepted = [.. accepted.Select(static domain => domain.Trim().TrimStart('@')).Distinct(StringComparer.OrdinalIgnoreCase)];
        _acceptedOf = acceptedOf;
        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            Add(facts.Tenants[mailbox.Tenant], mailbox.Address);
        }

        foreach (string tenant in facts.Tenants)
        {
            _acceptedBy.Add(tenant, Accepted(tenant));
        }
    }

    /// <summary>Counts the domain of somebody who is known to have a mailbox in the tenant.</summary>
    public void Add(string tenant, string address)
    {
        string domain = DomainOf(address);
        if (domain.Length == 0)
        {
            return;
        }

        if (!_byTenant.TryGetValue(tenant, out HashSet<string>? domains))
        {
            _byTenant.Add(tenant, domains = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        }

        _ = domains.Add(domain);
    }

    /// <summary>The domains the operator named that are, as far as anybody can tell, this tenant's.</summary>
    public IReadOnlyList<string> AcceptedBy(string tenant) => _acceptedBy.TryGetValue(tenant, out string[]? accepted) ? accepted : Accepted(tenant);

    /// <summary>Whether the operator named this tenant's domains: then those are all.</summary>
    public bool IsListed(string tenant) => AcceptedBy(tenant).Count > 0;

    /// <summary>Whether any domain of the tenant is known: without one, nothing can be called external.</summary>
    public bool IsKnown(string tenant) => IsListed(tenant) || _byTenant.ContainsKey(tenant);

    /// <summary>All domains known to be the tenant's, in no order.</summary>
    public IEnumerable<string> Of(string tenant) => _byTenant.TryGetValue(tenant, out HashSet<string>? domains) ? domains.Concat(AcceptedBy(tenant)) : AcceptedBy(tenant);

    /// <summary>Whether an address lies in the tenant.</summary>
    public bool IsInternal(string tenant, string address)
    {
        string domain = DomainOf(address);
        return AcceptedBy(tenant).Contains(domain, StringComparer.OrdinalIgnoreCase) || (_byTenant.TryGetValue(tenant, out HashSet<string>? domains) && domains.Contains(domain));
    }

    /// <summary>The domain of an address in lower case, also of <c>smtp:a@b</c> and of <c>"Name" [SMTP:a@b]</c>; empty where there is none.</summary>
    public static string DomainOf(string address)
    {
        int at = address.LastIndexOf('@');
        if (at < 0)
        {
            return string.Empty;
        }

        int end = at + 1;
        while (end < address.Length && (char.IsLetterOrDigit(address[end]) || address[end] is '.' or '-'))
        {
            end++;
        }

        return address[(at + 1)..end].TrimEnd('.').ToLowerInvariant();
    }

    /// <summary>
    /// In a log of several tenants, a list of domains is one customer's, or all customers' together. What a tenant's mailboxes show is that tenant's alone, and a tenant none of whose domains are listed was not meant.
    /// </summary>
    private string[] Accepted(string tenant)
    {
        if (_acceptedOf is { Length: > 0 } one)
        {
            return tenant.Length == 0 || tenant.Equals(one, StringComparison.OrdinalIgnoreCase) ? _accepted : [];
        }

        if (tenant.Length == 0)
        {
            // Exports leave the id out here and there.
            return _accepted;
        }

        bool IsShownBy(string domain, HashSet<string> shown) => domain.StartsWith("*.", StringComparison.Ordinal)
            ? shown.Any(own => own.EndsWith(domain[1..], StringComparison.OrdinalIgnoreCase))
            : shown.Contains(domain);
        bool IsOwn(string domain) => _byTenant.TryGetValue(tenant, out HashSet<string>? own) && IsShownBy(domain, own);
        string[] others = [.. _accepted.Where(domain => !IsOwn(domain) && _byTenant.Any(other => other.Key.Length > 0 && IsShownBy(domain, other.Value)))];
        return others.Length > 0 && !_accepted.Any(IsOwn) ? [] : [.. _accepted.Except(others)];
    }
}
