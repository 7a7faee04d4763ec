using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Which mailbox is a user's own: who opens mailboxes of others does so from where they read their own mail.</summary>
internal sealed class Owners
{
    private readonly int[] _mailboxes;

    public Owners(MailAccessFacts facts)
    {
        Dictionary<string, int> byAddress = new(facts.Mailboxes.Count);
        for (int i = 0; i < facts.Mailboxes.Count; i++)
        {
            string address = facts.Mailboxes[i].Address;

            // An address that two tenants have says nothing.
            if (address.Length > 0 && !byAddress.TryAdd(address, i))
            {
                byAddress[address] = -1;
            }
        }

        _mailboxes = new int[facts.Users.Count];
        for (int i = 0; i < _mailboxes.Length; i++)
        {
            _mailboxes[i] = byAddress.GetValueOrDefault(facts.Users[i], -1);
        }
    }

    /// <summary>The user's own mailbox, or -1 where the log does not show it.</summary>
    public int MailboxOf(int user) => _mailboxes[user];
}
