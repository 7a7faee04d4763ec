using System;
using System.Collections.Generic;
using System.Net;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The options of a hunt, resolved to indexes once.</summary>
internal sealed class HuntScope
{
    private readonly bool[] _priority;
    private readonly bool[] _trusted;

    public HuntScope(MailAccessFacts facts, MailAccessHuntOptions options)
    {
        HashSet<string> priority = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in options.PriorityMailboxes)
        {
            priority.Add(Guid.TryParse(name, out Guid guid) ? guid.ToString("D") : name.Trim());
        }

        _priority = new bool[facts.Mailboxes.Count];
        for (int i = 0; i < _priority.Length; i++)
        {
            MailboxIdentity mailbox = facts.Mailboxes[i];
            _priority[i] = priority.Contains(mailbox.Address) || (mailbox.Guid is Guid id && priority.Contains(id.ToString("D")));
        }

        _trusted = new bool[facts.Networks.Count];
        List<IPNetwork> trusted = [];
        foreach (string text in options.TrustedNetworks)
        {
            if (IPNetwork.TryParse(text.Contains('/', StringComparison.Ordinal) ? text : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32"), out IPNetwork network))
            {
                trusted.Add(network);
            }
        }

        for (int i = 0; i < _trusted.Length && trusted.Count > 0; i++)
        {
            _trusted[i] = IsInside(facts.Networks[i], trusted);
        }
    }

    public bool IsPriority(int mailbox) => _priority[mailbox];

    public bool IsTrusted(int network) => _trusted[network];

    /// <summary>A /24 or /48 is trusted when the given network holds it, or when it holds the given (smaller) one.</summary>
    private static bool IsInside(Network network, List<IPNetwork> trusted)
    {
        if (network.IsNone)
        {
            return false;
        }

        IPAddress first = IPNetwork.Parse(network.ToString()).BaseAddress;
        foreach (IPNetwork candidate in trusted)
        {
            if (candidate.Contains(first) || network.Contains(candidate.BaseAddress))
            {
                return true;
            }
        }

        return false;
    }
}
