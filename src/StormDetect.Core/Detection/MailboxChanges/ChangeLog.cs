using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What the records said: the changes, and what is needed to understand them. Grows with changes that say something, not with records.</summary>
internal sealed class ChangeLog
{
    /// <summary>The changes, in no order.</summary>
    public List<MailboxChange> Changes { get; } = [];

    /// <summary>When accounts and applications were created, by tenant and name (<see cref="NameKey"/>): the earliest time.</summary>
    public Dictionary<(string Tenant, string Name), (DateTimeOffset Time, string Actor)> Created { get; } = [];

    /// <summary>Pairs of names that one record uses for the same thing.</summary>
    public HashSet<(string Tenant, string First, string Second)> SameNames { get; } = [];

    /// <summary>Whose objects of the directory ids are.</summary>
    public HashSet<(string Tenant, string Id, string Address)> Accounts { get; } = [];

    /// <summary>Pairs of ids that one record uses for the same application, and applications' names.</summary>
    public HashSet<(string Tenant, string First, string Second)> SameApplications { get; } = [];

    /// <summary>Which of the ids of applications are the application's own; the others are those of its objects in this directory.</summary>
    public HashSet<(string Tenant, string Id)> ApplicationIds { get; } = [];

    public HashSet<(string Tenant, string Id, string Name)> ApplicationNames { get; } = [];

    /// <summary>Addresses of the tenant's own, as far as the records prove them.</summary>
    public HashSet<(string Tenant, string Domain)> OwnDomains { get; } = [];

    /// <summary>Where mail to a contact of the directory goes.</summary>
    public HashSet<(string Tenant, string Name, string Address)> Contacts { get; } = [];

    public void Add(MailboxChange change) => Changes.Add(change);

    /// <summary>Notes that two names mean the same recipient.</summary>
    public void Same(string tenant, string? first, string? second) => Pair(SameNames, tenant, NameKey.Of(first), NameKey.Of(second));

    /// <summary>Notes whose object of the directory an id is.</summary>
    public void Account(string tenant, string? id, string? address)
    {
        // A service's UserKey is a name or a number, and its UserId no address.
        string user = NameKey.Of(address);
        if (Guid.TryParse(id, out Guid known) && known != Guid.Empty && user.IndexOf('@', StringComparison.Ordinal) > 0)
        {
            _ = Accounts.Add((tenant, known.ToString("D"), user));
        }
    }

    /// <summary>Notes that an application id and the id of an object mean the same application.</summary>
    public void SameApplication(string tenant, string? applicationId, string? objectId)
    {
        string application = NameKey.Of(applicationId);
        if (application.Length > 0)
        {
            _ = ApplicationIds.Add((tenant, application));
        }

        Pair(SameApplications, tenant, application, NameKey.Of(objectId));
    }

    public void Named(string tenant, string? id, string? name)
    {
        string key = NameKey.Of(id);
        if (key.Length > 0 && !string.IsNullOrWhiteSpace(name))
        {
            _ = ApplicationNames.Add((tenant, key, name.Trim()));
        }
    }

    public void WasCreated(ChangeRecord record, string? name)
    {
        (string, string) key = (record.TenantId, NameKey.Of(name));
        if (key.Item2.Length > 0 && (!Created.TryGetValue(key, out (DateTimeOffset Time, string Actor) known) || (record.Time, record.UserId).CompareTo(known) < 0))
        {
            Created[key] = (record.Time, record.UserId);
        }
    }

    /// <summary>
    /// Notes which domains an Exchange record proves to be the tenant's: the organisation's own, the acting administrator's unless of another organisation, and that of a mailbox that a
    /// cmdlet for mailboxes changed. A guest's never: guests are named after the tenant (<c>#EXT#</c>).
    /// </summary>
    public void Domains(ChangeRecord record, string? mailbox)
    {
        if (record.RecordType is not (1 or null) || record.IsService)
        {
            return;
        }

        string organization = record["OrganizationName"] ?? string.Empty;
        if (organization.Contains('.', StringComparison.Ordinal))
        {
            Domain(record.TenantId, "x@" + organization);
        }

        bool isForeign = bool.TryParse(record["ExternalAccess"], out bool external) && external;
        if (record.UserType is 0 or 2 or null && !isForeign)
        {
            Domain(record.TenantId, record.UserId);
        }

        Domain(record.TenantId, mailbox ?? string.Empty);
    }

    public void Merge(ChangeLog other)
    {
        Changes.AddRange(other.Changes);
        SameNames.UnionWith(other.SameNames);
        Accounts.UnionWith(other.Accounts);
        SameApplications.UnionWith(other.SameApplications);
        ApplicationIds.UnionWith(other.ApplicationIds);
        ApplicationNames.UnionWith(other.ApplicationNames);
        OwnDomains.UnionWith(other.OwnDomains);
        Contacts.UnionWith(other.Contacts);
        foreach (((string, string) key, (DateTimeOffset, string) value) in other.Created)
        {
            if (!Created.TryGetValue(key, out (DateTimeOffset, string) known) || value.CompareTo(known) < 0)
            {
                Created[key] = value;
            }
        }
    }

    private static void Pair(HashSet<(string, string, string)> pairs, string tenant, string first, string second)
    {
        if (first.Length > 0 && second.Length > 0 && first != second)
        {
            _ = pairs.Add(string.CompareOrdinal(first, second) < 0 ? (tenant, first, second) : (tenant, second, first));
        }
    }

    private void Domain(string tenant, string address)
    {
        string domain = TenantDomains.DomainOf(address);
        if (domain.Contains('.', StringComparison.Ordinal))
        {
            _ = OwnDomains.Add((tenant, domain));
        }
    }
}
