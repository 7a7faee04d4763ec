using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Eval;

/// <summary>Lists what the hunt made of every day on which an intruder read mail: the parts, their sum, and what it was held against. Shows why an intrusion was missed.</summary>
internal static class Dissection
{
    private const int RivalsShown = 6;

    /// <summary>The day-stories that hold planted records, by the end of a log.</summary>
    public static IReadOnlyList<string> Of(TenantLog log, PlantedLog planted, IReadOnlySet<string> ids, int days, MailAccessHuntOptions options, CancellationToken cancellationToken)
    {
        MailAccessFacts facts = log.Facts(days, planted);
        PathTraits traits = new(facts.Paths);
        TenantModel model = new(facts.Mailboxes.Count, facts.Paths.Count, facts.Networks.Count, facts.Programs.Count);
        TenantHunt hunt = new(facts, traits, new Owners(facts), new HuntScope(facts, options), new SeverityPolicy(options.Sensitivity), model);
        List<string> lines = [];
        foreach (List<DayFacts> tenant in TenantDays.Split(facts, traits, cancellationToken))
        {
            List<(DayStory Story, int Held)> stories =
                [.. hunt.Run(tenant, cancellationToken).Select(story => (story, story.Accesses.Count(access => access.Facts.Exists(fact => facts.RecordIdsOf(facts[fact]).Any(ids.Contains)))))];
            lines.AddRange(stories.Where(static entry => entry.Held > 0).Select(entry => Line(facts, entry.Story, entry.Held)));
            lines.AddRange(Rivals(facts, stories));
        }

        return lines;
    }

    /// <summary>Of each kind of candidate that the intruder is among, those that scored most until the intruder was last here: what it had to beat.</summary>
    private static IEnumerable<string> Rivals(MailAccessFacts facts, List<(DayStory Story, int Held)> stories)
    {
        foreach (IGrouping<int, (DayStory Story, int Held)> planted in stories.Where(static entry => entry.Held > 0).GroupBy(static entry => entry.Story.Class))
        {
            int last = planted.Max(static entry => entry.Story.Day);
            foreach ((DayStory story, _) in stories.Where(entry => entry.Held == 0 && entry.Story.Calibration is not null && entry.Story.Class == planted.Key && entry.Story.Day <= last)
                .OrderByDescending(static entry => entry.Story.Effective).Take(RivalsShown))
            {
                yield return "    rival:" + Line(facts, story, 0);
            }
        }
    }

    /// <summary>All intrusions of all trials, those not found in time first.</summary>
    public static string Text(IEnumerable<TrialScore> trials)
    {
        IEnumerable<string> lines = trials.SelectMany(static trial => trial.Intrusions.Select(intrusion => (Trial: trial, Intrusion: intrusion)))
            .OrderBy(static entry => entry.Intrusion.FoundInTime)
            .ThenBy(static entry => entry.Intrusion.Attack, StringComparer.Ordinal)
            .SelectMany(static entry => entry.Intrusion.Days.Prepend(string.Create(
                CultureInfo.InvariantCulture,
                $"{(entry.Intrusion.FoundInTime ? "in time" : entry.Intrusion.Found ? "late" : "missed")}: {entry.Intrusion.Attack} in seed {entry.Trial.Seed} of {entry.Trial.Mailboxes} mailboxes {entry.Trial.Drift}, {entry.Intrusion.Records} records")));
        return string.Join('\n', lines) + "\n";
    }

    private static string Line(MailAccessFacts facts, DayStory story, int held)
    {
        string parts = string.Join(", ", story.Evidence.Select(static part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Kind}/{part.Code} {part.Bits:F1} ({part.Observed}, {part.Expected}, {part.Population})")));
        string rank = story.Calibration is { } c
            ? string.Create(CultureInfo.InvariantCulture, $"p {c.PValue:G2} of level {c.Level:G2}, {c.AtLeast} of {c.Past} at least as high, largest {c.Largest:F1}, scale {c.Scale:F2}, {c.PerWeek:F0} a week, {c.Stratum}")
            : "warm-up";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {DateOnly.FromDayNumber(story.Day):MM-dd ddd} {story.Severity} {story.StoryId} {PathNames.Describe(facts.Paths[story.Path])}: {held} of {story.Accesses.Count} accesses, {story.Accesses.Sum(static a => a.Items)} items, {story.Accesses.Sum(static a => a.Folders)} folders; {(SeverityPolicy.Kinds(story) < 2 ? -99 : SeverityPolicy.Margin(story)):F2} above; {story.Effective:F1} effective of {story.Score:F1}, nominal {story.Threshold:F1}; {rank}; {parts}");
    }
}
