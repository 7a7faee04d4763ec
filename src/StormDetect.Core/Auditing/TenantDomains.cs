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
    private readonly HashSet<string> _accepted = new(StringComparer.OrdinalIgnoreCase);

    public TenantDomains(MailAccessFacts facts, IEnumerable<string> accepted)
    {
        foreach (string domain in accepted)
        {
            _ = _accepted.Add(domain.Trim().TrimStart('@'));
        }

        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            Add(facts.Tenants[mailbox.Tenant], mailbox.Address);
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

    /// <summary>Whether any domain of the tenant is known: without one, nothing can be called external.</summary>
    public bool IsKnown(string tenant) => _accepted.Count > 0 || _byTenant.ContainsKey(tenant);

    /// <summary>All domains known to be the tenant's, in no order.</summary>
    public IEnumerable<string> Of(string tenant) => _byTenant.TryGetValue(tenant, out HashSet<string>? domains) ? domains.Concat(_accepted) : _accepted;

    /// <summary>Whether an address lies in the tenant.</summary>
    public bool IsInternal(string tenant, string address)
    {
        string domain = DomainOf(address);
        return _accepted.Contains(domain) || (_byTenant.TryGetValue(tenant, out HashSet<string>? domains) && domains.Contains(domain));
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
}
