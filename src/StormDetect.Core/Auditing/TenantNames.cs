using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core;

/// <summary>What to call the tenants of a log, whose ids nobody can tell apart: by the mail domain that most of their mailboxes have.</summary>
internal sealed class TenantNames
{
    private readonly Dictionary<string, string> _names;

    public TenantNames(MailAccessFacts facts) => _names = facts.Mailboxes
        .Select(mailbox => (mailbox.Tenant, Domain: TenantDomains.DomainOf(mailbox.Address)))
        .Where(static mailbox => mailbox.Domain.Length > 0)
        .GroupBy(static mailbox => mailbox.Tenant)
        .ToDictionary(tenant => facts.Tenants[tenant.Key], static tenant => Commonest(tenant.Select(static mailbox => mailbox.Domain)), StringComparer.OrdinalIgnoreCase);

    /// <summary>The name; empty where no mailbox of the tenant is known by its address.</summary>
    public string Of(string tenantId) => _names.GetValueOrDefault(tenantId, string.Empty);

    // The domain a tenant was founded with says least; it is taken where there is no other.
    private static string Commonest(IEnumerable<string> domains) => PlainText.Cell(domains.GroupBy(static domain => domain, StringComparer.Ordinal)
        .OrderBy(static domain => domain.Key.Contains(".onmicrosoft.", StringComparison.Ordinal)).ThenByDescending(static domain => domain.Count()).ThenBy(static domain => domain.Key, StringComparer.Ordinal)
        .First().Key);
}
