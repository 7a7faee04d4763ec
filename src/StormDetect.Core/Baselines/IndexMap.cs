using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>Where the entries of one set of tables lie in another: of a file in the run's (reading), or of the run in a file's (writing; -1 for what the file leaves out).</summary>
internal sealed class IndexMap
{
    public required int[] Mailboxes { get; init; }

    public required int[] Paths { get; init; }

    public required int[] Networks { get; init; }

    public required int[] Users { get; init; }

    public required int[] Programs { get; init; }

    public required int[] Sessions { get; init; }

    /// <summary>The sessions of a file by their keys, which is how a builder takes them.</summary>
    public Guid[] SessionKeys { get; init; } = [];

    /// <summary>Numbers the entries that are used, in their order.</summary>
    public static int[] Number(bool[] used)
    {
        int[] map = new int[used.Length];
        int next = 0;
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = used[i] ? next++ : -1;
        }

        return map;
    }

    /// <summary>The entries that are used, in their order.</summary>
    public static T[] Pick<T>(IReadOnlyList<T> all, int[] map) => all.Where((_, i) => map[i] >= 0).ToArray();
}
