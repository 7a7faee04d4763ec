using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>How many mailboxes one strange network, or one actor, reaches: an intruder visits several from one place.</summary>
internal sealed class SpreadScorer(PathTraits traits, TenantHistory history, Arrivals arrivals, HuntScope scope)
{
    /// <summary>By mailbox and network: the paths that came from there today, where it is strange.</summary>
    private readonly Dictionary<(int Mailbox, int Network), List<int>> _pathsAt = [];

    /// <summary>Notes which clients came from the strange networks of a day.</summary>
    public void NoteDay(List<Access> accesses)
    {
        _pathsAt.Clear();
        foreach (Access access in accesses)
        {
            if (access.StrangeNetwork)
            {
                if (!_pathsAt.TryGetValue((access.Mailbox, access.Network), out List<int>? paths))
                {
                    _pathsAt.Add((access.Mailbox, access.Network), paths = []);
                }

                paths.Add(access.Path);
            }
        }
    }

    /// <summary>All paths by which a mailbox was read from a strange network today.</summary>
    public IReadOnlyList<int> PathsAt(int mailbox, int network) => _pathsAt.TryGetValue((mailbox, network), out List<int>? paths) ? paths : [];

    public void Score(DayStory story)
    {
        int mailboxes = story.Mailboxes.Count();
        foreach (int network in story.Accesses.Where(static a => a.StrangeNetwork).Select(static a => a.Network).Distinct())
        {
            int[] here = story.Accesses.Where(a => a.Network == network && !history.IsNewcomer(a.Mailbox) && !traits.IsByKnownDelegate(a)).Select(static a => a.Mailbox).Distinct().ToArray();
            int reach = Math.Min(
                TenantModel.MaxReach, Math.Max(here.Length, history.Reach(story.Path, network) + here.Count(mailbox => !history.HasSeenNetwork(mailbox, network))));
            double[] reached = history.Model.ReachOfNetworks[(int)traits.Family[story.Path]];
            if (arrivals.IsOffice(network))
            {
                continue;
            }

            double alone = ShareWithOneClient(story, network);
            AddSpread(story, ReasonCodes.NetworkOverMailboxes, reach, reached, scope.IsTrusted(network) ? alone / 4 : alone);
        }

        foreach (int user in story.Accesses.Where(a => a.NewDelegate >= 0 && !arrivals.IsNew(a)).Select(static a => a.NewDelegate).Distinct())
        {
            int reach = Math.Min(TenantModel.MaxReach, history.Actor(user).Mailboxes + mailboxes);
            AddSpread(story, ReasonCodes.ActorOverMailboxes, reach, history.Model.ReachOfActors, 1);
            AddSpread(story, ReasonCodes.ActorInOneDay, Math.Min(TenantModel.MaxReach, mailboxes), history.Model.ReachOfActorDays, 1, SpreadPrior.OfOneDay);
        }
    }

    /// <summary>
    /// The share of a story's mailboxes that came to a network by this path alone. Who brings several of the usual clients to a new network is there in person: a conference,
    /// a train. An intruder comes by one way.
    /// </summary>
    private double ShareWithOneClient(DayStory story, int network)
    {
        int all = 0;
        int alone = 0;
        foreach (Access access in story.Accesses)
        {
            if (access.Network == network)
            {
                all++;
                alone += _pathsAt.TryGetValue((access.Mailbox, network), out List<int>? paths)
                    && paths.Exists(path => path != story.Path && history.TryGetUse(access.Mailbox, path, out _)) && !access.NewPath ? 0 : 1;
            }
        }

        return all == 0 ? 1 : alone / (double)all;
    }

    private void AddSpread(DayStory story, string code, int reach, double[] reached, double share, double prior = SpreadPrior.OfAllDays)
    {
        if (reach < 2)
        {
            return;
        }

        double rate = SpreadPrior.Rate(reached[reach], reached[1], reach, prior);
        double bits = Math.Min(traits.IsProxied[story.Path] && reach >= TenantHunt.WideReach ? ScoreCaps.ProxiedSpread : ScoreCaps.Spread, Surprise.Bits(rate) * share);
        int known = story.Evidence.FindIndex(static e => e.Kind == EvidenceKind.Spread);
        if (known >= 0 && story.Evidence[known].Bits >= bits)
        {
            return;
        }

        if (known >= 0)
        {
            story.Evidence.RemoveAt(known);
        }

        story.Add(EvidenceKind.Spread, code, bits, reach, Math.Round(rate, 4), reached[1]);
    }
}
