using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Finds what distant networks did at the same time with one token. A service account reads thousands of mailboxes with one: networks are compared with each other, not accesses.</summary>
internal static class SimultaneousUse
{
    /// <summary>Finds it.</summary>
    /// <param name="accesses">All accesses.</param>
    /// <param name="items">Those of one token, or of several that hash alike.</param>
    /// <param name="together">Receives the rows that overlap in time with one of a distant network.</param>
    public static void Find(AccessTable accesses, ReadOnlySpan<SortItem> items, HashSet<int> together)
    {
        Dictionary<(Guid Token, int Network), List<int>> uses = [];
        foreach (SortItem item in items)
        {
            ref AccessRow row = ref accesses.Rows[item.Index];
            if (!uses.TryGetValue((row.Token, row.Network), out List<int>? rows))
            {
                uses.Add((row.Token, row.Network), rows = []);
            }

            rows.Add(item.Index);
        }

        if (uses.Count == 1)
        {
            return;
        }

        Times[] all = [.. uses.Select(use => new Times(accesses, use.Key.Token, accesses.Networks[use.Key.Network], use.Value))];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = i + 1; j < all.Length; j++)
            {
                if (all[i].Token == all[j].Token && all[i].Network.IsIPv6 == all[j].Network.IsIPv6 && !all[i].Network.IsNear(all[j].Network))
                {
                    all[i].Meet(all[j], together);
                    all[j].Meet(all[i], together);
                }
            }
        }
    }

    /// <summary>When one network used the token.</summary>
    private sealed class Times
    {
        private readonly AccessTable _accesses;
        private readonly int[] _rows; // in order of their first record
        private readonly int[] _starts;
        private readonly int[] _latest; // the latest end among a row and those before it

        public Times(AccessTable accesses, Guid token, Network network, List<int> rows)
        {
            _accesses = accesses;
            Token = token;
            Network = network;
            _rows = [.. rows.OrderBy(row => accesses.Rows[row].First)];
            _starts = Array.ConvertAll(_rows, row => accesses.Rows[row].First);
            _latest = new int[_rows.Length];
            int latest = int.MinValue;
            for (int i = 0; i < _rows.Length; i++)
            {
                _latest[i] = latest = Math.Max(latest, accesses.Rows[_rows[i]].Last);
            }
        }

        public Guid Token { get; }

        public Network Network { get; }

        /// <summary>Notes those of its rows during which the other network used the token as well.</summary>
        public void Meet(Times other, HashSet<int> together)
        {
            foreach (int at in _rows)
            {
                ref AccessRow row = ref _accesses.Rows[at];
                int before = other.Before(row.Last);
                if (before > 0 && other._latest[before - 1] > row.First)
                {
                    together.Add(at);
                }
            }
        }

        /// <summary>How many rows begin before a time.</summary>
        private int Before(int time)
        {
            int low = 0;
            int high = _starts.Length;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                (low, high) = _starts[middle] < time ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
