using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Incidents;

/// <summary>
/// How many mailboxes use an application or a network in this log. What many people use links nobody: two findings from the office are not one incident for that.
/// </summary>
internal sealed class CommonGround
{
    /// <summary>What so few mailboxes use is nobody's everyday, however small the tenant.</summary>
    private const int FewMailboxes = 5;

    /// <summary>Of a tenant's mailboxes.</summary>
    private const double CommonShare = 0.02;

    private readonly Dictionary<(string Tenant, string Key), HashSet<int>> _mailboxes = [];
    private readonly Dictionary<string, int> _tenants = new(StringComparer.OrdinalIgnoreCase);

    public CommonGround(MailAccessFacts facts)
    {
        string[] networks = new string[facts.Networks.Count];
        HashSet<(int, int)> seenNetworks = [];
        HashSet<(int, int)> seenPaths = [];
        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            string tenant = facts.Tenants[mailbox.Tenant];
            _tenants[tenant] = _tenants.GetValueOrDefault(tenant) + 1;
        }

        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (seenNetworks.Add((fact.Mailbox, fact.Network)))
            {
                Note(facts, fact.Mailbox, networks[fact.Network] ??= facts.Networks[fact.Network].ToString());
            }

            if (seenPaths.Add((fact.Mailbox, fact.Path)))
            {
                AccessPath path = facts.Paths[fact.Path];
                Note(facts, fact.Mailbox, path.AppId);
                Note(facts, fact.Mailbox, path.ClientAppId);
            }
        }
    }

    /// <summary>Whether more mailboxes than those of the findings themselves use it as a matter of course.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="key">An application id or a network.</param>
    /// <param name="concerned">How many mailboxes the findings name.</param>
    public bool IsCommon(string tenant, string key, int concerned)
    {
        int users = _mailboxes.TryGetValue((tenant, key), out HashSet<int>? mailboxes) ? mailboxes.Count : 0;
        return users - concerned > Math.Max(FewMailboxes, CommonShare * _tenants.GetValueOrDefault(tenant));
    }

    /// <summary>How many mailboxes the log shows of a tenant.</summary>
    public int Mailboxes(string tenant) => _tenants.GetValueOrDefault(tenant);

    private void Note(MailAccessFacts facts, int mailbox, string key)
    {
        if (key.Length == 0)
        {
            return;
        }

        (string, string) entry = (facts.Tenants[facts.Mailboxes[mailbox].Tenant], key);
        if (!_mailboxes.TryGetValue(entry, out HashSet<int>? users))
        {
            _mailboxes.Add(entry, users = []);
        }

        _ = users.Add(mailbox);
    }
}
