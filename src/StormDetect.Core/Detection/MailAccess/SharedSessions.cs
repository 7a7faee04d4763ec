using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Finds sessions that were in two places at once on one day. Only the facts of that day say so, whatever else a log holds.</summary>
internal static class SharedSessions
{
    private const int Together = 15 * 60;

    /// <summary>
    /// Whether a session of a fact was used in the same mailbox on another network too, at the same time or within the quarter hour. The facts of the mailbox's day are given.
    /// </summary>
    public static bool TryFindOther(
        MailAccessFacts facts, int index, int from, int to, out SessionOverlap overlap, out int session, out int network)
    {
        ref readonly MailAccessFact fact = ref facts[index];
        session = network = -1;
        overlap = default;
        if (fact.SessionCount == 0)
        {
            return false;
        }

        IReadOnlyList<int>? sessions = null;
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact other = ref facts[i];
            if (other.Network == fact.Network || other.SessionCount == 0 || !Meet(fact, other))
            {
                continue;
            }

            SessionOverlap kind = facts.Networks[other.Network].IsIPv6 != facts.Networks[fact.Network].IsIPv6 ? SessionOverlap.MixedVersions
                : other.First < fact.Last && fact.First < other.Last ? SessionOverlap.Interleaved
                : SessionOverlap.Close;
            if (session >= 0 && kind != SessionOverlap.Interleaved)
            {
                continue;
            }

            sessions ??= facts.SessionsOf(fact);
            int shared = FirstShared(sessions, facts.SessionsOf(other));
            if (shared >= 0)
            {
                (overlap, session, network) = (kind, shared, other.Network);
                if (kind == SessionOverlap.Interleaved)
                {
                    break;
                }
            }
        }

        return session >= 0;
    }

    private static bool Meet(in MailAccessFact a, in MailAccessFact b) =>
        (a.Hours & b.Hours) != 0 || (b.First - a.Last <= Together && a.First - b.Last <= Together);

    private static int FirstShared(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        HashSet<int> known = [.. b];
        foreach (int session in a)
        {
            if (known.Contains(session))
            {
                return session;
            }
        }

        return -1;
    }
}
