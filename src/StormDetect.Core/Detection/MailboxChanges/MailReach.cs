using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Where an address lies: in the tenant or outside.</summary>
internal sealed class MailReach
{
    private readonly TenantDomains _domains;
    private readonly Dictionary<string, HashSet<string>> _proven = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Tenant, string Name), List<string>> _contacts = [];
    private readonly DirectoryNames _names;

    public MailReach(ChangeLog log, TenantDomains domains, DirectoryNames names)
    {
        _domains = domains;
        _names = names;
        foreach ((string tenant, string domain) in log.OwnDomains)
        {
            if (!_proven.TryGetValue(tenant, out HashSet<string>? own))
            {
                _proven.Add(tenant, own = new HashSet<string>(StringComparer.Ordinal));
            }

            _ = own.Add(domain);
        }

        foreach ((string tenant, string name, string address) in log.Contacts.Order())
        {
            if (!_contacts.TryGetValue((tenant, name), out List<string>? addresses))
            {
                _contacts.Add((tenant, name), addresses = []);
            }

            addresses.Add(address);
        }
    }

    /// <summary>Where mail to a destination ends: its address, or that of the contact it names.</summary>
    public IReadOnlyList<string> Addresses(string tenant, string destination)
    {
        string key = NameKey.Of(destination);
        return _contacts.TryGetValue((tenant, key), out List<string>? outside) ? outside
            : destination.Contains('@', StringComparison.Ordinal) ? [NameKey.Clean(destination).ToLowerInvariant()]
            : [_names.Recipient(tenant, destination)];
    }

    /// <summary>Whether an address lies in the tenant, also in a subdomain of one of its domains; null where that cannot be known.</summary>
    public bool? IsInternal(string tenant, string address)
    {
        string domain = TenantDomains.DomainOf(address);
        if (domain.Length == 0)
        {
            return null;
        }

        for (string at = domain; at.Contains('.', StringComparison.Ordinal); at = at[(at.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (_domains.IsInternal(tenant, "x@" + at) || Proven(tenant).Contains(at))
            {
                return true;
            }
        }

        return !_domains.IsKnown(tenant) && Proven(tenant).Count == 0 ? null : SuspectNames.IsFoundersName(domain, Own(tenant)) ? null : false;
    }

    /// <summary>What it weighs that the domain of an address outside passes for one of the tenant's; 0 where it does not.</summary>
    public double LookAlike(string tenant, string address)
    {
        string domain = TenantDomains.DomainOf(address);
        return SuspectNames.PassesFor(domain, Own(tenant)) ? 3 : SuspectNames.IsNamesake(domain, Own(tenant)) ? 1 : 0;
    }

    private IEnumerable<string> Own(string tenant) => _domains.Of(tenant).Concat(Proven(tenant));

    private HashSet<string> Proven(string tenant) => _proven.TryGetValue(tenant, out HashSet<string>? own) ? own : [];
}
