using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Joins scored day-stories over days. Joining changes no score: each candidate was tested once.</summary>
internal static class StoryJoiner
{
    private const int MaxGapDays = 14;

    /// <summary>What is barely surprising joins nothing, or every story would drag along the days around it.</summary>
    private const double MinimumBits = 3;

    /// <summary>From so many bits a path is itself what the days have in common.</summary>
    private const double RarePathBits = 4;

    public static List<Story> Join(List<DayStory> candidates)
    {
        List<DayStory> days = candidates.Where(static day => day.Score >= MinimumBits).ToList();
        int[] parent = Enumerable.Range(0, days.Count).ToArray();
        Dictionary<(int Path, int Kind, int Value), int> last = [];
        for (int i = 0; i < days.Count; i++)
        {
            foreach ((int Path, int Kind, int Value) key in Keys(days[i]))
            {
                if (last.TryGetValue(key, out int earlier) && days[i].Day - days[earlier].Day <= MaxGapDays)
                {
                    int a = Root(parent, earlier);
                    int b = Root(parent, i);
                    parent[System.Math.Max(a, b)] = System.Math.Min(a, b);
                }

                last[key] = i;
            }
        }

        Dictionary<int, List<DayStory>> groups = [];
        for (int i = 0; i < days.Count; i++)
        {
            int root = Root(parent, i);
            if (!groups.TryGetValue(root, out List<DayStory>? group))
            {
                groups.Add(root, group = []);
            }

            group.Add(days[i]);
        }

        return groups.Values.Select(static group => new Story(group)).ToList();
    }

    private static IEnumerable<(int Path, int Kind, int Value)> Keys(DayStory day)
    {
        bool low = day.Severity >= Severity.Low;
        foreach (Access access in day.Accesses)
        {
            if (access.StrangeNetwork)
            {
                yield return (day.Path, 0, access.Network);
            }

            if (access.SharedSession >= 0)
            {
                yield return (day.Path, 1, access.SharedSession);
            }

            if (access.NewDelegate >= 0)
            {
                yield return (day.Path, 4, access.NewDelegate);
            }

            if (low)
            {
                yield return (day.Path, 2, access.Mailbox);
            }
        }

        if (low && day.BitsOf(EvidenceKind.Path) >= RarePathBits)
        {
            yield return (day.Path, 3, 0);
        }
    }

    private static int Root(int[] parent, int index)
    {
        while (parent[index] != index)
        {
            parent[index] = parent[parent[index]];
            index = parent[index];
        }

        return index;
    }
}
