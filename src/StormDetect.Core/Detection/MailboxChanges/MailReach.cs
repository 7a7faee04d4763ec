using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.Names;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Where an address lies: in the tenant or outside.</summary>
internal sealed class MailReach
{
    private readonly MailDomains _domains;
    private readonly Dictionary<(string Tenant, string Name), List<string>> _contacts = [];
    private readonly DirectoryNames _names;

    public MailReach(ChangeLog log, MailDomains domains, DirectoryNames names)
    {
        _domains = domains;
        _names = names;
        foreach ((string tenant, string domain) in log.OwnDomains)
        {
            domains.AddOwn(tenant, domain);
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

    /// <summary>Whether an address lies in the tenant; null where that cannot be known.</summary>
    public bool? IsInternal(string tenant, string address)
    {
        string domain = TenantDomains.DomainOf(address);
        return domain.Length == 0 ? null : _domains.IsInternal(tenant, domain, []);
    }

    /// <summary>How the domain of an address outside is like one of the tenant's.</summary>
    public Resemblance Resemblance(string tenant, string address) => _domains.Resembling(tenant, TenantDomains.DomainOf(address), []).Resemblance;
}
