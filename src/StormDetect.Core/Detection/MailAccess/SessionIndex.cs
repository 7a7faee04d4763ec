using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Sessions that were seen on more than one network for one mailbox: the few that can be in two places at once.</summary>
internal sealed class SessionIndex
{
    private const int Together = 15 * 60;

    private readonly Dictionary<int, List<SessionFact>> _byMailbox = [];

    public SessionIndex(IReadOnlyList<SessionFact> sessions)
    {
        int start = 0;
        for (int i = 1; i <= sessions.Count; i++)
        {
            if (i < sessions.Count && sessions[i].Session == sessions[start].Session)
            {
                continue;
            }

            if (i - start > 1)
            {
                AddSession(sessions, start, i);
            }

            start = i;
        }
    }

    /// <summary>
    /// Whether a session of a mailbox was used on this network and, within the quarter hour, on another one of the given facts. A session lives for
    /// weeks and travels with a laptop, so its own span says little: the facts of the day must meet in time as well.
    /// </summary>
    public bool TryFindOther(
        MailAccessFacts facts, int index, int from, int to, out SessionOverlap overlap, out int session, out int network)
    {
        ref readonly MailAccessFact fact = ref facts[index];
        session = network = -1;
        overlap = default;
        if (!_byMailbox.TryGetValue(fact.Mailbox, out List<SessionFact>? sessions))
        {
            return false;
        }

        foreach (SessionFact here in sessions)
        {
            if (here.Network != fact.Network || here.First > fact.Last || here.Last < fact.First)
            {
                continue;
            }

            foreach (SessionFact there in sessions)
            {
                if (there.Session == here.Session && there.Network != here.Network && MeetsAny(facts, fact, there, from, to, out overlap))
                {
                    (session, network) = (here.Session, there.Network);
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MeetsAny(
        MailAccessFacts facts, in MailAccessFact fact, in SessionFact there, int from, int to, out SessionOverlap overlap)
    {
        overlap = facts.Networks[there.Network].IsIPv6 != facts.Networks[fact.Network].IsIPv6 ? SessionOverlap.MixedVersions : SessionOverlap.Close;
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact other = ref facts[i];
            if (other.Network == there.Network && there.First <= other.Last && there.Last >= other.First
                && ((other.Hours & fact.Hours) != 0 || (other.First - fact.Last <= Together && fact.First - other.Last <= Together)))
            {
                if (overlap == SessionOverlap.Close && other.First < fact.Last && fact.First < other.Last)
                {
                    overlap = SessionOverlap.Interleaved;
                }

                return true;
            }
        }

        return false;
    }

    private void AddSession(IReadOnlyList<SessionFact> sessions, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int j = from; j < to; j++)
            {
                if (i != j && sessions[i].Mailbox == sessions[j].Mailbox && sessions[i].Network != sessions[j].Network)
                {
                    if (!_byMailbox.TryGetValue(sessions[i].Mailbox, out List<SessionFact>? list))
                    {
                        _byMailbox.Add(sessions[i].Mailbox, list = []);
                    }

                    list.Add(sessions[i]);
                    break;
                }
            }
        }
    }
}
