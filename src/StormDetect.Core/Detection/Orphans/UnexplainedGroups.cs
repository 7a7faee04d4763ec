using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

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
        Dictionary<(PathClass Class, bool Known, bool IsNetwork, int Number), int> keys = [];
        for (int i = 0; i < rows.Count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref AccessRow row = ref accesses.Rows[rows[i]];
            PathClass kind = ClassOf(accesses, row);
            isKnown[i] = isKnownNetwork(rows[i]);
            Join(keys, parents, (kind, isKnown[i], false, people.Of(row.Mailbox)), i);
            if (byNetwork && !accesses.Networks[row.Network].IsNone)
            {
                Join(keys, parents, (kind, isKnown[i], true, row.Network), i);
            }
        }

        JoinById(accesses, rows, isKnown, parents, static (in AccessRow row) => row.Token);
        JoinById(accesses, rows, isKnown, parents, static (in AccessRow row) => row.Session);
        ct.ThrowIfCancellationRequested();

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

    private delegate Guid IdOf(in AccessRow row);

    /// <summary>Joins accesses of one token or session. Those are nearly as many as accesses: equal ones are brought side by side by sorting, not by a table of them all.</summary>
    private static void JoinById(AccessTable accesses, List<int> rows, bool[] isKnown, int[] parents, IdOf idOf)
    {
        int count = 0;
        SortItem[] items = new SortItem[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[rows[i]];
            if (idOf(row) is var id && id != Guid.Empty)
            {
                ulong kind = ((ulong)(uint)accesses.Mailboxes[row.Mailbox].Tenant << 33) ^ ((ulong)(uint)row.Path << 1) ^ (isKnown[i] ? 1UL : 0);
                items[count++] = new SortItem(ByteHash.Of(id) ^ (kind * 0x9E3779B97F4A7C15), 0, i);
            }
        }

        SortItem[] spare = new SortItem[count];
        RadixSort.Sort(ref items, ref spare, count);
        for (int i = 1; i < count; i++)
        {
            int one = items[i - 1].Index;
            int other = items[i].Index;
            ref AccessRow a = ref accesses.Rows[rows[one]];
            ref AccessRow b = ref accesses.Rows[rows[other]];
            if (idOf(a) == idOf(b) && isKnown[one] == isKnown[other] && ClassOf(accesses, a) == ClassOf(accesses, b))
            {
                parents[Root(parents, other)] = Root(parents, one);
            }
        }
    }

    private static void Join(Dictionary<(PathClass, bool, bool, int), int> keys, int[] parents, (PathClass, bool, bool, int) key, int item)
    {
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
