using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How surprising two stories of one actor are together. Who is in a strange place does everything from there, so that of the second story only what it tells beyond its place and
/// path counts: how much it was, and whether traces went. And who has a busy day is busy in every way, so that this counts in part.
/// </summary>
internal static class ChainScore
{
    private const double Share = 0.75;

    /// <summary>As for the parts of one story: below this, a part is too ordinary to have been a draw.</summary>
    private const double SilentBits = 3;

    /// <summary>By how many bits the two together are above the bar of Medium: that of the rarer group's traffic, at the share of the budget that stories of several groups have.</summary>
    public static double Margin(in ChainDay teller, in ChainDay lender, IReadOnlyCollection<ActivityGroup> judged)
    {
        // A story of many mailboxes has as many chances to stand beside another one.
        double lent = Lent(lender.Day) - Math.Log2(teller.Day.Accesses.Count);
        if (lent < SilentBits)
        {
            return double.NegativeInfinity;
        }

        DayStory told = teller.Day;
        double nominal = Together(told.Effective, lent) - Math.Min(Bar(teller, judged), Bar(lender, judged));

        // A rank is among the candidates of a week, and so is its level: against the nominal bar, which is among all mailbox-days, it would be held to a stricter one than any story alone.
        return told.Calibration is { } rank
            ? Math.Min(nominal + SeverityPolicy.NominalLeeway, Together(-Math.Log2(rank.PValue), lent) - Math.Min(RankBar(teller, judged), RankBar(lender, judged)))
            : nominal;
    }

    /// <summary>Whether a story tells enough beyond its place to lend to another one. Alone it may be told by nobody: a group that seldom matters has a small part of the budget, and its bar says nothing of what it adds.</summary>
    public static bool CanLend(Story story) => story.Days.Any(static day => Lent(day) >= SilentBits);

    private static double Lent(DayStory day) => Share * Telling(day);

    /// <summary>Of two draws a sum is as rare as this: their product is below q with the probability q * (1 - ln q).</summary>
    private static double Together(double told, double lent) => told + lent - Math.Log2(1 + (Math.Max(0, told + lent - (2 * SilentBits)) * Math.Log(2)));

    private static double Telling(DayStory day)
    {
        // Where the amount is that of the oddest of many, it counts as that.
        DayStory telling = new() { Path = day.Path, Day = day.Day, Accesses = day.Accesses };
        foreach (Evidence part in day.Evidence)
        {
            if (part.Kind is EvidenceKind.Volume or EvidenceKind.Sync or EvidenceKind.Selection)
            {
                telling.Evidence.Add(part);
            }
        }

        return Math.Max(0, SeverityPolicy.Effective(telling));
    }

    private static double Bar(in ChainDay part, IReadOnlyCollection<ActivityGroup> judged) =>
        part.Day.Threshold + Math.Log2(ActivityBudget.Share(part.Part.Group, judged) / ActivityBudget.ChainShare(judged));

    private static double RankBar(in ChainDay part, IReadOnlyCollection<ActivityGroup> judged) => part.Day.Calibration is { } rank
        ? Math.Log2(ActivityBudget.Share(part.Part.Group, judged) / ActivityBudget.ChainShare(judged)) - Math.Log2(rank.Level)
        : double.PositiveInfinity;
}
