using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Counts how often each kind of novelty happens in a tenant, which is what its surprise is measured by. What somebody was told of counts as well: it happened here.</summary>
internal sealed class NoveltyCounter(TenantHistory history, PathTraits traits)
{
    /// <summary>Counts what was new on a day, before the day is learned.</summary>
    public void Count(IReadOnlyCollection<Access> novel)
    {
        HashSet<(int Mailbox, int Path)> adopted = [];
        HashSet<(int Path, int Network, int Mailbox)> reached = [];
        Dictionary<(int Path, int Network), int> today = [];
        TenantModel model = history.Model;
        foreach (Access access in novel)
        {
            if (history.IsNewcomer(access.Mailbox))
            {
                if (access.NewPath && history.Mailbox(access.Mailbox).Days >= TenantModel.DaysToSettle && adopted.Add((access.Mailbox, access.Path)))
                {
                    model.NewcomerPaths[history.PopularityClass(history.Established(access.Path))]++;
                }

                continue;
            }

            if (access.IsNovel)
            {
                history.Occasion(access).Add(AmountStatistics.Scale(access.Amount) - history.UsualAmount(access.Mailbox, access.Path).Mean);
            }

            if (access.NewPath && adopted.Add((access.Mailbox, access.Path)))
            {
                model.Adoptions[history.PopularityClass(history.Established(access.Path))]++;
                model.AdoptionsTotal++;
                model.AdoptionsFromStrangeNetworks += access.StrangeNetwork ? 1 : 0;
            }

            history.Programs.Count(access);
            model.FirstSyncs += access.NewSync ? 1 : 0;
            if (!access.StrangeNetwork)
            {
                continue;
            }

            if (traits.IsPersonal[access.Path])
            {
                model.StrangeHours.Add(access.Hours);
            }

            if (traits.IsInteractive[access.Path])
            {
                model.StrangeInteractive++;
                if (traits.IsUsers[access.Path] && !access.NewPath)
                {
                    model.StrangeInPerson++;
                    model.StrangeTogether += access.WithOtherClient ? 1 : 0;
                }

                model.SessionsOnTwo[(int)access.Overlap] += access.OtherNetworkOfSession >= 0 ? 1 : 0;
            }

            if (!traits.IsByKnownDelegate(access) && !history.HasSeenNetwork(access.Mailbox, access.Network) && reached.Add((access.Path, access.Network, access.Mailbox)))
            {
                ref int more = ref CollectionsMarshal.GetValueRefOrAddDefault(today, (access.Path, access.Network), out _);
                more++;
                int reach = history.Reach(access.Path, access.Network) + more;
                if (reach <= TenantModel.MaxReach)
                {
                    model.ReachOfNetworks[(int)traits.Family[access.Path]][reach]++;
                }
            }
        }
    }
}
