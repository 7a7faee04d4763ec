using System;
using System.Collections.Generic;
using System.Threading;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// Finds tokens and sessions used as they cannot have been. People roam and clients renew late, so each path's usual share of such use is learned as well, and only what is rare here
/// is told.
/// </summary>
internal sealed class MisuseFinder(AccessTable accesses, AccessJudgement judgement, AccessMatcher matcher, AccessPeople people, SignInUnits units)
{
    /// <summary>With continuous access evaluation tokens live up to about 28 hours (unverified), and an hour for clocks and records of long reads.</summary>
    private const int LongestLife = 29 * 3600;

    /// <summary>Rows that misuse what they carry, and the rates of all rows that could have.</summary>
    public (List<int> Rows, UsualRates Rates) Find(Misuse misuse, CancellationToken ct)
    {
        UsualRates rates = new();
        List<int> rows = [];
        HashSet<int> together = misuse == Misuse.TwoNetworks ? OnTwoNetworks(ct) : [];
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref AccessRow row = ref accesses.Rows[i];
            bool? isMisuse = misuse switch
            {
                Misuse.Replayed => IsReplayed(i, row),
                Misuse.Outlived => IsOutlived(i, row),
                _ => row.Token != Guid.Empty && IsPersonal(row) ? together.Contains(i) : null,
            };
            if (isMisuse is bool known)
            {
                rates.Add(UnexplainedGroups.ClassOf(accesses, row), people.Of(row.Mailbox), people.Of(row.Mailbox), row.First, isExplained: !known);
                if (known)
                {
                    rows.Add(i);
                }
            }
        }

        return (rows, rates);
    }

    /// <summary>Null where it cannot be told.</summary>
    private bool? IsReplayed(int index, in AccessRow row)
    {
        if (judgement.Match(index) is not (MatchKind.Token or MatchKind.Session) || !IsPersonal(row) || accesses.Networks[row.Network].IsNone)
        {
            return null;
        }

        SignIns.SignInIndex signIns = matcher.Index;
        ref SignIns.SignInRow signIn = ref signIns.Table.Rows[judgement.SignIn(index)];
        Network from = signIns.Table.Networks[signIn.Network];
        Network used = accesses.Networks[row.Network];
        if (from.IsNone || from.IsIPv6 != used.IsIPv6)
        {
            return null;
        }

        return !from.IsNear(used) && !matcher.IsSignInNetwork(row)
            && !(row.Session != Guid.Empty && signIns.SessionIsFrom(row.Session, matcher.NetworkOf(row.Network)));
    }

    private bool? IsOutlived(int index, in AccessRow row)
    {
        int issued = AccessJudgement.Issued(row);
        issued = issued > 0 ? issued : judgement.Match(index) == MatchKind.Token ? matcher.Index.Table.Rows[judgement.SignIn(index)].Time : 0;
        return issued == 0 || row.Token == Guid.Empty ? null : row.Last - issued > LongestLife;
    }

    /// <summary>Clients whose address is the user's own; the others reach Exchange through proxies that roam, and services run on many machines.</summary>
    private bool IsPersonal(in AccessRow row) => !units.IsOfService(row)
        && accesses.Paths[row.Path].Family is ClientFamily.Owa or ClientFamily.MsExchangeRpc or ClientFamily.WebServices or ClientFamily.Imap4 or ClientFamily.Pop3;

    private HashSet<int> OnTwoNetworks(CancellationToken ct)
    {
        int count = 0;
        SortItem[] items = new SortItem[accesses.Rows.Count];
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            if (row.Token != Guid.Empty && IsPersonal(row) && !accesses.Networks[row.Network].IsNone)
            {
                items[count++] = new SortItem(ByteHash.Of(row.Token), 0, i);
            }
        }

        SortItem[] spare = new SortItem[items.Length];
        RadixSort.Sort(ref items, ref spare, count);
        HashSet<int> together = [];
        for (int from = 0; from < count;)
        {
            ct.ThrowIfCancellationRequested();
            int to = from + 1;
            while (to < count && items[to].Key == items[from].Key)
            {
                to++;
            }

            if (to - from > 1)
            {
                SimultaneousUse.Find(accesses, items.AsSpan(from, to - from), together);
            }

            from = to;
        }

        return together;
    }

}
