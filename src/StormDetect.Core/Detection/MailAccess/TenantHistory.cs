using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// What the days before have taught about one tenant: who is read by which path and from where, and how often each kind of novelty happens per
/// mailbox-day. Grows day by day; judging a day never sees that day.
/// </summary>
internal sealed class TenantHistory(MailAccessFacts facts, PathTraits traits, Owners owners, TenantModel model)
{
    /// <summary>Novelty is not counted on the first days, when everything is new.</summary>
    public const int DaysBeforeCounting = 4;

    private readonly PairTable<PathUse> _pathUses = model.PathUses;
    private readonly PairTable<NetworkUse> _networkDays = model.NetworkDays;
    private readonly PathState[] _paths = model.PathStates;
    private readonly bool[] _settled = model.Settled;

    public TenantModel Model => model;

    public Neighbourhood Neighbourhood { get; } = new(facts, traits, model);

    public ProgramHistory Programs { get; } = new(facts, traits, owners, model);

    public int Days => model.Days;

    public int Mailboxes => model.Mailboxes;

    public double CountedDays => model.CountedDays;

    public ref readonly PathState Path(int path) => ref _paths[path];

    public ref readonly PathState Family(int path) => ref model.FamilyStates[(int)traits.Family[path]];

    /// <summary>The day that is judged or learned (<see cref="System.DateOnly.DayNumber"/>): what is known of where mailboxes are read from is known up to it.</summary>
    public int Today { get; set; }

    public bool IsSettled(int network) => _settled[network] || model.ReadFrom?.IsHome(network, Today) == true;

    public int NetworkMailboxes(int network) => model.NetworkMailboxes[network];

    public bool HasNetwork(int mailbox, int network) => _networkDays.TryGetValue(mailbox, network, out NetworkUse use) && (use.Days >= TenantModel.DaysToKnow || !model.IsEveryday)
        || model.ReadFrom?.IsKnown(mailbox, network, Today) == true;

    /// <summary>Whether a mailbox was read from a network before, be it once.</summary>
    public bool HasSeenNetwork(int mailbox, int network) => _networkDays.Contains(mailbox, network);

    /// <summary>
    /// Whether services serve this tenant from a network, and the path is such a service. Front ends take turns: no mailbox meets the same one on several days, yet the tenant does. A path
    /// of people, or one that has only just come, is not taken for a service because it sits where services do.
    /// </summary>
    public bool IsOfServices(int path, int network) =>
        traits.Class[path] == 0
        && model.ServiceDays[network].Days >= TenantModel.DaysToServe
        && model.NetworkMailboxes[network] >= TenantModel.MailboxesToServe
        && Established(path) >= TenantModel.MailboxesToServe;

    /// <summary>
    /// Whether people's own clients come from a network. The front end of a service is known to its mailboxes as well, but an application that comes through it may be anybody's.
    /// </summary>
    public bool IsOfPeople(int network) => (model.NetworkFamilies[network] & PathTraits.AtOwnAddresses) != 0;

    /// <summary>Whether the same application already reads the mailbox by another path.</summary>
    public bool HasCaller(int mailbox, int path)
    {
        foreach (int other in traits.SameCaller(path))
        {
            if (_pathUses.Contains(mailbox, other))
            {
                return true;
            }
        }

        return false;
    }

    public bool HasDelegate(int mailbox, int user) => model.Delegates.Contains(mailbox, user);

    public bool TryGetUse(int mailbox, int path, out PathUse use) => _pathUses.TryGetValue(mailbox, path, out use);

    public MailboxState Mailbox(int mailbox) => model.MailboxStates[mailbox];

    /// <summary>Whether a mailbox has too few days of its own to be judged by them.</summary>
    public bool IsNewcomer(int mailbox) => model.IsEveryday && model.MailboxStates[mailbox].Days < TenantModel.NewcomerFor;

    /// <summary>Whether a mailbox came after the tenant's first days, and lately.</summary>
    public bool IsArrival(int mailbox)
    {
        MailboxState state = model.MailboxStates[mailbox];
        return model.IsEveryday && (state.Days == 0 || (state.FirstDay - model.FirstDay >= TenantHunt.WarmUpDays && model.LastDay - state.FirstDay < TenantModel.ArrivalFor));
    }

    /// <summary>Whether a user came lately, going by the own mailbox: one that has a past, or is among those with something new today. That the log shows it on a later day is not known yet.</summary>
    public bool IsArrivedUser(int user, HashSet<int> newToday) =>
        owners.MailboxOf(user) is >= 0 and int own && (model.MailboxStates[own].Days > 0 || newToday.Contains(own)) && IsArrival(own);

    public ActorState Actor(int user) => model.Actors.GetValueOrDefault(user);

    /// <summary>Mailboxes that this path reached so far from a network nobody is at home in.</summary>
    public int Reach(int path, int network) => model.Reach.TryGetValue(path, network, out int reach) ? reach : 0;

    /// <summary>
    /// Mailboxes in which a path is established. Those it was used in for a day or two are no proof that it belongs here: they may be an intruder's first victims.
    /// </summary>
    public int Established(int path) => model.IsEveryday ? _paths[path].Established : _paths[path].Mailboxes;

    public double Adoptions(int popularityClass)
    {
        double sum = 0;
        for (int i = 0; i <= popularityClass; i++)
        {
            sum += model.Adoptions[i];
        }

        return sum;
    }

    /// <summary>Paths as rare as this one that newcomers bring along.</summary>
    public double NewcomerPaths(int popularityClass)
    {
        double sum = 0;
        for (int i = 0; i <= popularityClass; i++)
        {
            sum += model.NewcomerPaths[i];
        }

        return sum;
    }

    public int PopularityClass(int others) => PopularityClass(others, Mailboxes);

    /// <summary>How popular something is that so many of these mailboxes use.</summary>
    public static int PopularityClass(int others, int mailboxes)
    {
        double share = others / (double)Math.Max(1, mailboxes);
        return others == 0 ? 0 : others == 1 || share <= 0.005 ? 1 : share <= 0.02 ? 2 : share <= 0.10 ? 3 : 4;
    }

    /// <summary>
    /// Whether new networks are no news for a path. Where they are new on most days (service front ends, roaming proxies), they say nothing. A path that has only just come does not say so of itself: it may
    /// be the intruder's, who comes through another proxy each time.
    /// </summary>
    public bool NetworksAreNoNews(int path)
    {
        (long strange, long counted) = StrangeDays(path);
        if (counted < 10)
        {
            (strange, counted) = StrangeDaysOfKind(path);
            return counted >= 20 && strange >= 0.4 * counted;
        }

        return strange >= 0.4 * counted;
    }

    /// <summary>On how many of a path's mailbox-days its network was new and home to nobody; of one that has just come nothing is believed.</summary>
    public (long Strange, long Counted) StrangeDays(int path) => IsYoung(path) ? default : (_paths[path].StrangeDays, _paths[path].Counted);

    /// <summary>The same of all paths of its family, a path that has just come left out.</summary>
    public (long Strange, long Counted) StrangeDaysOfKind(int path)
    {
        ref readonly PathState state = ref _paths[path];
        ref readonly PathState family = ref Family(path);
        return IsYoung(path) ? (family.StrangeDays - state.StrangeDays, family.Counted - state.Counted) : (family.StrangeDays, family.Counted);
    }

    /// <summary>Whether a path came after the tenant's first days, and lately: what is usual for it, nobody but itself says.</summary>
    public bool IsYoung(int path) =>
        _paths[path].FirstDay - model.FirstDay >= TenantHunt.WarmUpDays && Today - _paths[path].FirstDay < TenantModel.YoungFor;

    /// <summary>What is usual for a mailbox and path on the scale of amounts: its own past, drawn to the path's, the family's and the tenant's.</summary>
    public (double Mean, double Variance) UsualAmount(int mailbox, int path)
    {
        (double mean, double variance) = model.Amounts.Within(2.5, 2.25, 5);
        (mean, variance) = Family(path).Amounts.Within(mean, variance, 20);
        (mean, variance) = _paths[path].Amounts.Within(mean, variance, 20);
        return TryGetUse(mailbox, path, out PathUse use) ? use.Amounts.Within(mean, variance, 4) : (mean, variance);
    }

    /// <summary>The kind of occasion an access is: of programs, people or others' authority; by a path just taken up; from a strange network.</summary>
    public ResidualHistogram Occasion(Access access) => model.Residuals[
        (traits.Class[access.Path] * 4) + (access.NewPath || access.NewDelegate >= 0 ? 2 : 0) + (access.StrangeNetwork ? 1 : 0)];

    /// <summary>
    /// Learns a day. What was held back as suspicious is not learned as normal, yet counts as novelty that happened here.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Learn(DayFacts day, IReadOnlyCollection<Access> novel, HashSet<int> heldBack)
    {
        bool counting = Days >= DaysBeforeCounting;
        if (counting)
        {
            new NoveltyCounter(this, traits).Count(novel);
        }

        int i = day.From;
        while (i < day.To)
        {
            int end = day.EndOfMailbox(i);
            LearnMailbox(day, i, end, heldBack, counting);
            i = end;
        }

        HashSet<int> newToday = novel.Select(static access => access.Mailbox).ToHashSet();
        foreach (Access access in novel)
        {
            if (access.NewDelegate >= 0 && !heldBack.Contains(access.Facts[0]))
            {
                LearnDelegate(access, counting, IsArrivedUser(access.NewDelegate, newToday));
            }
        }

        Neighbourhood.EndDay();
        model.FirstDay = model.Days == 0 ? day.Day : Math.Min(model.FirstDay, day.Day);
        model.Days++;
        int before = model.LastDay;
        model.LastDay = Math.Max(model.LastDay, day.Day);
        if (before > 0 && before / TenantModel.ForgetEvery != model.LastDay / TenantModel.ForgetEvery)
        {
            model.Forget();
            model.NetworkLog?.Forget(model, facts.Mailboxes[facts[day.From].Mailbox].Tenant, model.LastDay);
        }
    }

    private static bool AllHeldBack(int from, int to, HashSet<int> heldBack)
    {
        if (heldBack.Count == 0)
        {
            return false;
        }

        for (int i = from; i < to; i++)
        {
            if (!heldBack.Contains(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether those who opened a mailbox of others had opened it before: they bring their own network to all of theirs, which says nothing about its reach.</summary>
    private bool IsByKnownDelegates(int mailbox, in MailAccessFact fact)
    {
        foreach (int user in facts.UsersOf(fact))
        {
            if (!HasDelegate(mailbox, user))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnMailbox(DayFacts day, int from, int to, HashSet<int> heldBack, bool counting)
    {
        int mailbox = facts[from].Mailbox;
        ref MailboxState state = ref model.MailboxStates[mailbox];
        model.Mailboxes += state.Days == 0 ? 1 : 0;
        if (IsNewcomer(mailbox))
        {
            LearnNewcomer(day, from, to, state, counting);
            counting = false;
        }

        state.FirstDay = state.Days == 0 ? day.Day : state.FirstDay;

        state.Days++;
        model.MailboxDays++;
        model.CountedDays += counting ? 1 : 0;
        bool established = !model.IsEveryday || state.Days > TenantModel.NewcomerFor;
        int i = from;
        while (i < to)
        {
            int end = day.EndOfPath(i, to);
            if (!AllHeldBack(i, end, heldBack))
            {
                LearnPath(day, i, end, mailbox, ref state, heldBack, counting, established);
            }

            i = end;
        }

        for (i = from; i < to; i++)
        {
            int network = facts[i].Network;
            if (heldBack.Contains(i) || (i > from && network == facts[i - 1].Network))
            {
                continue;
            }

            ref NetworkUse use = ref _networkDays.GetOrAdd(mailbox, network, out bool known);
            if (!known)
            {
                model.NetworkMailboxes[network]++;
            }

            use.Days++;
            use.LastDay = Math.Max(use.LastDay, day.Day);
            use.Known = use.Days == TenantModel.DaysToKnow ? day.Day : use.Known;
            use.Home = use.Days == TenantModel.DaysToSettle ? day.Day : use.Home;
            _settled[network] |= use.Days >= TenantModel.DaysToSettle;
            model.NetworkLog?.Note(mailbox, network, use.Days, day.Day);
        }
    }

    private void LearnNewcomer(DayFacts day, int from, int to, in MailboxState state, bool counting)
    {
        if (!counting)
        {
            return;
        }

        bool strange = false;
        for (int i = from; i < to; i++)
        {
            strange |= !_settled[facts[i].Network] && !day.KnownNetwork[i - day.From];
        }

        model.Newcomers += state.Days == 0 ? 1 : 0;
        model.NewcomerDays++;
        model.StrangeNewcomerDays += strange ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnPath(DayFacts day, int from, int to, int mailbox, ref MailboxState mailboxState, HashSet<int> heldBack, bool counting, bool established)
    {
        int path = day.PathOf(from);
        ref PathUse use = ref _pathUses.GetOrAdd(mailbox, path, out bool known);
        ref PathState state = ref _paths[path];
        ref PathState family = ref model.FamilyStates[(int)traits.Family[path]];
        state.FirstDay = state.Days == 0 ? day.Day : state.FirstDay;
        if (!known)
        {
            state.Mailboxes++;
        }

        double amount = 0;
        bool strange = false;
        bool sync = false;
        int lastNetwork = -1;
        int folders = 0;
        bool personal = traits.IsPersonal[path];
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            amount += fact.Items + (5.0 * fact.SyncedFolders);
            sync |= ActivityGroups.IsTelling(fact.Activity);
            folders += fact.SyncedFolders;
            if (personal)
            {
                model.Hours.Add(fact.Hours);
            }

            if (fact.Network != lastNetwork)
            {
                lastNetwork = fact.Network;
                bool isNew = !IsSettled(lastNetwork) && !day.KnownNetwork[i - day.From] && !IsOfServices(path, lastNetwork);
                strange |= isNew;
                if (heldBack.Contains(i))
                {
                    continue;
                }

                Neighbourhood.Note(path, lastNetwork, isNew && counting);
                NoteService(path, lastNetwork, day.Day);
                if (isNew && established && !HasSeenNetwork(mailbox, lastNetwork) && !(traits.IsForeignLogon[path] && IsByKnownDelegates(mailbox, fact)))
                {
                    model.Reach.GetOrAdd(path, lastNetwork, out _)++;
                }
            }

            if (fact.Items >= DensityHistogram.MinimumItems)
            {
                model.Density[(int)traits.Family[path]].Add(fact.Items, fact.Last - fact.First);
            }
        }

        if (sync)
        {
            model.Folders.Add(folders);
            use.Synced = true;
            if (!mailboxState.Synced)
            {
                mailboxState.Synced = true;
                model.SyncingMailboxes++;
            }
        }

        Programs.Learn(mailbox, path, day.Day, from, to, heldBack, ref use);
        double scaled = AmountStatistics.Scale(amount);
        use.Days++;
        state.Established += use.Days == TenantModel.DaysToSettle ? 1 : 0;
        use.Amounts.Add(scaled);
        state.Amounts.Add(scaled);
        family.Amounts.Add(scaled);
        model.Amounts.Add(scaled);
        state.Days++;
        family.Days++;

        // The very first day of a mailbox or of a path says how it starts, not how it goes on.
        if (counting && known)
        {
            use.Counted++;
            state.Counted++;
            family.Counted++;
            use.StrangeDays += strange ? 1 : 0;
            state.StrangeDays += strange ? 1 : 0;
            family.StrangeDays += strange ? 1 : 0;
        }
    }

    private void NoteService(int path, int network, int day)
    {
        ref NetworkUse use = ref model.ServiceDays[network];
        if (traits.Class[path] == 0 && use.LastDay < day)
        {
            use.Days++;
            use.LastDay = day;
        }
    }

    private void LearnDelegate(Access access, bool counting, bool isArrival)
    {
        ref int first = ref model.Delegates.GetOrAdd(access.Mailbox, access.NewDelegate, out bool known);
        if (known)
        {
            return;
        }

        first = access.Day;

        ref MailboxState mailbox = ref model.MailboxStates[access.Mailbox];
        if (!mailbox.Delegated)
        {
            mailbox.Delegated = true;
            model.DelegatedMailboxes++;
        }

        ref ActorState actor = ref CollectionsMarshal.GetValueRefOrAddDefault(model.Actors, access.NewDelegate, out _);
        actor.Mailboxes++;
        if (actor.LastNewDay != access.Day)
        {
            actor.LastNewDay = access.Day;
            actor.NewDays++;
            actor.NewOnLastDay = 0;
        }

        actor.NewOnLastDay++;

        mailbox.NewDelegates += counting ? 1 : 0;
        if (counting && !IsArrival(access.Mailbox) && !isArrival)
        {
            model.StrangeDelegates += access.StrangeNetwork ? 1 : 0;
            model.NewDelegates++;
            model.ReachOfActors[Math.Min(actor.Mailboxes, TenantModel.MaxReach)]++;
            model.ReachOfActorDays[Math.Min(actor.NewOnLastDay, TenantModel.MaxReach)]++;
        }
    }
}
