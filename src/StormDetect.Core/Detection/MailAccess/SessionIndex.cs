using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Finds sessions that were in two places on one day. It looks at the facts of that day alone: a session lives for weeks and travels with a laptop, and where it will be
/// later must not change what is said of a day that is over.
/// </summary>
internal sealed class SessionIndex(MailAccessFacts facts)
{
    private const int Together = 15 * 60;

    /// <summary>
    /// Whether a session of a mailbox was used on this fact's network and, within the quarter hour, on that of another one of the given facts, which are those of the
    /// mailbox and day.
    /// </summary>
    public bool TryFindOther(
        int index, int from, int to, out SessionOverlap overlap, out int session, out int network)
    {
        ref readonly MailAccessFact fact = ref facts[index];
        if (fact.SessionList >= 0)
        {
            for (int i = from; i < to; i++)
            {
                ref readonly MailAccessFact other = ref facts[i];
                if (other.Network != fact.Network && Meets(fact, other) && facts.TryGetSharedSession(fact, other, out session))
                {
                    network = other.Network;
                    overlap = facts.Networks[other.Network].IsIPv6 != facts.Networks[fact.Network].IsIPv6 ? SessionOverlap.MixedVersions
                        : other.First < fact.Last && fact.First < other.Last ? SessionOverlap.Interleaved
                        : SessionOverlap.Close;
                    return true;
                }
            }
        }

        session = network = -1;
        overlap = default;
        return false;
    }

    private static bool Meets(in MailAccessFact fact, in MailAccessFact other) =>
        (other.Hours & fact.Hours) != 0 || (other.First - fact.Last <= Together && fact.First - other.Last <= Together);
}
