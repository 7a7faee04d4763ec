using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Why a story is one, in sentences with their numbers.</summary>
internal static class OrphanReasons
{
    public const string NoSignIn = "NoSignInExplains";
    public const string Copied = "TokenFromOtherNetwork";
    public const string Outlived = "TokenUsedTooLate";
    public const string TwoNetworks = "TokenOnTwoNetworks";
    private const int MostNamed = 5;

    public static List<FindingReason> Of(OrphanStory story, UnexplainedGroup group, OrphanCounts counts, double bits, SignInCoverage coverage, bool isElsewhere)
    {
        List<FindingReason> reasons = [First(story, counts, bits, group)];
        if (group.Usual.IsKnown)
        {
            reasons.Add(new FindingReason(
                "UsualRate",
                FormattableString.Invariant($"{(isElsewhere ? "On the tenant's other paths" : "Through this path")} {PercentText.Of(group.Usual.Share)} of such reads of a mailbox are so, over {group.Usual.People:#,0} mailboxes."),
                null, Math.Round(100 * group.Usual.Share, 1), 0));
        }
        else
        {
            reasons.Add(new FindingReason("UsualRateUnknown", "Too few mailboxes are read in such a way to say how often that is so here.", null, null, 0));
        }

        if (story.DetectionId == OrphanedAccessHunt.Orphaned)
        {
            reasons.Add(group.LacksIdentifiers
                ? new FindingReason("IdentifiersMissing", "The records name neither token nor session, although nearly all records of this path do here.", null, null, 0)
                : group.Class.HasIds
                    ? new FindingReason("IdentifiersPresent", "The records name the token or the session, and neither is in the sign-ins; nor did the user sign in to this application from that network in the 30 hours before.", null, null, 0)
                    : new FindingReason("NoUserSignIn", "The user did not sign in to this application from that network in the 30 hours before.", null, null, 0));
            if (story.Groups.All(static g => !g.IsKnownNetwork))
            {
                reasons.Add(Networks([.. story.Groups.SelectMany(static g => g.FewPeople).Distinct().Order(StringComparer.Ordinal)]));
            }
        }

        if (group.Because is (string code, string text))
        {
            reasons.Add(new FindingReason(code, text, null, null, 0));
        }

        if (story.DetectionId == OrphanedAccessHunt.Expired)
        {
            reasons.Add(new FindingReason("LifeUnverified", "How long tokens live at most is not documented for every client: 28 hours is what continuous access evaluation allows.", null, 28, 0));
        }

        reasons.Add(new FindingReason("SignInSources", $"Compared with: {string.Join("; ", coverage.Sources)}.", null, null, 0));
        return reasons;
    }

    /// <summary>The one account that signs in from there is, if not a chance neighbour, the one that somebody has taken.</summary>
    private static FindingReason Networks(IReadOnlyList<string> people)
    {
        if (people.Count == 0)
        {
            return new FindingReason("NetworkWithoutSignIn", "Nobody of the tenant signs in from these networks.", null, null, 0);
        }

        string[] named = [.. people.Where(static name => name.Contains('@')).Take(MostNamed)];
        string who = named.Length == 0 ? string.Empty
            : $": {string.Join(", ", named)}{(named.Length < people.Count ? FormattableString.Invariant($" and {people.Count - named.Length:#,0} more") : string.Empty)}";
        return new FindingReason(
            "NetworkOfFewSignIns",
            FormattableString.Invariant($"Fewer people of the tenant sign in from these networks than are read from there without a sign-in{who}. Look at these sign-ins first: whoever reads may have taken such an account as well."),
            people.Count, null, 0);
    }

    private static FindingReason First(OrphanStory story, OrphanCounts counts, double bits, UnexplainedGroup group)
    {
        long all = counts.Matched + counts.Unmatched;
        double? expected = group.Usual.IsKnown ? Math.Round(group.Usual.Share * all, 1) : null;
        return story.DetectionId switch
        {
            OrphanedAccessHunt.Replayed => new FindingReason(
                Copied, FormattableString.Invariant($"{counts.Unmatched:#,0} of {all:#,0} reads carry a token or session that was signed in for from another network, and nobody signs in from the one they came from."), counts.Unmatched, expected, bits),
            OrphanedAccessHunt.Expired => new FindingReason(
                Outlived, FormattableString.Invariant($"{counts.Unmatched:#,0} of {all:#,0} reads carry a token issued more than 29 hours before."), counts.Unmatched, expected, bits),
            OrphanedAccessHunt.TwoNetworks => new FindingReason(
                TwoNetworks, FormattableString.Invariant($"{counts.Unmatched:#,0} of {all:#,0} reads carry a token that two distant networks used at the same time."), counts.Unmatched, expected, bits),
            _ => new FindingReason(
                NoSignIn, FormattableString.Invariant($"No sign-in explains {counts.Unmatched:#,0} of {all:#,0} reads of {(story.Groups.Sum(static g => g.People.Count) == 1 ? "this mailbox" : "these mailboxes")} through this path."), counts.Unmatched, expected, bits),
        };
    }
}
