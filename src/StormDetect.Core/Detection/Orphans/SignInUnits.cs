using System;
using System.Collections.Generic;
using System.Threading;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// What one lost sign-in would leave unexplained. For a token that reads many mailboxes, as an application's own does, that is the token: its mailboxes are no independent witnesses. Else it is the
/// mailbox.
/// </summary>
internal sealed class SignInUnits
{
    private readonly AccessPeople _people;
    private readonly Dictionary<Guid, int> _shared = [];
    private readonly HashSet<Guid> _ofService = [];

    public SignInUnits(AccessTable accesses, AccessPeople people, CancellationToken ct)
    {
        _people = people;
        int count = 0;
        SortItem[] items = new SortItem[accesses.Rows.Count];
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            if (row.Token != Guid.Empty)
            {
                items[count++] = new SortItem(ByteHash.Of(row.Token), 0, i);
            }
        }

        SortItem[] spare = new SortItem[items.Length];
        RadixSort.Sort(ref items, ref spare, count);
        for (int i = 1; i < count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref AccessRow one = ref accesses.Rows[items[i - 1].Index];
            ref AccessRow other = ref accesses.Rows[items[i].Index];
            if (one.Token == other.Token && people.Of(one.Mailbox) != people.Of(other.Mailbox))
            {
                _shared.TryAdd(one.Token, -1 - _shared.Count);
            }

            if (one.Token == other.Token && one.User != other.User)
            {
                _ofService.Add(one.Token);
            }
        }
    }

    /// <summary>Whether a service reads: with its own credentials, or with a token that reads in several users' names, as nobody's own does.</summary>
    public bool IsOfService(in AccessRow row) => row.IsOfApp || (row.Token != Guid.Empty && _ofService.Contains(row.Token));

    /// <summary>The number of what a row's sign-in stands for: a mailbox, or below zero a token that several mailboxes share.</summary>
    public int Of(in AccessRow row) => row.Token != Guid.Empty && _shared.TryGetValue(row.Token, out int token) ? token : _people.Of(row.Mailbox);
}
