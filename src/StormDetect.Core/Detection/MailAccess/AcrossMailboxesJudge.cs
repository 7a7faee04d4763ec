using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Judges warm-up days and short exports: how common is this path and this network among the other mailboxes, the candidate's own mailboxes left out.
/// Each part is the share of other mailboxes that show something at least as rare, in bits.
/// </summary>
internal sealed class AcrossMailboxesJudge(MailAccessFacts facts, PathTraits traits, MailboxPool pool, Owners owners, HuntScope scope) : INoveltyJudge
{
    /// <summary>What so few mailboxes do is not what a path always does.</summary>
    private const int MinimumPairs = 5;

    /// <summary>
    /// The most a network may say of a proxied client. A front end that serves one mailbox only is where that mailbox lives, and no earlier day is there to say so.
    /// </summary>
    private const double ProxiedNetworkBits = 2;

    public bool IsHistory => false;

    public bool IsNewPath(int mailbox, int path) => pool.MailboxesOfPath(path) - 1 <= MailboxPool.CommonShare * (pool.Mailboxes.Count - 1);

    /// <summary>
    /// A network of one mailbox's own is no news where most have one: a home. In the first days that is most of the log. It stays worth a look where the mailbox was in two places at
    /// once; unusual amounts are looked at anyway. A proxied client's network that serves several mailboxes is a front end.
    /// </summary>
    public bool IsNewNetwork(int mailbox, int path, int network) =>
        !pool.IsHome(network)
        && !(traits.IsProxied[path] && pool.MailboxesOfNetwork(network) > 1)
        && !(pool.MailboxesOfNetwork(network) == 1 && OwnNetworksAreUsual(path) && !pool.HasSessionOnTwo(mailbox));

    public bool IsStrangeNetwork(int path, int network) => !pool.IsHome(network);

    public bool NetworksAreNoNews(int path)
    {
        if (traits.IsInteractive[path])
        {
            return false;
        }

        (int pairs, int priv) = pool.PrivateNetworks(path);
        (int familyPairs, int familyPrivate) = pool.PrivateNetworksOfFamily(path);
        return familyPairs >= MinimumPairs && Surprise.Rate(priv, pairs, Surprise.Rate(familyPrivate, familyPairs, 0.3, 2), 2) >= 0.4;
    }

    public bool IsFarNetwork(int path, int network) => false;

    public bool IsOwnNetwork(int user, int network) => owners.MailboxOf(user) is >= 0 and int own && pool.UsesNetwork(own, network);

    /// <summary>Nobody was told of anything yet.</summary>
    public bool IsFollowed(int day, int path, in MailAccessFact fact) => false;

    /// <summary>No earlier day says which programs a mailbox is read with.</summary>
    public void NoteProgram(Access access)
    {
    }

    public bool IsNewSync(int mailbox) => false;

    public bool IsNewDelegate(int mailbox, int user) => true;

    public bool IsOrdinaryAmount(int mailbox, int path, double amount) =>
        AmountStatistics.Scale(amount) < pool.AmountsOfPath(path).Mean + 1.5;

    public double AmountBits(int mailbox, int path, double amount, out double expected)
    {
        AmountStatistics own = pool.Amounts(mailbox, path);
        AmountStatistics family = pool.AmountsOfFamily(path).Without(own);
        AmountStatistics others = pool.AmountsOfPath(path).Without(own);
        (double mean, double variance) = family.Within(2.5, 2.25, 5);
        (mean, variance) = others.Within(mean, variance, 5);
        expected = AmountStatistics.Unscale(mean);
        return Surprise.TailBits(AmountStatistics.Scale(amount), mean, Math.Sqrt(variance + 0.5));
    }

    public void Score(DayStory story)
    {
        HashSet<int> own = story.Mailboxes.ToHashSet();
        int others = pool.Mailboxes.Count - own.Count;
        story.AcrossMailboxes = true;
        story.MailboxesBefore = others;
        if (others <= 0)
        {
            return;
        }

        double path = ScorePath(story, own, others);
        ScoreNetwork(story, own, path);
        ScoreSession(story, own);
        ScoreSpread(story, own);
        ScoreVolume(story);
    }

    private bool OwnNetworksAreUsual(int path)
    {
        (int pairs, int priv) = pool.PrivateNetworks(path);
        return pairs >= 20 && priv >= 0.5 * pairs;
    }

    private double ScorePath(DayStory story, HashSet<int> own, int others)
    {
        if (traits.IsForeignLogon[story.Path])
        {
            int delegated = pool.MailboxesOpenedByOthers(own);
            double logon = Math.Min(ScoreCaps.Logon, Surprise.Bits((delegated + 0.5) / (others + 1)));
            bool priority = own.Any(scope.IsPriority);
            story.Add(
                EvidenceKind.Logon,
                priority ? ReasonCodes.NewDelegateOnPriority
                : facts.Paths[story.Path].Logon == LogonKind.Admin ? ReasonCodes.NewAdmin : ReasonCodes.NewDelegate,
                logon, own.Count, delegated, others);
            return logon;
        }

        int alsoUsing = pool.MailboxesOfPath(story.Path) - own.Count(mailbox => pool.Uses(mailbox, story.Path));
        if (alsoUsing > MailboxPool.CommonShare * others)
        {
            return 0;
        }

        int asRare = pool.MailboxesAsRare(alsoUsing, own);
        double bits = Math.Min(Surprise.Bits((asRare + 0.5) / (others + 1)), 2 * Surprise.Bits((alsoUsing + 0.5) / (others + 1)));
        bits = Math.Min(bits, ScoreCaps.Path);
        bool unseen = alsoUsing == 0 && story.Accesses.Any(static a => a.Amount > 0);
        story.Add(
            EvidenceKind.Path, unseen ? ReasonCodes.PathUnseenInTenant : ReasonCodes.PathNewForMailboxes, bits, alsoUsing, asRare, others);
        if (story.Accesses.All(static a => !a.StrangeNetwork))
        {
            story.Add(EvidenceKind.Path, ReasonCodes.PathKnownNetwork, -Math.Min(bits, ScoreCaps.KnownNetwork), null, null, 0);
        }

        return bits;
    }

    private void ScoreNetwork(DayStory story, HashSet<int> own, double pathBits)
    {
        List<Access> strange = story.Accesses.Where(static a => a.StrangeNetwork).ToList();
        if (strange.Count == 0 || NetworksAreNoNews(story.Path))
        {
            return;
        }

        (int pairs, int priv) = pool.PrivateNetworks(story.Path);
        (int familyPairs, int familyPrivate) = pool.PrivateNetworksOfFamily(story.Path);
        int ownPairs = own.Count(mailbox => pool.Uses(mailbox, story.Path));
        int ownPrivate = own.Count(mailbox => pool.HasPrivateNetwork(mailbox, story.Path));
        double rate = Surprise.Rate(familyPrivate - ownPrivate, familyPairs - ownPairs, 0.3, 2);
        rate = Surprise.Rate(priv - ownPrivate, pairs - ownPairs, rate, 2);
        double bits = Math.Min(Surprise.Bits(Math.Clamp(rate, 0.001, 1)), pathBits >= 2 ? 1 : traits.IsProxied[story.Path] ? ProxiedNetworkBits : ScoreCaps.Network);
        if (strange.All(a => scope.IsTrusted(a.Network)))
        {
            bits /= 4;
        }
        else if (strange.All(a => pool.MailboxesOfNetwork(a.Network) > own.Count))
        {
            bits /= 2;
        }

        story.Add(EvidenceKind.Network, ReasonCodes.NetworkNew, bits, strange.Select(static a => a.Network).Distinct().Count(), Math.Round(rate, 4), pairs - ownPairs);
    }

    private void ScoreSession(DayStory story, HashSet<int> own)
    {
        Access? access = story.Accesses.Where(static a => a.OtherNetworkOfSession >= 0).MaxBy(static a => a.Overlap == SessionOverlap.Interleaved);
        if (access is null)
        {
            return;
        }

        (int strange, int onTwo) = pool.SessionsOfOthers(own, access.Overlap);
        double rate = Surprise.Rate(onTwo, strange, SessionOverlaps.Prior(access.Overlap), SessionOverlaps.Strength);
        SessionOverlaps.Add(story, access.Overlap, rate, strange);
    }

    private void ScoreSpread(DayStory story, HashSet<int> own)
    {
        int reach = 0;
        foreach (int network in story.Accesses.Where(static a => a.StrangeNetwork).Select(static a => a.Network).Distinct())
        {
            reach = scope.IsTrusted(network) ? reach : Math.Max(reach, pool.MailboxesOfPathAndNetwork(story.Path, network));
        }

        if (reach < 2 || own.Count < 2)
        {
            return;
        }

        (int networks, int asWide) = pool.Reaches(story.Path, reach, story.Accesses.Select(static a => a.Network).ToHashSet());
        double rate = SpreadPrior.Rate(asWide, networks, reach);
        story.Add(
            EvidenceKind.Spread, ReasonCodes.NetworkOverMailboxes, Math.Min(Surprise.Bits(rate), traits.IsProxied[story.Path] ? ProxiedNetworkBits : ScoreCaps.Spread), reach, Math.Round(rate, 4), networks);
    }

    private void ScoreVolume(DayStory story)
    {
        Access access = story.Accesses.MaxBy(static a => a.Amount)!;
        if (access.Amount < 5)
        {
            return;
        }

        double bits = AmountBits(access.Mailbox, story.Path, access.Amount, out double expected);
        if (bits >= 2)
        {
            story.Add(
                EvidenceKind.Volume, access.StrangeNetwork && !traits.IsProxied[story.Path] && bits >= 3 ? ReasonCodes.BurstFromNewNetwork : ReasonCodes.Volume,
                Math.Min(bits - 1, ScoreCaps.Volume), access.Amount, Math.Round(expected, 1), 0);
        }
    }
}
