using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Goes once over the facts of a tenant-day and takes out those in which anything is new; all others are routine and cost nothing more.</summary>
internal sealed class DayScanner(MailAccessFacts facts, PathTraits traits)
{
    /// <summary>An amount on a known path must be this unlikely to become a candidate by itself.</summary>
    private const double RoutineAmountBits = 6;

    /// <summary>By path: the day last scanned.</summary>
    public PathDay[] PathDays { get; } = new PathDay[facts.Paths.Count];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public List<Access> Scan(DayFacts day, INoveltyJudge judge)
    {
        List<Access> accesses = [];
        Array.Clear(PathDays);
        int i = day.From;
        while (i < day.To)
        {
            int end = day.EndOfMailbox(i);
            ScanMailbox(day, i, end, judge, accesses);
            i = end;
        }

        return accesses;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanMailbox(DayFacts day, int from, int to, INoveltyJudge judge, List<Access> accesses)
    {
        int start = accesses.Count;
        int i = from;
        while (i < to)
        {
            int end = day.EndOfPath(i, to);
            ScanPath(day, i, end, from, to, judge, accesses, start);
            i = end;
        }

        for (i = start; i < accesses.Count; i++)
        {
            judge.NoteProgram(accesses[i]);
            accesses[i].WithOtherClient = IsInPerson(accesses[i]) && HasOther(accesses, start, accesses[i]);
        }
    }

    private bool HasOther(List<Access> accesses, int from, Access access)
    {
        for (int i = from; i < accesses.Count; i++)
        {
            if (accesses[i].Network == access.Network && accesses[i].Path != access.Path && IsInPerson(accesses[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A client of people that this mailbox is used to, at an address of its own.</summary>
    private bool IsInPerson(Access access) =>
        access.StrangeNetwork && !access.NewPath && traits.IsUsers[access.Path] && traits.IsInteractive[access.Path];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanPath(
        DayFacts day, int from, int to, int mailboxFrom, int mailboxTo, INoveltyJudge judge, List<Access> accesses, int firstOfMailbox)
    {
        int mailbox = facts[from].Mailbox;
        int path = day.PathOf(from);
        bool newPath = judge.IsNewPath(mailbox, path);
        bool foreign = traits.IsForeignLogon[path];
        bool noNews = judge.NetworksAreNoNews(path);
        double routine = 0;
        Access? access = null;
        bool onlyStrange = true;
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            bool isNew = judge.IsNewNetwork(mailbox, path, fact.Network) && !(foreign && IsOwnNetwork(judge, fact));
            if (judge.IsHistory)
            {
                day.KnownNetwork[i - day.From] = !isNew;
            }

            bool strange = isNew && judge.IsStrangeNetwork(path, fact.Network);
            onlyStrange &= strange;
            bool newSync = ActivityGroups.IsTelling(fact.Activity) && judge.IsNewSync(mailbox) && (fact.Activity == MailActivity.Sync || isNew || newPath);
            int newDelegate = foreign ? NewDelegate(judge, fact) : -1;
            bool followed = judge.IsFollowed(day.Day, path, fact);
            if (!newPath && (!isNew || (noNews && !(strange && judge.IsFarNetwork(path, fact.Network)))) && !newSync && newDelegate < 0 && !followed)
            {
                routine += fact.Items + (5.0 * fact.SyncedFolders);
                continue;
            }

            if (access is null || access.Network != fact.Network)
            {
                access = Find(accesses, firstOfMailbox, path, fact.Network);
            }

            if (access is null)
            {
                access = new Access { Mailbox = mailbox, Path = path, Network = fact.Network, Day = day.Day };
                accesses.Add(access);
            }

            Count(access, i, fact);
            access.NewPath |= newPath;
            access.NewNetwork |= isNew;
            access.StrangeNetwork |= strange;
            access.NewSync |= newSync;
            access.IsFollowed |= followed;
            access.NewDelegate = newDelegate >= 0 ? newDelegate : access.NewDelegate;
            if (strange && traits.IsInteractive[path]
                && SharedSessions.TryFindOther(facts, i, mailboxFrom, mailboxTo, out SessionOverlap overlap, out int session, out int other))
            {
                access.Overlap = overlap;
                access.SharedSession = session;
                access.OtherNetworkOfSession = other;
            }
        }

        ref PathDay today = ref PathDays[path];
        today.Mailboxes++;
        today.New += newPath ? 1 : 0;
        today.Moved += onlyStrange && !newPath ? 1 : 0;
        if (routine >= 10 && !judge.IsOrdinaryAmount(mailbox, path, routine) && judge.AmountBits(mailbox, path, routine, out _) >= RoutineAmountBits)
        {
            AddRoutine(day, from, to, mailbox, path, accesses, firstOfMailbox);
        }
    }

    /// <summary>An unusual amount over known networks is told by its busiest network.</summary>
    private void AddRoutine(DayFacts day, int from, int to, int mailbox, int path, List<Access> accesses, int firstOfMailbox)
    {
        int busiest = from;
        for (int i = from; i < to; i++)
        {
            busiest = facts[i].Items > facts[busiest].Items ? i : busiest;
        }

        if (Find(accesses, firstOfMailbox, path, facts[busiest].Network) is not null)
        {
            return;
        }

        Access access = new() { Mailbox = mailbox, Path = path, Network = facts[busiest].Network, Day = day.Day };
        for (int i = from; i < to; i++)
        {
            Count(access, i, facts[i]);
        }

        accesses.Add(access);
    }

    private static Access? Find(List<Access> accesses, int from, int path, int network)
    {
        for (int i = accesses.Count - 1; i >= from; i--)
        {
            if (accesses[i].Path == path && accesses[i].Network == network)
            {
                return accesses[i];
            }
        }

        return null;
    }

    private static void Count(Access access, int index, in MailAccessFact fact)
    {
        access.Facts.Add(index);
        access.Records += fact.Records;
        access.Items += fact.Items;
        access.Folders += fact.SyncedFolders;
        access.SentItems += fact.Activity == MailActivity.DeleteSentItems ? fact.Items : 0;
        access.PurgedItems += fact.Activity == MailActivity.PurgeRecoverableItems ? fact.Items : 0;
        access.First = Math.Min(access.First, fact.First);
        access.Last = Math.Max(access.Last, fact.Last);
        access.Hours |= fact.Hours;
    }

    private bool IsOwnNetwork(INoveltyJudge judge, in MailAccessFact fact)
    {
        foreach (int user in facts.UsersOf(fact))
        {
            if (judge.IsOwnNetwork(user, fact.Network))
            {
                return true;
            }
        }

        return false;
    }

    private int NewDelegate(INoveltyJudge judge, in MailAccessFact fact)
    {
        foreach (int user in facts.UsersOf(fact))
        {
            if (judge.IsNewDelegate(fact.Mailbox, user))
            {
                return user;
            }
        }

        return -1;
    }
}
