using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// What the days before have taught about one tenant: who is read by which path and from where, and how often each kind of novelty happens per
/// mailbox-day. Grows day by day; judging a day never sees that day.
/// </summary>
internal sealed class TenantHistory(MailAccessFacts facts, PathTraits traits)
{
    /// <summary>Novelty is not counted on the first days, when everything is new.</summary>
    public const int DaysBeforeCounting = 4;

    /// <summary>A network somebody used on so many days is one where people of this tenant are at home.</summary>
    public const int DaysToSettle = 3;

    public const int MaxReach = 16;

    /// <summary>Popularity classes of a path, rarest first: nobody else, up to 0.5 %, 2 %, 10 %, more.</summary>
    public const int Classes = 5;

    private readonly PairTable<PathUse> _pathUses = new();
    private readonly PairTable<int> _networkDays = new();
    private readonly PairTable<int> _reach = new();
    private readonly HashSet<ulong> _callers = [];
    private readonly HashSet<ulong> _delegates = [];
    private readonly MailboxState[] _mailboxes = new MailboxState[facts.Mailboxes.Count];
    private readonly Dictionary<int, ActorState> _actors = [];
    private readonly bool[] _settled = new bool[facts.Networks.Count];
    private readonly int[] _networkMailboxes = new int[facts.Networks.Count];
    private readonly PathState[] _paths = new PathState[facts.Paths.Count];
    private readonly PathState[] _families = new PathState[Enum.GetValues<ClientFamily>().Length];
    private readonly double[] _adoptions = new double[Classes];

    public int Days { get; private set; }

    /// <summary>All mailbox-days so far.</summary>
    public long MailboxDays { get; private set; }

    /// <summary>Mailbox-days on which novelty was counted.</summary>
    public double CountedDays { get; private set; }

    public int Mailboxes { get; private set; }

    public double AdoptionsTotal { get; private set; }

    public double AdoptionsFromStrangeNetworks { get; private set; }

    public double FirstSyncs { get; private set; }

    public int SyncingMailboxes { get; private set; }

    public double NewDelegates { get; private set; }

    public int DelegatedMailboxes { get; private set; }

    /// <summary>Interactive accesses from strange networks, and how often the session was elsewhere at the same time.</summary>
    public double StrangeInteractive { get; private set; }

    public double[] SessionsOnTwo { get; } = new double[SessionOverlaps.Kinds];

    /// <summary>Hours of the day (UTC) at which people's own clients read mail, and at which they do so from strange networks.</summary>
    public HourHistogram Hours { get; } = new();

    public HourHistogram StrangeHours { get; } = new();

    /// <summary>Folders synchronised in a day, where any were.</summary>
    public DensityHistogram Folders { get; } = new();

    public double[][] ReachOfNetworks { get; } = Enum.GetValues<ClientFamily>().Select(static _ => new double[MaxReach + 1]).ToArray();

    public double[] ReachOfActors { get; } = new double[MaxReach + 1];

    public AmountStatistics Amounts;

    public DensityHistogram[] Density { get; } = Enum.GetValues<ClientFamily>().Select(static _ => new DensityHistogram()).ToArray();

    public ref readonly PathState Path(int path) => ref _paths[path];

    public ref readonly PathState Family(int path) => ref _families[(int)traits.Family[path]];

    public bool IsSettled(int network) => _settled[network];

    public int NetworkMailboxes(int network) => _networkMailboxes[network];

    public bool HasNetwork(int mailbox, int network) => _networkDays.Contains(mailbox, network);

    public bool HasCaller(int mailbox, int path) => traits.Caller[path] >= 0 && _callers.Contains(Key(mailbox, traits.Caller[path]));

    public bool HasDelegate(int mailbox, int user) => _delegates.Contains(Key(mailbox, user));

    public bool TryGetUse(int mailbox, int path, out PathUse use) => _pathUses.TryGetValue(mailbox, path, out use);

    public MailboxState Mailbox(int mailbox) => _mailboxes[mailbox];

    public ActorState Actor(int user) => _actors.GetValueOrDefault(user);

    /// <summary>Mailboxes that this path reached so far from a network nobody is at home in.</summary>
    public int Reach(int path, int network) => _reach.TryGetValue(path, network, out int reach) ? reach : 0;

    public double Adoptions(int popularityClass) => _adoptions.Take(popularityClass + 1).Sum();

    public int PopularityClass(int others)
    {
        double share = others / (double)Math.Max(1, Mailboxes);
        return others == 0 ? 0 : others == 1 || share <= 0.005 ? 1 : share <= 0.02 ? 2 : share <= 0.10 ? 3 : 4;
    }

    /// <summary>
    /// Whether new networks are no news for a path. Where they are new on most days (service front ends, roaming proxies), they say nothing.
    /// </summary>
    public bool NetworksAreNoNews(int path)
    {
        ref readonly PathState state = ref _paths[path];
        ref readonly PathState family = ref _families[(int)traits.Family[path]];
        return state.Counted >= 10 ? state.StrangeDays >= 0.4 * state.Counted : family.Counted >= 20 && family.StrangeDays >= 0.4 * family.Counted;
    }

    /// <summary>
    /// Learns a day. What was held back as suspicious is not learned as normal, yet counts as novelty that happened here.
    /// </summary>
    public void Learn(DayFacts day, IReadOnlyCollection<Access> novel, HashSet<int> heldBack)
    {
        bool counting = Days >= DaysBeforeCounting;
        if (counting)
        {
            CountNovelty(novel);
        }

        int i = day.From;
        while (i < day.To)
        {
            int end = day.EndOfMailbox(i);
            LearnMailbox(day, i, end, heldBack, counting);
            i = end;
        }

        foreach (Access access in novel)
        {
            if (access.NewDelegate >= 0 && !heldBack.Contains(access.Facts[0]))
            {
                LearnDelegate(access, counting);
            }
        }

        Days++;
    }

    private static ulong Key(int a, int b) => ((ulong)(uint)a << 32) | (uint)b;

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

    private void CountNovelty(IReadOnlyCollection<Access> novel)
    {
        HashSet<(int Mailbox, int Path)> adopted = [];
        HashSet<(int Path, int Network, int Mailbox)> reached = [];
        Dictionary<(int Path, int Network), int> today = [];
        foreach (Access access in novel)
        {
            bool established = Mailbox(access.Mailbox).Days >= DaysToSettle;
            if (access.NewPath && established && adopted.Add((access.Mailbox, access.Path)))
            {
                _adoptions[PopularityClass(_paths[access.Path].Mailboxes)]++;
                AdoptionsTotal++;
                AdoptionsFromStrangeNetworks += access.StrangeNetwork ? 1 : 0;
            }

            FirstSyncs += access.NewSync ? 1 : 0;
            if (!access.StrangeNetwork)
            {
                continue;
            }

            if (traits.IsPersonal[access.Path])
            {
                StrangeHours.Add(access.Hours);
            }

            if (traits.IsInteractive[access.Path])
            {
                StrangeInteractive++;
                SessionsOnTwo[(int)access.Overlap] += access.OtherNetworkOfSession >= 0 ? 1 : 0;
            }

            if (reached.Add((access.Path, access.Network, access.Mailbox)))
            {
                ref int more = ref CollectionsMarshal.GetValueRefOrAddDefault(today, (access.Path, access.Network), out _);
                more++;
                int reach = Reach(access.Path, access.Network) + more;
                if (reach <= MaxReach)
                {
                    ReachOfNetworks[(int)traits.Family[access.Path]][reach]++;
                }
            }
        }
    }

    private void LearnMailbox(DayFacts day, int from, int to, HashSet<int> heldBack, bool counting)
    {
        int mailbox = facts[from].Mailbox;
        ref MailboxState state = ref _mailboxes[mailbox];
        Mailboxes += state.Days == 0 ? 1 : 0;
        state.Days++;
        MailboxDays++;
        CountedDays += counting ? 1 : 0;
        int i = from;
        while (i < to)
        {
            int end = day.EndOfPath(i, to);
            if (!AllHeldBack(i, end, heldBack))
            {
                LearnPath(day, i, end, mailbox, ref state, heldBack, counting);
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

            ref int days = ref _networkDays.GetOrAdd(mailbox, network, out bool known);
            if (!known)
            {
                _networkMailboxes[network]++;
            }

            days++;
            _settled[network] |= days >= DaysToSettle;
        }
    }

    private void LearnPath(DayFacts day, int from, int to, int mailbox, ref MailboxState mailboxState, HashSet<int> heldBack, bool counting)
    {
        int path = day.PathOf(from);
        ref PathUse use = ref _pathUses.GetOrAdd(mailbox, path, out bool known);
        ref PathState state = ref _paths[path];
        ref PathState family = ref _families[(int)traits.Family[path]];
        if (!known)
        {
            state.Mailboxes++;
            if (traits.Caller[path] >= 0)
            {
                _callers.Add(Key(mailbox, traits.Caller[path]));
            }
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
            sync |= fact.Activity == MailActivity.Sync;
            folders += fact.SyncedFolders;
            if (personal)
            {
                Hours.Add(fact.Hours);
            }

            if (fact.Network != lastNetwork)
            {
                lastNetwork = fact.Network;
                bool isNew = !_settled[lastNetwork] && !day.KnownNetwork[i - day.From];
                strange |= isNew;
                if (isNew && !heldBack.Contains(i))
                {
                    _reach.GetOrAdd(path, lastNetwork, out _)++;
                }
            }

            if (fact.Items >= DensityHistogram.MinimumItems)
            {
                Density[(int)traits.Family[path]].Add(fact.Items, fact.Last - fact.First);
            }
        }

        if (sync)
        {
            Folders.Add(folders);
            use.Synced = true;
            if (!mailboxState.Synced)
            {
                mailboxState.Synced = true;
                SyncingMailboxes++;
            }
        }

        double scaled = AmountStatistics.Scale(amount);
        use.Days++;
        use.Amounts.Add(scaled);
        state.Amounts.Add(scaled);
        family.Amounts.Add(scaled);
        Amounts.Add(scaled);
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

    private void LearnDelegate(Access access, bool counting)
    {
        if (!_delegates.Add(Key(access.Mailbox, access.NewDelegate)))
        {
            return;
        }

        ref MailboxState mailbox = ref _mailboxes[access.Mailbox];
        if (!mailbox.Delegated)
        {
            mailbox.Delegated = true;
            DelegatedMailboxes++;
        }

        ref ActorState actor = ref CollectionsMarshal.GetValueRefOrAddDefault(_actors, access.NewDelegate, out _);
        actor.Mailboxes++;
        if (actor.LastNewDay != access.Day)
        {
            actor.LastNewDay = access.Day;
            actor.NewDays++;
        }

        if (counting)
        {
            NewDelegates++;
            ReachOfActors[Math.Min(actor.Mailboxes, MaxReach)]++;
        }
    }
}
