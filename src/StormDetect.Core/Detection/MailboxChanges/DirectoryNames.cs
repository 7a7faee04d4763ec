using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Who and what is meant: recipients by address where the log knows one, applications by their application id.</summary>
internal sealed class DirectoryNames
{
    private readonly SameNames _recipients;
    private readonly SameNames _applications;
    private readonly Dictionary<(string Tenant, string Local), string> _addresses = [];
    private readonly Dictionary<(string Tenant, string Id), string> _guids = [];
    private readonly Dictionary<(string Tenant, string Name), string> _people = [];
    private readonly Dictionary<(string Tenant, string Id), string> _applicationNames = [];

    public DirectoryNames(ChangeLog log, MailAccessFacts facts)
    {
        _recipients = new SameNames(log.SameNames, static name => name.Name.Contains('@', StringComparison.Ordinal) ? 2 : Guid.TryParse(name.Name, out _) ? 0 : 1);
        _applications = new SameNames(log.SameApplications, name => log.ApplicationIds.Contains(name) ? 1 : 0);
        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            string tenant = facts.Tenants[mailbox.Tenant];
            Address(tenant, mailbox.Address);
            if (mailbox.Guid is Guid guid)
            {
                _guids[(tenant, guid.ToString("D"))] = mailbox.Display;
            }
        }

        foreach (MailboxChange change in log.Changes)
        {
            Address(change.TenantId, NameKey.Of(change.Actor));
            Address(change.TenantId, change.IsOfMailbox ? NameKey.Of(change.Subject) : string.Empty);
            Address(change.TenantId, NameKey.Of(change.Target));
        }

        foreach ((string tenant, string name) in log.Created.Keys)
        {
            Address(tenant, name);
        }

        People(log);
        foreach ((string tenant, string id, string name) in log.ApplicationNames.OrderBy(static n => n.Tenant, StringComparer.Ordinal).ThenBy(static n => n.Name, StringComparer.Ordinal).ThenBy(static n => n.Id, StringComparer.Ordinal))
        {
            _ = _applicationNames.TryAdd((tenant, Application(tenant, id)), name);
        }
    }

    /// <summary>The address of a recipient; its name in lower case where the log has no address for it.</summary>
    public string Recipient(string tenant, string name)
    {
        string key = NameKey.Of(name);
        if (key.Length == 0)
        {
            return string.Empty;
        }

        string known = _recipients.Of(tenant, key);
        return known.Contains('@', StringComparison.Ordinal) ? known
            : _people.TryGetValue((tenant, known), out string? person) ? person
            : _guids.TryGetValue((tenant, known), out string? mailbox) ? mailbox
            : _addresses.TryGetValue((tenant, known), out string? address) && address.Length > 0 ? address
            : known;
    }

    /// <summary>The id that stands for an application: the same for its application id and its objects' ids.</summary>
    public string Application(string tenant, string id) => _applications.Of(tenant, NameKey.Of(id));

    /// <summary>What an application calls itself; empty where the log does not say.</summary>
    public string ApplicationName(string tenant, string id) => _applicationNames.GetValueOrDefault((tenant, Application(tenant, id)), string.Empty);

    /// <summary>
    /// One name of a group is enough to know whose it is, the surest first: the id of an object in the directory, then a mailbox's, then a short name.
    /// </summary>
    private void People(ChangeLog log)
    {
        foreach ((string tenant, string id, string address) in log.Accounts.OrderBy(static a => a.Tenant, StringComparer.Ordinal).ThenBy(static a => a.Id, StringComparer.Ordinal).ThenBy(static a => a.Address, StringComparer.Ordinal))
        {
            Address(tenant, address);
            _ = _people.TryAdd((tenant, _recipients.Of(tenant, id)), address);
        }

        (string Tenant, string Name)[] names = [.. log.SameNames.SelectMany(static pair => new[] { (pair.Tenant, pair.First), (pair.Tenant, pair.Second) }).Distinct()
            .OrderBy(static name => name.Tenant, StringComparer.Ordinal).ThenBy(static name => name.Item2, StringComparer.Ordinal)];
        foreach (Dictionary<(string Tenant, string Name), string> known in new[] { _guids, _addresses })
        {
            foreach ((string tenant, string name) in names)
            {
                if (known.TryGetValue((tenant, name), out string? person) && person.Length > 0)
                {
                    _ = _people.TryAdd((tenant, _recipients.Of(tenant, name)), person);
                }
            }
        }
    }

    private void Address(string tenant, string address)
    {
        int at = address.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0)
        {
            return;
        }

        // A local part that two domains of the tenant have is nobody's short name.
        (string, string) key = (tenant, address[..at]);
        _addresses[key] = _addresses.TryGetValue(key, out string? known) && known != address ? string.Empty : address;
    }
}
