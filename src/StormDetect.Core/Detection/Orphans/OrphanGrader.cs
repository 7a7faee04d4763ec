using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// Says how much an unexplained group means. No list decides that: a path's own past here does. Where a path nearly always finds its sign-in, one that does not is an orphan; where it
/// never does, nothing follows from it.
/// </summary>
internal sealed class OrphanGrader(
    AccessTable accesses, AccessJudgement judgement, SignInUnits units, UsualRates rates, KnownNetworks known, IReadOnlySet<int> services, ServiceNetworks serviceNetworks, IReadOnlyList<int> starts)
{
    /// <summary>Above this share of records with identifiers, one without them is out of the ordinary.</summary>
    private const double NearlyAlways = 0.90;

    /// <summary>What begins so long after the log did, in seconds, was not there before.</summary>
    public const int Established = 2 * FactTime.SecondsPerDay;

    public void Grade(UnexplainedGroup group)
    {
        Dictionary<int, int> without = LeftOut(group);
        UsualRate own = rates.Of(group.Class, without);
        group.IsElsewhere = !own.IsKnown;
        group.Usual = own.IsKnown ? own : rates.Elsewhere(group.Class, services);
        group.Grade = group.Class.HasIds ? WithIds(group, own) : WithoutIds(group, own, without);
        if (group.Grade == OrphanGrade.Orphaned && group.IsKnownNetwork)
        {
            Weaken(group, "NetworkKnown", "People of the tenant sign in from the same network: a sign-in that the log lost explains it better.");
        }

        if (group.Grade == OrphanGrade.Orphaned && group.Rows.All(row => known.IsExplained(group.Class, accesses.Rows[row].Network)))
        {
            Weaken(group, "PathNetworkKnown", "The same application's other reads from the same network are explained: a sign-in that the log lost explains these better.");
        }

        if (group.Grade == OrphanGrade.Orphaned && group.Rows.All(row => judgement.StandingAt(row) == Standing.RenewalsMissing))
        {
            Weaken(group, "RenewalsMissing", "The sign-ins hold only what people did: a token that was renewed silently has none among them.");
        }
    }

    private OrphanGrade WithIds(UnexplainedGroup group, UsualRate own)
    {
        if (IsService(group))
        {
            if (own.IsRare || IsNoService(group))
            {
                return OrphanGrade.Orphaned;
            }

            group.Because = ("ServiceSide", "Such reads carry a token made inside Microsoft's cloud, for which there is no sign-in.");
            return OrphanGrade.Expected;
        }

        if (own.IsKnown)
        {
            return Measured(group, own);
        }

        if (!IsNew(group) && group.People.Count >= UsualRate.FewestPeople)
        {
            return Weaken(group, "NeverExplained", "This path has gone unexplained since the log began, so that it may be one whose tokens never have a sign-in.");
        }

        return group.Usual.IsRare ? OrphanGrade.Orphaned
            : Weaken(group, "NoComparison", "There is too little access with identifiers in this tenant to say how often it goes unexplained.");
    }

    private OrphanGrade WithoutIds(UnexplainedGroup group, UsualRate own, Dictionary<int, int> without)
    {
        if (rates.IdentifiedShare(group.Class, without) >= NearlyAlways)
        {
            group.LacksIdentifiers = true;
            return OrphanGrade.Weak;
        }

        if (IsService(group))
        {
            if (IsNoService(group))
            {
                return OrphanGrade.Orphaned;
            }

            group.Because = ("ServiceSide", "Services read without a sign-in of their own.");
            return OrphanGrade.Expected;
        }

        if (own.IsKnown)
        {
            return own.IsRare ? Weaken(group, "IdentifiersAbsent", "The records name no token and no session; user, application and network were compared.")
                : Expected(group, own);
        }

        bool isNew = IsNew(group);
        if (isNew && !group.IsKnownNetwork && group.Rows.All(row => judgement.StandingAt(row) == Standing.Due && !accesses.Rows[row].IsOfApp))
        {
            // Nobody's client: it has no past, and nobody of the tenant, or next to nobody, ever signed in to anything from where it reads.
            group.Because = ("IdentifiersAbsent", "The records name no token and no session; user, application and network were compared, and none of them leads to a sign-in. The path has no past here.");
            return OrphanGrade.Orphaned;
        }

        return isNew || group.Usual.IsRare
            ? Weaken(group, "IdentifiersAbsent", "The records name no token and no session, and the path has no past here; user, application and network were compared.")
            : Expected(group, group.Usual);
    }

    /// <summary>What calls itself a service but comes from where none of them is. What is said of services' tokens does not excuse it, and how often it is so among services is what it is held against.</summary>
    private bool IsNoService(UnexplainedGroup group)
    {
        if (!serviceNetworks.AreElsewhere(group) || serviceNetworks.Usual(group) is not { IsRare: true } usual)
        {
            return false;
        }

        group.Usual = usual;
        group.IsElsewhere = true;
        group.Because = ("ServiceElsewhere", "It comes as one of Microsoft's services, which need no sign-in, but not from where they are: no other service reads from these networks, nor does this one for other mailboxes.");
        return true;
    }

    private static OrphanGrade Measured(UnexplainedGroup group, UsualRate own)
    {
        return own.IsRare ? OrphanGrade.Orphaned
            : own.IsOften ? Expected(group, own)
            : Weaken(group, "OftenUnexplained", FormattableString.Invariant($"Through this path {PercentText.Of(own.Share)} of the reads of a mailbox go unexplained here anyway."));
    }

    private static OrphanGrade Expected(UnexplainedGroup group, UsualRate rate)
    {
        group.Because = ("UsuallyUnexplained", FormattableString.Invariant($"Such reads usually go unexplained here ({PercentText.Of(rate.Share)})."));
        return OrphanGrade.Expected;
    }

    private static OrphanGrade Weaken(UnexplainedGroup group, string code, string text)
    {
        group.Because = (code, text);
        return group.Grade = OrphanGrade.Weak;
    }

    private bool IsNew(UnexplainedGroup group) => rates.Begin(group.Class) >= starts[group.Class.Tenant] + Established;

    private long Seconds(UnexplainedGroup group) =>
        (long)group.Rows.Max(row => accesses.Rows[row].Last) - group.Rows.Min(row => accesses.Rows[row].First);

    private bool IsService(UnexplainedGroup group) => services.Contains(group.Class.Path) || group.Rows.All(row => accesses.Rows[row].ActsAs);

    /// <summary>
    /// What the group would teach about itself: its accesses from networks from which little or nothing of the path is ever explained. From a network where more is, the rest is part of what is
    /// usual; so it is with what most of the path's mailboxes have had for most of its time.
    /// </summary>
    private Dictionary<int, int> LeftOut(UnexplainedGroup group)
    {
        Dictionary<int, int> without = [];
        if (!group.IsKnownNetwork && (IsNew(group) || !rates.IsItsWay(group.Class, group.People.Count, Seconds(group))))
        {
            foreach (int at in group.Rows)
            {
                ref AccessRow row = ref accesses.Rows[at];
                if (!known.IsExplained(group.Class, row.Network))
                {
                    int person = units.Of(row);
                    without[person] = without.GetValueOrDefault(person) + 1;
                }
            }
        }

        return without;
    }
}
