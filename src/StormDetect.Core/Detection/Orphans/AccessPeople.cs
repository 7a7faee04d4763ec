using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Whose mailbox a row is: records that carry the id and records that carry the address meet here, as they do in the facts.</summary>
internal sealed class AccessPeople
{
    private readonly int[] _people;
    private readonly int[] _tenants;
    private readonly IndexTable<(int Tenant, string Name)> _names = new();

    public AccessPeople(AccessTable accesses, MailAccessFacts facts)
    {
        Dictionary<(string, Guid), string> byGuid = [];
        Dictionary<(string, string), string> byAddress = [];
        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            string tenant = facts.Tenants[mailbox.Tenant];
            if (mailbox.Guid is Guid guid)
            {
                byGuid.TryAdd((tenant, guid), mailbox.Display);
            }
            else
            {
                byAddress.TryAdd((tenant, mailbox.Address), mailbox.Display);
            }
        }

        _people = new int[accesses.Mailboxes.Count];
        _tenants = new int[accesses.Mailboxes.Count];
        for (int i = 0; i < _people.Length; i++)
        {
            MailboxIdentity mailbox = accesses.Mailboxes[i];
            string tenant = accesses.Tenants[mailbox.Tenant];
            string name = mailbox.Guid is Guid guid && byGuid.TryGetValue((tenant, guid), out string? known) ? known
                : byAddress.TryGetValue((tenant, mailbox.Address), out known) ? known
                : mailbox.Display;
            _people[i] = _names.Add((mailbox.Tenant, name));
            _tenants[i] = mailbox.Tenant;
        }
    }

    /// <summary>The number of a mailbox.</summary>
    public int Of(int mailbox) => _people[mailbox];

    /// <summary>The tenant of a mailbox.</summary>
    public int TenantOf(int mailbox) => _tenants[mailbox];

    /// <summary>The tenant of such a number.</summary>
    public int TenantOfPerson(int person) => _names[person].Tenant;

    /// <summary>What findings call it.</summary>
    public string Name(int person) => _names[person].Name;
}
