using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Which groups are worth telling, and which of them as one.</summary>
internal static class OrphanStories
{
    /// <summary>
    /// Orphans of a path that is known to find its sign-ins are told network by network. Of a path without a past, and of weak ones, the path is the story: one finding, however many
    /// networks and mailboxes; so it is where a client renews late or roams, which is the client's way and not one mailbox'.
    /// </summary>
    public static List<OrphanStory> Of(string detection, IEnumerable<UnexplainedGroup> groups)
    {
        List<OrphanStory> stories = [];
        foreach (IGrouping<(int Tenant, int Path, OrphanGrade Grade, bool Whole), UnexplainedGroup> group in groups
            .Where(static g => g.Grade is OrphanGrade.Orphaned or OrphanGrade.Weak or OrphanGrade.Misused)
            .GroupBy(g => (g.Class.Tenant, g.Class.Path, g.Grade, g.Grade == OrphanGrade.Weak || g.IsElsewhere || detection is OrphanedAccessHunt.Expired or OrphanedAccessHunt.TwoNetworks)))
        {
            if (group.Key.Whole)
            {
                stories.Add(new OrphanStory(detection, group.ToArray(), IsWholePath: true));
            }
            else
            {
                stories.AddRange(group.Select(one => new OrphanStory(detection, [one], IsWholePath: false)));
            }
        }

        return stories;
    }

    /// <summary>Misuse counts where it is rare on its path, or on the tenant's others where the path has no past.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="rates">How usual it is.</param>
    /// <param name="accesses">All accesses.</param>
    /// <param name="people">Knows whose mailbox it is.</param>
    /// <param name="isSure">Whether what is known of a row suffices; if not, it is weak.</param>
    public static IEnumerable<UnexplainedGroup> Misused(List<UnexplainedGroup> groups, UsualRates rates, AccessTable accesses, AccessPeople people, Func<int, bool> isSure)
    {
        HashSet<int> none = [];
        foreach (UnexplainedGroup group in groups)
        {
            Dictionary<int, int> without = [];
            long seconds = (long)group.Rows.Max(row => accesses.Rows[row].Last) - group.Rows.Min(row => accesses.Rows[row].First);
            foreach (int row in rates.IsItsWay(group.Class, group.People.Count, seconds) ? [] : group.Rows)
            {
                int person = people.Of(accesses.Rows[row].Mailbox);
                without[person] = without.GetValueOrDefault(person) + 1;
            }

            UsualRate own = rates.Of(group.Class, without);
            group.IsElsewhere = !own.IsKnown;
            group.Usual = own.IsKnown ? own : rates.Elsewhere(group.Class, none);
            group.Grade = group.Usual.IsRare ? (group.Rows.All(isSure) ? OrphanGrade.Misused : OrphanGrade.Weak) : group.Usual.IsOften ? OrphanGrade.Expected : OrphanGrade.Weak;
        }

        return groups;
    }
}
