using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Forms candidates from the accesses of a tenant-day. Strange networks join mailboxes (the same path from the same strange network is one story);
/// networks somebody is at home in do not, else everybody in the office would be one story: there the acting delegate joins, or nothing does.
/// A session used on several networks joins those.
/// </summary>
internal static class DayStoryFormer
{
    public static List<DayStory> Form(List<Access> accesses)
    {
        int[] parent = Enumerable.Range(0, accesses.Count).ToArray();
        Dictionary<(int Path, int Kind, int Value), int> firstOf = [];
        for (int i = 0; i < accesses.Count; i++)
        {
            Access access = accesses[i];
            if (access.StrangeNetwork)
            {
                Join(parent, firstOf, (access.Path, 0, access.Network), i);
            }
            else if (access.NewDelegate >= 0)
            {
                Join(parent, firstOf, (access.Path, 1, access.NewDelegate), i);
            }
            else
            {
                Join(parent, firstOf, (access.Path, 2, access.Mailbox), i);
            }

            if (access.SharedSession >= 0)
            {
                Join(parent, firstOf, (access.Path, 3, access.SharedSession), i);
            }
        }

        Dictionary<int, List<Access>> groups = [];
        for (int i = 0; i < accesses.Count; i++)
        {
            int root = Root(parent, i);
            if (!groups.TryGetValue(root, out List<Access>? group))
            {
                groups.Add(root, group = []);
            }

            group.Add(accesses[i]);
        }

        return groups.Values.Select(static group => new DayStory { Path = group[0].Path, Day = group[0].Day, Accesses = group }).ToList();
    }

    private static void Join(int[] parent, Dictionary<(int Path, int Kind, int Value), int> firstOf, (int Path, int Kind, int Value) key, int index)
    {
        if (!firstOf.TryAdd(key, index))
        {
            int a = Root(parent, firstOf[key]);
            int b = Root(parent, index);
            parent[System.Math.Max(a, b)] = System.Math.Min(a, b);
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
