using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Stories of one mailbox within hours raise each other: an intruder who holds a mailbox tries several ways into it. Only what the other story tells beyond its network counts,
/// since a user who travels brings every client to the same new network.
/// </summary>
internal sealed class CompanionRule(PathTraits traits)
{
    private const int Hours = 6;
    private const double MinimumBits = 4;

    // Independent oddities would add in full; a mailbox that is busy in every way at once (a new job, a new machine) is why they do not.
    private const double ShareWithinHour = 0.75;
    private const double ShareWithinHours = 0.5;

    public void Apply(IReadOnlyList<DayStory> stories)
    {
        Dictionary<int, List<(DayStory Story, Access Access)>> byMailbox = [];
        foreach (DayStory story in stories)
        {
            if (story.Score < MinimumBits)
            {
                continue;
            }

            foreach (Access access in story.Accesses)
            {
                if (!byMailbox.TryGetValue(access.Mailbox, out List<(DayStory, Access)>? list))
                {
                    byMailbox.Add(access.Mailbox, list = []);
                }

                list.Add((story, access));
            }
        }

        Dictionary<DayStory, (double Bits, double Hours)> raised = [];
        foreach (List<(DayStory Story, Access Access)> list in byMailbox.Values)
        {
            foreach ((DayStory story, Access access) in list)
            {
                if (!CanBeRaised(story))
                {
                    continue;
                }

                foreach ((DayStory other, Access otherAccess) in list)
                {
                    double telling = Telling(other) - (otherAccess.Network == access.Network ? other.BitsOf(EvidenceKind.Session) : 0);
                    int gap = Math.Max(0, Math.Max(otherAccess.First - access.Last, access.First - otherAccess.Last));
                    double bits = telling * (gap <= 3600 ? ShareWithinHour : ShareWithinHours);
                    if (other != story && other.Path != story.Path && telling >= MinimumBits && gap <= Hours * 3600
                        && bits > raised.GetValueOrDefault(story).Bits)
                    {
                        raised[story] = (bits, gap / 3600.0);
                    }
                }
            }
        }

        foreach ((DayStory story, (double bits, double hours)) in raised)
        {
            // A story of many mailboxes has as many chances to stand beside another one.
            double chances = Math.Log2(story.Accesses.Count);
            story.Add(
                EvidenceKind.Companion, ReasonCodes.RelatedStory, Math.Clamp(bits - chances, 0, ScoreCaps.Companion), Math.Round(hours, 2), null, 0);
        }
    }

    /// <summary>
    /// Services run all day: that one ran near an intrusion says nothing about it. A story is raised when it has something to tell itself, or when a person's
    /// client came from a strange network.
    /// </summary>
    private bool CanBeRaised(DayStory story) =>
        Telling(story) >= 2 || (traits.IsInteractive[story.Path] && story.BitsOf(EvidenceKind.Network) >= 2);

    /// <summary>A session on two networks is no second oddity where both stories come from the same network: the whole laptop moved.</summary>
    private static double Telling(DayStory story) =>
        story.BitsOf(EvidenceKind.Path) + story.BitsOf(EvidenceKind.Logon) + story.BitsOf(EvidenceKind.Session) + story.BitsOf(EvidenceKind.Sync);
}
