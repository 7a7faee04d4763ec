using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// All that is kept between days of one tenant: what earlier days taught, how their candidates scored, and which stories are open. Judging a day reads this and the facts of that
/// day, nothing else; learning the day changes it. Plain tables keyed by the run's indexes (mailbox, path, network, user), so that they can be written and their indexes mapped;
/// after filling one, call <see cref="Derive"/>.
/// </summary>
internal sealed class TenantModel(int mailboxes, int paths, int networks, int programs)
{
    /// <summary>Networks are counted up to this many mailboxes.</summary>
    public const int MaxReach = 16;

    /// <summary>Popularity classes of a path, rarest first: nobody else, up to 0.5 %, 2 %, 10 %, more.</summary>
    public const int Classes = 5;

    /// <summary>A network somebody used on so many days is one where people of this tenant are at home; a path used on as many is established in a mailbox.</summary>
    public const int DaysToSettle = 3;

    /// <summary>
    /// After so many days with it a mailbox knows a network. One day is not enough: an intruder who comes back on the second would be an acquaintance, and what the days tell together is
    /// more than what each does.
    /// </summary>
    public const int DaysToKnow = 2;

    /// <summary>
    /// On so many first days of its own a mailbox has no past to be judged by: that everything is new to it says nothing, however many come at once.
    /// </summary>
    public const int NewcomerFor = 5;

    /// <summary>For so many days after it came, who opens a mailbox of others is not told by those who did so before: rights are used once a week or once a month.</summary>
    public const int ArrivalFor = 21;

    /// <summary>For so many days a network or program of a mailbox is remembered; how often those older are forgotten.</summary>
    public const int RememberedFor = 90, ForgetEvery = 30;

    /// <summary>
    /// A network from which services came on so many days, and which so many mailboxes have met, is one they serve this tenant from: judgements. An intruder who uses a program from a server
    /// of their own for so long, in so many mailboxes, without a story that anybody was told of, is beyond this model.
    /// </summary>
    public const int DaysToServe = 5, MailboxesToServe = 5;

    /// <summary>For so many days a path does not say by itself what is usual for it: a judgement.</summary>
    public const int YoungFor = 14;

    public static int Families { get; } = Enum.GetValues<ClientFamily>().Length;

    /// <summary>Days learned, the first and the last of them (<see cref="System.DateOnly.DayNumber"/>; 0 while there is none).</summary>
    public int Days, FirstDay, LastDay;

    /// <summary>All mailbox-days, and those on which novelty was counted.</summary>
    public long MailboxDays, CountedDays;

    /// <summary>First uses of a path by an established mailbox, and those of them from a network nobody is at home in.</summary>
    public double AdoptionsTotal, AdoptionsFromStrangeNetworks;

    /// <summary>First folder synchronisations, first openings by a delegate, and those of them from a network that is new to the delegate as well.</summary>
    public double FirstSyncs, NewDelegates, StrangeDelegates;

    /// <summary>Interactive accesses from strange networks; <see cref="SessionsOnTwo"/> says how often the session was elsewhere at the same time.</summary>
    public double StrangeInteractive;

    /// <summary>Of those by clients the mailbox is used to: all, and those beside which another such client came.</summary>
    public double StrangeInPerson, StrangeTogether;

    /// <summary>Mailboxes that came after the first days, their first days, and those of them with a network new to the mailbox and home to nobody.</summary>
    public double Newcomers, NewcomerDays, StrangeNewcomerDays;

    /// <summary>
    /// Whether what is judged is done in every mailbox on most days, as reading is. The first day of a mailbox then says that it has come, and a second one soon follows the first. What is done
    /// now and then only, such as deleting, is done for the first time by mailboxes that were always there, and again after weeks.
    /// </summary>
    public bool IsEveryday { get; init; } = true;

    /// <summary>Receives from where mailboxes are read, for the other groups; null where this model is one of those, or there are none.</summary>
    public UsedNetworks? NetworkLog { get; init; }

    /// <summary>Of a group beside reading: from where its mailboxes are read; null where reading is not judged.</summary>
    public UsedNetworksView? ReadFrom { get; init; }

    public AmountStatistics Amounts;

    /// <summary>By mailbox and path.</summary>
    public PairTable<PathUse> PathUses { get; } = new();

    /// <summary>By mailbox and program.</summary>
    public PairTable<ProgramUse> ProgramUses { get; } = new();

    /// <summary>By mailbox and network.</summary>
    public PairTable<NetworkUse> NetworkDays { get; } = new();

    /// <summary>Mailboxes reached by path and network, from networks nobody was at home in.</summary>
    public PairTable<int> Reach { get; } = new();

    /// <summary>By mailbox and the user who opened it on a right; the day it was first seen.</summary>
    public PairTable<int> Delegates { get; } = new();

    /// <summary>By mailbox.</summary>
    public MailboxState[] MailboxStates { get; } = new MailboxState[mailboxes];

    /// <summary>By path.</summary>
    public PathState[] PathStates { get; } = new PathState[paths];

    /// <summary>By user.</summary>
    public Dictionary<int, ActorState> Actors { get; } = [];

    public PathState[] FamilyStates { get; } = new PathState[Families];

    /// <summary>First uses of a path by its popularity.</summary>
    public double[] Adoptions { get; } = new double[Classes];

    /// <summary>Paths that newcomers brought along, by their popularity.</summary>
    public double[] NewcomerPaths { get; } = new double[Classes];

    /// <summary>
    /// Accesses with something new whose program is named, by <see cref="ProgramHistory">occasion</see>; and those that brought a program new to their mailbox, by its popularity.
    /// </summary>
    public double[] ProgramsNamed { get; } = new double[ProgramHistory.Occasions];

    public double[][] ProgramsBrought { get; } = Enumerable.Range(0, ProgramHistory.Occasions).Select(static _ => new double[Classes]).ToArray();

    public double[] SessionsOnTwo { get; } = new double[SessionOverlaps.Kinds];

    /// <summary>Hours of the day (UTC) at which people's own clients read mail, and at which they do so from strange networks.</summary>
    public HourHistogram Hours { get; } = new();

    public HourHistogram StrangeHours { get; } = new();

    /// <summary>Folders synchronised in a day, where any were.</summary>
    public DensityHistogram Folders { get; } = new();

    /// <summary>By occasion (<see cref="TenantHistory.Occasion"/>): how much more was read than usual.</summary>
    public ResidualHistogram[] Residuals { get; } = Enumerable.Range(0, PathTraits.Classes * 4).Select(static _ => new ResidualHistogram()).ToArray();

    /// <summary>By family: how many strange networks reached 1, 2, 3 ... mailboxes.</summary>
    public double[][] ReachOfNetworks { get; } = Enumerable.Range(0, Families).Select(static _ => new double[MaxReach + 1]).ToArray();

    public double[] ReachOfActors { get; } = new double[MaxReach + 1];

    /// <summary>Days on which an actor opened 1, 2, 3 ... mailboxes for the first time.</summary>
    public double[] ReachOfActorDays { get; } = new double[MaxReach + 1];

    /// <summary>By family.</summary>
    public DensityHistogram[] Density { get; } = Enumerable.Range(0, Families).Select(static _ => new DensityHistogram()).ToArray();

    /// <summary>Families of clients seen on a network, one bit each; by network.</summary>
    public uint[] NetworkFamilies { get; } = new uint[networks];

    /// <summary>By network: on how many days services came from it, and the last of them.</summary>
    public NetworkUse[] ServiceDays { get; } = new NetworkUse[networks];

    /// <summary>By family: new networks by how near the nearest known one was (<see cref="Neighbourhood"/>).</summary>
    public double[][] Nearness { get; } = Enumerable.Range(0, Families).Select(static _ => new double[Neighbourhood.Buckets]).ToArray();

    /// <summary>How past candidates scored.</summary>
    public ScoreHistory Scores { get; } = new();

    /// <summary>Stories that may go on, by what would continue them.</summary>
    public Dictionary<StoryKey, OpenStory> OpenStories { get; } = [];

    /// <summary>Accesses of days still open, by path, network, mailbox and day, that belong to a story somebody was told of: it keeps its id whatever late records join it.</summary>
    public Dictionary<(int Path, int Network, int Mailbox, int Day), string> Pins { get; } = [];

    /// <summary>Stories somebody was told of; and those nobody was told of that turned out to be part of one, by the id they had.</summary>
    public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Renamed { get; } = new(StringComparer.Ordinal);

    /// <summary>Derived: networks somebody is at home in, and how many mailboxes use each.</summary>
    public bool[] Settled { get; } = new bool[networks];

    public int[] NetworkMailboxes { get; } = new int[networks];

    /// <summary>Derived: mailboxes that use a program regularly; which mailboxes name any, and how many those are.</summary>
    public int[] ProgramMailboxes { get; } = new int[programs];

    public bool[] HasProgram { get; } = new bool[mailboxes];

    public int MailboxesWithPrograms;

    /// <summary>Derived: how many mailboxes there are, synchronise, are opened by others.</summary>
    public int Mailboxes, SyncingMailboxes, DelegatedMailboxes;

    /// <summary>
    /// Forgets networks that a mailbox has not been read from for long: an address may be somebody else's after a quarter, and what is never forgotten grows for ever. Done when a month
    /// of <see cref="ForgetEvery"/> days is over, so that it does not matter in how many runs the days are read.
    /// </summary>
    public void Forget()
    {
        int oldest = LastDay - RememberedFor;
        NetworkDays.Keep((_, _, use) => use.LastDay >= oldest);
        ProgramUses.Keep((_, _, use) => use.LastDay >= oldest);
        Derive();
        Reach.Keep((_, network, _) => NetworkMailboxes[network] > 0);
        for (int i = 0; i < NetworkFamilies.Length; i++)
        {
            NetworkFamilies[i] = NetworkMailboxes[i] > 0 ? NetworkFamilies[i] : 0;
            ServiceDays[i] = NetworkMailboxes[i] > 0 ? ServiceDays[i] : default;
        }
    }

    /// <summary>Works out what follows from the tables, after they were filled from a file.</summary>
    public void Derive()
    {
        Array.Clear(Settled);
        Array.Clear(NetworkMailboxes);
        foreach ((int _, int network, NetworkUse use) in NetworkDays.Entries)
        {
            NetworkMailboxes[network]++;
            Settled[network] |= use.Days >= DaysToSettle;
        }

        for (int i = 0; i < PathStates.Length; i++)
        {
            PathStates[i].Established = 0;
        }

        foreach ((int _, int path, PathUse use) in PathUses.Entries)
        {
            PathStates[path].Established += use.Days >= DaysToSettle ? 1 : 0;
        }

        Array.Clear(ProgramMailboxes);
        Array.Clear(HasProgram);
        foreach ((int mailbox, int program, ProgramUse use) in ProgramUses.Entries)
        {
            ProgramMailboxes[program] += use.Days >= DaysToSettle ? 1 : 0;
            HasProgram[mailbox] = true;
        }

        MailboxesWithPrograms = HasProgram.Count(static has => has);
        Mailboxes = MailboxStates.Count(static m => m.Days > 0);
        SyncingMailboxes = MailboxStates.Count(static m => m.Synced);
        DelegatedMailboxes = MailboxStates.Count(static m => m.Delegated);
    }
}
