using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Judges a day by the days before it. Every part is the measured rate of "something at least as new as this" per mailbox-day of this tenant, smoothed and in bits,
/// so that a tenant of travellers and home workers sets its own scale. What two parts share is counted in one of them.
/// </summary>
internal sealed class HistoryJudge(MailAccessFacts facts, PathTraits traits, TenantHistory history, Arrivals arrivals, Owners owners, HuntScope scope, StoryBook book) : INoveltyJudge
{
    /// <summary>How many paths as rare as each class a mailbox brings along on its first days, before any have shown it.</summary>
    private static readonly double[] s_broughtAlong = [0.1, 0.2, 0.3, 0.5, 1];

    /// <summary>How many newcomers the prior stands for.</summary>
    private const double NewcomerStrength = 5;

    /// <summary>On how many of its first days a mailbox that others open is opened by one more, a judgement: the first wave has no other before it.</summary>
    private const double ArrivalsDelegates = 0.3;

    /// <summary>How often an intruder comes by two clients the mailbox is used to, from one network on one day: a judgement.</summary>
    private const double IntruderTogether = 0.05;

    /// <summary>How much must be known of a path that is said to have moved, and how often its networks may have been new: judgements.</summary>
    private const double FewestBeforeMove = 20, MostStrangeBeforeMove = 0.25;

    private readonly Arrivals _arrivals = arrivals;
    private readonly SpreadScorer _spread = new(traits, history, arrivals, scope);
    private Dictionary<int, int> _movedToday = [];
    private PathDay[] _today = [];

    public bool IsHistory => true;

    public bool IsNewPath(int mailbox, int path) => !history.TryGetUse(mailbox, path, out _);

    public bool IsNewNetwork(int mailbox, int path, int network) => !history.HasNetwork(mailbox, network);

    public bool IsStrangeNetwork(int path, int network) => !history.IsSettled(network) && !history.IsOfServices(path, network);

    public bool NetworksAreNoNews(int path) => !traits.IsInteractive[path] && history.NetworksAreNoNews(path);

    public bool IsFarNetwork(int path, int network) =>
        history.Neighbourhood.Bits(path, network, out _, out _) >= Neighbourhood.FarBits;

    public bool IsOwnNetwork(int user, int network) => owners.MailboxOf(user) is >= 0 and int own && history.HasNetwork(own, network);

    public bool IsFollowed(int day, int path, in MailAccessFact fact) => book.Follows(day, path, fact);

    public void NoteProgram(Access access) => history.Programs.Note(access);

    public bool IsNewSync(int mailbox) => !history.Mailbox(mailbox).Synced;

    public bool IsNewDelegate(int mailbox, int user) => !history.HasDelegate(mailbox, user);

    /// <summary>
    /// Notes which paths many mailboxes took up today from networks they already use: a roll-out or a change of the log. An actor does not sit in
    /// everybody's own network.
    /// </summary>
    public void NoteDay(List<Access> accesses, PathDay[] today)
    {
        Dictionary<int, HashSet<int>> moved = [];
        _arrivals.NoteDay(accesses);
        _spread.NoteDay(accesses);
        _today = today;
        foreach (Access access in accesses)
        {
            if (access.NewPath && !access.NewNetwork)
            {
                if (!moved.TryGetValue(access.Path, out HashSet<int>? mailboxes))
                {
                    moved.Add(access.Path, mailboxes = []);
                }

                mailboxes.Add(access.Mailbox);
            }
        }

        _movedToday = moved.ToDictionary(static pair => pair.Key, static pair => pair.Value.Count);
    }

    public void Score(DayStory story)
    {
        List<(double Bits, List<Evidence> Parts)> scored = new(story.Accesses.Count);
        foreach (Access access in story.Accesses)
        {
            List<Evidence> parts = [];
            ScoreAccess(access, parts);
            scored.Add((parts.Sum(static part => part.Bits), parts));
        }

        AddBest(story, scored);
        ScoreSession(story);
        _spread.Score(story);
        if (HasMoved(story.Path) && story.BitsOf(EvidenceKind.Network) + story.BitsOf(EvidenceKind.Spread) is > 0 and double moved)
        {
            story.Add(
                EvidenceKind.Network, ReasonCodes.PathMoved, -Math.Min(moved * 0.6, ScoreCaps.Moved), _today[story.Path].Moved, _today[story.Path].Mailboxes,
                history.Path(story.Path).Mailboxes);
        }

        story.HistoryDays = history.Days;
        story.MailboxesBefore = history.Mailboxes;
    }

    /// <summary>
    /// The story's parts are those of the access that tells most: of n accesses the k-th, for the k at which its bits less log2(n / k) are the most (Simes). One odd access of a dozen is
    /// the oddest of a dozen; a dozen odd ones are what they are.
    /// </summary>
    private static void AddBest(DayStory story, List<(double Bits, List<Evidence> Parts)> scored)
    {
        scored.Sort(static (a, b) => b.Bits.CompareTo(a.Bits));
        int best = 0;
        double most = double.MinValue;
        for (int k = 0; k < scored.Count; k++)
        {
            double bits = scored[k].Bits - Math.Log2(scored.Count / (double)(k + 1));
            if (bits > most)
            {
                (most, best) = (bits, k);
            }
        }

        foreach (Evidence part in scored[best].Parts)
        {
            story.Add(part.Kind, part.Code, part.Bits, part.Observed, part.Expected, part.Population);
        }

        story.Add(EvidenceKind.Selection, ReasonCodes.OneOfMany, most - scored[best].Bits, best + 1, scored.Count, 0);
    }

    public bool IsOrdinaryAmount(int mailbox, int path, double amount) =>
        history.TryGetUse(mailbox, path, out PathUse use) && AmountStatistics.Scale(amount) < use.Amounts.Mean + 1.5;

    public double AmountBits(int mailbox, int path, double amount, out double expected)
    {
        (double mean, double variance) = history.UsualAmount(mailbox, path);
        expected = AmountStatistics.Unscale(mean);
        return Surprise.TailBits(AmountStatistics.Scale(amount), mean, Math.Sqrt(variance + 0.25));
    }

    /// <summary>
    /// Whether a path that serves many left its old networks today: most of its usual mailboxes are read, from new networks only, and hardly any others are. Servers move like that; a
    /// stolen secret is used while the application goes on where it was, or for other mailboxes.
    /// </summary>
    private bool HasMoved(int path)
    {
        PathDay today = _today[path];
        ref readonly PathState state = ref history.Path(path);
        double usual = state.Days / (double)Math.Max(1, history.Days);
        return HadHome(state) && today.Moved >= 4 && today.Moved >= 0.6 * today.Mailboxes && today.Moved >= 0.5 * usual && today.New <= 0.1 * today.Mailboxes;
    }

    /// <summary>Whether a path had networks of its own to leave: one that is new every day moves all the time.</summary>
    private static bool HadHome(in PathState state) => state.Counted >= FewestBeforeMove && state.StrangeDays <= MostStrangeBeforeMove * state.Counted;

    private void ScoreAccess(Access access, List<Evidence> parts)
    {
        double path = ScorePath(access, parts);
        ScoreNetwork(access, path, parts);
        ScoreVolume(access, parts);
        ScoreProgram(access, parts);
        ScoreHours(access, parts);
        if (access.NewSync && !access.NewPath && !history.IsNewcomer(access.Mailbox))
        {
            double popular = 2 * Surprise.Bits((history.Model.SyncingMailboxes + 0.5) / (history.Mailboxes + 1));
            double bits = Math.Min(popular, Surprise.Bits(Surprise.Rate(history.Model.FirstSyncs, history.CountedDays, 0.5, 1)));
            parts.Add(new Evidence(
                EvidenceKind.Sync, ReasonCodes.NewFolderSync, Math.Min(bits, ScoreCaps.Sync), access.Folders, history.Model.SyncingMailboxes, history.Mailboxes));
        }
    }

    private double ScorePath(Access access, List<Evidence> parts)
    {
        double bits = 0;
        if (access.NewDelegate >= 0)
        {
            ActorState actor = history.Actor(access.NewDelegate);
            double own = actor.Mailboxes < 3
                ? double.MaxValue
                : Surprise.Bits(Surprise.Rate(actor.NewDays, Math.Max(1, history.Days), 0.02, 5));
            bits = Math.Min(own, Surprise.Bits(Surprise.Rate(history.Model.NewDelegates, history.CountedDays, 0.5, 1)));

            if (_arrivals.IsNew(access))
            {
                bits = Math.Min(bits, Surprise.Bits(ArrivalsDelegates));
            }

            // A mailbox that others open now and then is opened by one more; one with the same few for long is not.
            MailboxState opened = history.Mailbox(access.Mailbox);
            double tenant = Surprise.Rate(history.Model.NewDelegates, history.CountedDays, 0.5, 1);
            bits = Math.Min(bits, Surprise.Bits(Surprise.Rate(opened.NewDelegates, opened.Days, tenant, 10)));
            bits = Math.Min(bits, 2 * Surprise.Bits((history.Model.DelegatedMailboxes + 0.5) / (history.Mailboxes + 1)));
            bool priority = scope.IsPriority(access.Mailbox);
            parts.Add(new Evidence(
                EvidenceKind.Logon,
                priority ? ReasonCodes.NewDelegateOnPriority
                : facts.Paths[access.Path].Logon == LogonKind.Admin ? ReasonCodes.NewAdmin : ReasonCodes.NewDelegate,
                Math.Min(bits, ScoreCaps.Logon), history.Actor(access.NewDelegate).Mailboxes, history.Model.DelegatedMailboxes, history.Mailboxes));
            return bits;
        }

        if (!access.NewPath)
        {
            return 0;
        }

        int others = history.Established(access.Path) + Math.Max(0, _movedToday.GetValueOrDefault(access.Path) - 1);
        int rarity = history.PopularityClass(others);
        double popularity = 2 * Surprise.Bits((others + 0.5) / (Math.Max(history.Mailboxes, others) + 1));
        bits = Math.Min(popularity, history.IsNewcomer(access.Mailbox)
            ? Surprise.Bits(Math.Min(1, Surprise.Rate(history.NewcomerPaths(rarity), history.Model.Newcomers, s_broughtAlong[rarity], NewcomerStrength)))
            : Surprise.Bits(Surprise.Rate(history.Adoptions(rarity), history.CountedDays, 0.5, 1)));
        if (history.HasCaller(access.Mailbox, access.Path) || (rarity == TenantModel.Classes - 1 && HadBarerPath(access.Mailbox, access.Path)))
        {
            // The same application over another protocol, or ids that the log did not carry before.
            bits *= 0.3;
        }

        bits = Math.Min(bits, ScoreCaps.Path);
        bool unseen = others == 0 && history.Path(access.Path).Mailboxes == 0 && access.Amount > 0;
        parts.Add(new Evidence(
            EvidenceKind.Path, unseen ? ReasonCodes.PathUnseenInTenant : ReasonCodes.PathNewForMailboxes,
            bits, others, null, history.Mailboxes));
        if (!access.NewNetwork && history.IsOfPeople(access.Network))
        {
            parts.Add(new Evidence(
                EvidenceKind.Path, ReasonCodes.PathKnownNetwork, -Math.Min(bits, ScoreCaps.KnownNetwork), null, null, 0));
        }

        return bits;
    }

    private void ScoreNetwork(Access access, double pathBits, List<Evidence> parts)
    {
        if (!access.NewNetwork)
        {
            return;
        }

        bool noNews = NetworksAreNoNews(access.Path);
        bool newcomer = history.IsNewcomer(access.Mailbox);
        if (access.StrangeNetwork && !newcomer && !_arrivals.IsOffice(access.Network))
        {
            double far = history.Neighbourhood.Bits(access.Path, access.Network, out int shared, out double share);
            far = scope.IsTrusted(access.Network) ? far / 4 : far;
            if (far >= (noNews ? Neighbourhood.FarBits : Neighbourhood.TellingBits))
            {
                parts.Add(new Evidence(EvidenceKind.Network, ReasonCodes.NetworkFar, Math.Min(far, ScoreCaps.NetworkFar), shared, Math.Round(share, 5), 0));
            }
        }

        if (noNews)
        {
            return;
        }

        double rate = NetworkRate(access.Mailbox, access.Path, pathBits);
        if (access.StrangeNetwork)
        {
            // A mailbox that turns up on a new network with several clients is one event, and as likely as for the client that moves most.
            foreach (int other in _spread.PathsAt(access.Mailbox, access.Network))
            {
                rate = other == access.Path ? rate : Math.Max(rate, NetworkRate(access.Mailbox, other, 0));
            }
        }

        if (newcomer)
        {
            rate = Math.Max(rate, Surprise.Rate(history.Model.StrangeNewcomerDays, history.Model.NewcomerDays, 0.6, NewcomerStrength));
        }

        double expected = rate;
        double bits = Surprise.Bits(rate);
        string code = ReasonCodes.NetworkNew;
        if (_arrivals.IsOffice(access.Network))
        {
            // Those who have come together sit together; who visits them is no stranger.
            bits = Math.Min(bits / 4, 1);
        }
        else if (!access.StrangeNetwork)
        {
            // Somebody here is at home in it: an office, a VPN, the application's own server.
            bits = history.NetworkMailboxes(access.Network) >= 3 ? Math.Min(bits / 4, 1) : Math.Min(bits / 2, 3);
            code = ReasonCodes.NetworkNewForMailbox;
        }

        if (scope.IsTrusted(access.Network))
        {
            bits /= 4;
        }

        if (access.WithOtherClient)
        {
            // The person is there, with the usual devices: an intruder has but the one way in.
            double together = Surprise.Rate(history.Model.StrangeTogether, history.Model.StrangeInPerson, 0.3, 10);
            parts.Add(new Evidence(
                EvidenceKind.Network, ReasonCodes.WithOtherClient, -Math.Clamp(Math.Log2(together / IntruderTogether), 0, ScoreCaps.Together), null, Math.Round(together, 4), history.Model.StrangeInPerson));
        }

        parts.Add(new Evidence(
            EvidenceKind.Network, code, Math.Min(bits, ScoreCaps.Network), history.NetworkMailboxes(access.Network), expected, history.Path(access.Path).Counted));
    }

    private bool HadBarerPath(int mailbox, int path)
    {
        foreach (int barer in traits.BarerThan(path))
        {
            if (!IsNewPath(mailbox, barer))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How often a mailbox comes by this path from a network that is new to it and home to nobody: its own rate, drawn to the path's.</summary>
    private double NetworkRate(int mailbox, int path, double pathBits)
    {
        (long strange, long counted) = history.StrangeDays(path);
        (long ofKind, long countedOfKind) = history.StrangeDaysOfKind(path);

        // A family holds servers that never move and people who do: it may say "more often than usual", never "almost never".
        double prior = Math.Max(0.03, Surprise.Rate(ofKind, countedOfKind, 0.05, 20));
        double rate = Surprise.Rate(strange, counted, prior, 10);
        if (history.TryGetUse(mailbox, path, out PathUse use))
        {
            return history.IsYoung(path) ? rate : Surprise.Rate(use.StrangeDays, use.Counted, rate, 10);
        }

        if (traits.IsForeignLogon[path])
        {
            return Surprise.Rate(history.Model.StrangeDelegates, history.Model.NewDelegates, 0.15, 6);
        }

        // A path just taken up brings its network along: how often that is so here, not how often networks change afterwards. Unless the path is a server's that
        // has reached many mailboxes from the same few networks: then it is the path that moved.
        double together = Surprise.Rate(history.Model.AdoptionsFromStrangeNetworks, history.Model.AdoptionsTotal, 0.5, 4);
        ref readonly PathState state = ref history.Path(path);
        bool fixedNetworks = state.Counted >= 300 && state.StrangeDays <= 0.002 * state.Counted;
        return fixedNetworks ? Math.Min(rate, together) : pathBits >= 2 ? together : Math.Max(rate, together);
    }

    private void ScoreVolume(Access access, List<Evidence> parts)
    {
        if (access.Amount < 5)
        {
            return;
        }

        double bits = AmountBits(access.Mailbox, access.Path, access.Amount, out double expected);
        if (access.IsNovel && !history.IsNewcomer(access.Mailbox))
        {
            bits = history.Occasion(access).Bits(AmountStatistics.Scale(access.Amount) - AmountStatistics.Scale(expected), bits);
        }

        if (access.Items >= DensityHistogram.MinimumItems)
        {
            double dense = history.Model.Density[(int)traits.Family[access.Path]].Bits(access.Items, access.Last - access.First);
            bits = Math.Max(bits, dense);
        }

        if (access.Folders >= 5)
        {
            bits = Math.Max(bits, history.Model.Folders.Bits(access.Folders));
        }

        if (bits >= 2)
        {
            parts.Add(new Evidence(
                EvidenceKind.Volume, access.StrangeNetwork && !NetworksAreNoNews(access.Path) && bits >= 3 ? ReasonCodes.BurstFromNewNetwork : ReasonCodes.Volume,
                Math.Min(bits, ScoreCaps.Volume), access.Amount, Math.Round(expected, 1), 0));
        }
    }

    private void ScoreProgram(Access access, List<Evidence> parts)
    {
        if (access.NewProgram < 0 || history.IsNewcomer(access.Mailbox))
        {
            return;
        }

        double bits = history.Programs.Bits(access, out int others, out double expected);
        if (bits >= 1)
        {
            parts.Add(new Evidence(
                EvidenceKind.Program, ReasonCodes.ProgramNew, Math.Min(bits, ScoreCaps.Program), others, Math.Round(expected, 4), history.Programs.Users(access.Path)));
        }
    }

    /// <summary>Counted only for strange networks: the owner at night at home is the owner.</summary>
    private void ScoreHours(Access access, List<Evidence> parts)
    {
        if (!access.StrangeNetwork || !traits.IsPersonal[access.Path] || history.IsNewcomer(access.Mailbox))
        {
            return;
        }

        double share = Math.Max(history.Model.Hours.ShareOfQuieterHours(access.Hours), history.Model.StrangeHours.ShareOfQuieterHours(access.Hours));
        double bits = Math.Min(Surprise.Bits(share), ScoreCaps.Hour);
        if (bits >= 2)
        {
            parts.Add(new Evidence(EvidenceKind.Hour, ReasonCodes.UnusualHours, bits, null, Math.Round(share, 4), 0));
        }
    }

    private void ScoreSession(DayStory story)
    {
        Access? access = story.Accesses.Where(static a => a.OtherNetworkOfSession >= 0).MaxBy(static a => a.Overlap == SessionOverlap.Interleaved);
        if (access is null)
        {
            return;
        }

        double rate = Surprise.Rate(
            history.Model.SessionsOnTwo[(int)access.Overlap], history.Model.StrangeInteractive, SessionOverlaps.Prior(access.Overlap), SessionOverlaps.Strength);
        SessionOverlaps.Add(story, access.Overlap, rate, history.Model.StrangeInteractive);
    }
}
