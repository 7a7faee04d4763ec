using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Why a story of indicators is worth what it is worth.</summary>
internal sealed class IndicatorReasons
{
    private const int MostNamed = 10;
    private const int Reach = 3;
    private const int LowConfidence = 30;

    public IndicatorReasons(HuntContext context, IndicatorStory story, int reach)
    {
        List<(ThreatIndicator Indicator, IndicatorTerm Term, Severity Strength, IndicatorRow[] Rows)> matches = [.. story.Evidence
            .SelectMany(e => e.Rules.Select(rule => (Rule: rule, e.Row)))
            .GroupBy(static m => m.Rule.Indicator)
            .Select(group => (group.Key, group.First().Rule.Rule.Terms[0],
                group.Max(m => story.Class == StoryClass.Current ? IndicatorStrength.Of(m.Rule, m.Row, context) : Severity.Informational), group.Select(static m => m.Row).Distinct().ToArray()))
            .OrderByDescending(static m => m.Item3).ThenBy(static m => m.Item2.Type).ThenBy(static m => m.Item1.Value, StringComparer.Ordinal)];
        Leading = matches[0].Term.Type;
        List<FindingReason> reasons = [];
        foreach ((ThreatIndicator indicator, IndicatorTerm term, Severity strength, IndicatorRow[] rows) in matches.Take(MostNamed))
        {
            reasons.Add(Matched(story, indicator, term, strength, rows));
        }

        if (matches.Count > MostNamed)
        {
            reasons.Add(new FindingReason("MoreIndicatorsMatched", $"{matches.Count - MostNamed} more indicators of the same source match.", matches.Count, null, 0));
        }

        Severity = story.Class == StoryClass.Current ? Judge(context, story, matches[0].Indicator, matches[0].Strength, reach, reasons) : Severity.Informational;
        All = [.. reasons.OrderByDescending(static r => r.Weight)];
    }

    public Severity Severity { get; }

    public IReadOnlyList<FindingReason> All { get; }

    /// <summary>What the strongest indicator names.</summary>
    public IndicatorType Leading { get; }

    private static FindingReason Matched(IndicatorStory story, ThreatIndicator indicator, IndicatorTerm term, Severity strength, IndicatorRow[] rows)
    {
        long count = rows.Sum(static row => row.Count);
        string operations = string.Join(", ", rows.GroupBy(static r => r.Key.Operation, StringComparer.OrdinalIgnoreCase).OrderByDescending(static g => g.Sum(static r => r.Count)).ThenBy(static g => g.Key, StringComparer.Ordinal)
            .Take(4).Select(static g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Sum(static r => r.Count):#,0}")));
        string[] places = [.. rows.Select(static r => r.Key.Place).Where(static p => p.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(3)];
        string where = places.Length == 0 ? string.Empty : $", in {string.Join(", ", places)}";
        string about = indicator.Description.Length == 0 ? string.Empty : $" ({(indicator.Description.Length > 160 ? indicator.Description[..160] + "..." : indicator.Description)})";
        string span = string.Create(
            CultureInfo.InvariantCulture, $"{new DateTime(rows.Min(static r => r.First)):yyyy-MM-dd HH:mm} to {new DateTime(rows.Max(static r => r.Last)):yyyy-MM-dd HH:mm} UTC");
        string noun = IndicatorWords.Noun(term.Type);
        string text = $"The {noun} {indicator.Value}{about} is in {IndicatorFindingWriter.Count(count, "record")} from {span} ({operations}){where}.";
        return story.Class switch
        {
            StoryClass.OutsideValidity => new FindingReason(
                "OutsideValidity", $"{text} It counts {indicator.ValidityText} only: at other times the same {noun} belongs to others.", count, null, 0),
            StoryClass.Inventory => new FindingReason(
                "TokenRequests", $"{text} By itself that is normal use; it matters together with another finding about the same user, session or network.", count, null, 0),
            _ => new FindingReason("IndicatorMatched", indicator.ValidityText.Length == 0 ? text : $"{text} It counts {indicator.ValidityText}.", count, 0, 4 * (int)strength),
        };
    }

    private static Severity Judge(HuntContext context, IndicatorStory story, ThreatIndicator best, Severity strength, int reach, List<FindingReason> reasons)
    {
        int level = (int)strength;
        if (story.Evidence.Any(static e => e.Together))
        {
            level++;
            reasons.Add(new FindingReason("IndicatorsTogether", "Indicators of different kinds are in the same records.", null, null, 4));
        }

        Finding? tie = story.Evidence.Select(static e => e.Tie).FirstOrDefault(static t => t is not null);
        if (tie is not null)
        {
            level++;
            reasons.Add(new FindingReason("NamedByAnotherFinding", $"The finding {tie.Id} names the same session, or the same network for the same mailbox.", null, null, 4));
        }

        // Many users of a browser or readers of a newsletter are no reach of an intruder's; those of an address or application are.
        bool isStrong = strength >= Severity.Medium || story.Evidence.Any(static e => e.Rules.Any(static r => r.Rule.Terms.Any(static t => t.Type == IndicatorType.Address)));
        bool isMail = story.Evidence.All(static e => e.Row.Key.Class != RecordClass.Change && e.Rules.All(static r => r.Rule.Terms.All(static t => t.Type is IndicatorType.Domain or IndicatorType.EmailAddress or IndicatorType.UserAgent)));
        if (reach >= Reach && isStrong && !isMail)
        {
            level++;
            reasons.Add(new FindingReason("ManyConcerned", $"They concern {IndicatorFindingWriter.Count(reach, "mailbox")} or users.", reach, 1, 4));
        }

        if (story.Evidence.All(static e => e.Row.Key.Failed))
        {
            level = Math.Min(level, (int)Severity.Medium);
            reasons.Add(new FindingReason("OnlyFailures", "Everything of it failed: attempts from known places are common, a success would weigh more.", null, null, 0));
        }

        if (best.Confidence < LowConfidence)
        {
            level--;
            reasons.Add(new FindingReason("LowConfidence", string.Create(CultureInfo.InvariantCulture, $"Its source gives the indicator a confidence of {best.Confidence} of 100."), best.Confidence, null, 0));
        }

        if (story.Evidence.SelectMany(static e => e.Rules).SelectMany(static r => r.Rule.Terms).FirstOrDefault(t => IndicatorStrength.IsOwn(t, story.Tenant, context)) is { } own)
        {
            reasons.Add(new FindingReason("OwnDomain", $"{own.Value} is a domain of the tenant itself: the source seems to list the victim.", null, null, 0));
        }

        return (Severity)Math.Clamp(level, 0, (int)Severity.Critical);
    }
}
