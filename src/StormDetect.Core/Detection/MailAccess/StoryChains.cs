using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Finds which stories of different groups are one: those that share a session within a day; or, within hours, a mailbox and a network, an acting user and a network, or a path that is new or comes from
/// a network nobody is at home in. Looks at the stories alone, so that it says the same whether they were found in one run or in many.
/// </summary>
internal sealed class StoryChains
{
    private readonly List<StoryChain> _chains = [];
    private readonly Dictionary<string, List<(StoryChain Chain, int First, int Last)>> _byKey = new(StringComparer.Ordinal);

    private StoryChains()
    {
    }

    /// <summary>Joins the stories of all groups.</summary>
    /// <param name="parts">The stories.</param>
    /// <param name="judged">The groups that were judged.</param>
    public static IReadOnlyList<StoryChain> Join(IEnumerable<StoryPart> parts, IReadOnlyCollection<ActivityGroup> judged)
    {
        StoryChains chains = new();
        foreach (StoryPart part in parts.OrderBy(static part => Order(part.Group)).ThenBy(static part => part.First).ThenBy(static part => part.Story.Id, StringComparer.Ordinal))
        {
            if (judged.Count < 2 || (part.Story.Severity < Severity.Low && !ChainScore.CanLend(part.Story)))
            {
                // What is too ordinary to be told by itself tells nothing of others.
                chains._chains.Add(new StoryChain(part));
            }
            else
            {
                chains.Add(part);
            }
        }

        foreach (StoryChain chain in chains._chains.Where(static chain => chain.Others.Count > 0))
        {
            chain.Judge(judged);
        }

        return chains._chains;
    }

    /// <summary>What an actor came for leads; what they did about it afterwards follows.</summary>
    private static int Order(ActivityGroup group) => group switch
    {
        ActivityGroup.Access => 0,
        ActivityGroup.Send => 1,
        ActivityGroup.Search => 2,
        ActivityGroup.Delete => 3,
        _ => 4,
    };

    private void Add(StoryPart part)
    {
        List<(string Key, int Limit, int First, int Last)> keys = ChainMeetings.Keys(part, part.Accesses).Distinct().ToList();
        StoryChain? best = null;
        int nearest = int.MaxValue;
        foreach ((string key, int limit, int first, int last) in keys)
        {
            foreach ((StoryChain chain, int from, int to) in _byKey.GetValueOrDefault(key, []))
            {
                long gap = ChainMeetings.Gap(first, last, from, to);
                if (chain.Lead.Group == part.Group || gap > limit)
                {
                    continue;
                }

                if (best is null || gap < nearest || (gap == nearest && string.CompareOrdinal(chain.Lead.Story.Id, best.Lead.Story.Id) < 0))
                {
                    (best, nearest) = (chain, (int)gap);
                }
            }
        }

        if (best is not null)
        {
            best.Add(part);
            return;
        }

        StoryChain alone = new(part);
        _chains.Add(alone);
        foreach ((string key, int _, int first, int last) in keys)
        {
            if (!_byKey.TryGetValue(key, out List<(StoryChain, int, int)>? list))
            {
                _byKey.Add(key, list = []);
            }

            list.Add((alone, first, last));
        }
    }
}
