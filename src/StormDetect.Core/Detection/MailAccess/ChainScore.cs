using System;
using System.Collections.Generic;

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
    public static double Margin(StoryPart teller, StoryPart lender, IReadOnlyCollection<ActivityGroup> judged)
    {
        double lent = Share * Telling(lender.Story.Top);
        if (lent < SilentBits)
        {
            return double.NegativeInfinity;
        }

        DayStory top = teller.Story.Top;
        double told = top.Calibration is { } rank ? Math.Min(top.Effective, -Math.Log2(rank.PValue)) : top.Effective;

        // Of two draws a sum is as rare as this: their product is below q with the probability q * (1 - ln q).
        double sum = told + lent;
        double together = sum - Math.Log2(1 + (Math.Max(0, sum - (2 * SilentBits)) * Math.Log(2)));
        double bar = Math.Min(Bar(teller, judged), Bar(lender, judged));
        return together - bar;
    }

    private static double Telling(DayStory day)
    {
        DayStory telling = new() { Path = day.Path, Day = day.Day, Accesses = day.Accesses };
        foreach (Evidence part in day.Evidence)
        {
            if (part.Kind is EvidenceKind.Volume or EvidenceKind.Sync)
            {
                telling.Evidence.Add(part);
            }
        }

        return telling.Evidence.Count == 0 ? 0 : SeverityPolicy.Effective(telling);
    }

    private static double Bar(StoryPart part, IReadOnlyCollection<ActivityGroup> judged) =>
        part.Story.Top.Threshold + Math.Log2(ActivityBudget.Share(part.Group, judged) / ActivityBudget.ChainShare(judged));
}
