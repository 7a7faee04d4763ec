using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>From which networks mailboxes are read, by the indexes of another group of activities, which has tables of its own.</summary>
internal sealed class UsedNetworksView
{
    private readonly UsedNetworks _used;
    private readonly int[] _mailboxes;
    private readonly int[] _networks;
    private readonly int _tenant = -1;

    public UsedNetworksView(UsedNetworks used, MailAccessFacts read, MailAccessFacts other, int tenant)
    {
        _used = used;
        for (int i = 0; i < read.Tenants.Count; i++)
        {
            _tenant = read.Tenants[i] == other.Tenants[tenant] ? i : _tenant;
        }

        // Records of some kinds name the id of a mailbox, others its address; most of reading names both.
        Dictionary<Guid, int> byId = [];
        Dictionary<string, int> byAddress = new(StringComparer.Ordinal);
        for (int i = 0; i < read.Mailboxes.Count; i++)
        {
            MailboxIdentity mailbox = read.Mailboxes[i];
            if (mailbox.Tenant == _tenant)
            {
                byAddress.TryAdd(mailbox.Address, i);
                if (mailbox.Guid is Guid id)
                {
                    byId.TryAdd(id, i);
                }
            }
        }

        _mailboxes = new int[other.Mailboxes.Count];
        for (int i = 0; i < _mailboxes.Length; i++)
        {
            MailboxIdentity mailbox = other.Mailboxes[i];
            _mailboxes[i] = mailbox.Tenant != tenant ? -1
                : mailbox.Guid is Guid id && byId.TryGetValue(id, out int same) ? same
                : mailbox.Address.Length > 0 ? byAddress.GetValueOrDefault(mailbox.Address, -1) : -1;
        }

        Dictionary<Network, int> networks = [];
        for (int i = 0; i < read.Networks.Count; i++)
        {
            networks[read.Networks[i]] = i;
        }

        _networks = new int[other.Networks.Count];
        for (int i = 0; i < _networks.Length; i++)
        {
            _networks[i] = networks.GetValueOrDefault(other.Networks[i], -1);
        }
    }

    /// <summary>Whether the mailbox had been read from the network before a day, on enough days to know it.</summary>
    public bool IsKnown(int mailbox, int network, int day) => _mailboxes[mailbox] >= 0 && _networks[network] >= 0 && _used.IsKnown(_mailboxes[mailbox], _networks[network], day);

    /// <summary>Whether somebody was at home in the network before a day.</summary>
    public bool IsHome(int network, int day) => _tenant >= 0 && _networks[network] >= 0 && _used.IsHome(_tenant, _networks[network], day);
}
