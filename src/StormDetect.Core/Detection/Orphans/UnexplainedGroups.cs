using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// Joins unexplained accesses of a path to groups: those that share a token, a session, a network or a mailbox. Networks from which the tenant's people sign in are kept apart from
/// those from which nobody does, so that what one office lost is not mixed with what came from outside.
/// </summary>
internal static class UnexplainedGroups
{
    /// <summary>Forms them.</summary>
    /// <param name="accesses">All accesses.</param>
    /// <param name="rows">Those to be joined, by their rows.</param>
    /// <param name="isKnownNetwork">Whether a row comes from where a sign-in that the log lost would explain it.</param>
    /// <param name="people">Knows whose mailbox it is.</param>
    /// <param name="byNetwork">Whether what comes from one network belongs together; not where each mailbox has a cause of its own.</param>
    /// <param name="ct">Stops the forming.</param>
    public static List<UnexplainedGroup> Form(AccessTable accesses, List<int> rows, Func<int, bool> isKnownNetwork, AccessPeople people, bool byNetwork, CancellationToken ct)
    {
        int[] parents = Enumerable.Range(0, rows.Count).ToArray();
        bool[] isKnown = new bool[rows.Count];
        Dictionary<(PathClass Class, bool Known, byte Kind, Guid Key), int> keys = [];
        for (int i = 0; i < rows.Count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref AccessRow row = ref accesses.Rows[rows[i]];
            PathClass kind = ClassOf(accesses, row);
            isKnown[i] = isKnownNetwork(rows[i]);
            Join(keys, parents, (kind, isKnown[i], 0, row.Token), i);
            Join(keys, parents, (kind, isKnown[i], 1, row.Session), i);
            Join(keys, parents, (kind, isKnown[i], 2, !byNetwork || accesses.Networks[row.Network].IsNone ? Guid.Empty : Number(row.Network)), i);
            Join(keys, parents, (kind, isKnown[i], 3, Number(people.Of(row.Mailbox))), i);
        }

        Dictionary<int, List<int>> groups = [];
        for (int i = 0; i < rows.Count; i++)
        {
            int root = Root(parents, i);
            if (!groups.TryGetValue(root, out List<int>? group))
            {
                groups.Add(root, group = []);
            }

            group.Add(i);
        }

        return groups.Values.Select(group => new UnexplainedGroup
        {
            Class = ClassOf(accesses, accesses.Rows[rows[group[0]]]),
            Rows = group.ConvertAll(at => rows[at]),
            IsKnownNetwork = isKnown[group[0]],
            People = group.Select(at => people.Of(accesses.Rows[rows[at]].Mailbox)).ToHashSet(),
        }).ToList();
    }

    public static PathClass ClassOf(AccessTable accesses, in AccessRow row) => new(accesses.Mailboxes[row.Mailbox].Tenant, row.Path, row.HasIds);

    private static Guid Number(int value) => new(value + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static void Join(Dictionary<(PathClass, bool, byte, Guid), int> keys, int[] parents, (PathClass, bool, byte, Guid Key) key, int item)
    {
        if (key.Key == Guid.Empty)
        {
            return;
        }

        if (keys.TryGetValue(key, out int other))
        {
            parents[Root(parents, item)] = Root(parents, other);
        }
        else
        {
            keys.Add(key, item);
        }
    }

    private static int Root(int[] parents, int item)
    {
        while (parents[item] != item)
        {
            parents[item] = parents[parents[item]];
            item = parents[item];
        }

        return item;
    }
}
