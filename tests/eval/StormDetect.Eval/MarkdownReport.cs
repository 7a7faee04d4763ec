using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>The scores as tables for the README: recall, false stories, what they mistook, calibration.</summary>
internal static class MarkdownReport
{
    public static void Write(IReadOnlyList<TrialScore> scores, Sensitivity sensitivity, TextWriter output)
    {
        WriteSummary(scores, output);
        WriteRecall(scores, output);
        WriteFalse(scores, sensitivity, output);
        WriteMistaken(scores, output);
        WriteCalibration(scores, output);
    }

    private static IEnumerable<IGrouping<(int Mailboxes, string Drift), TrialScore>> Groups(IEnumerable<TrialScore> scores) =>
        scores.GroupBy(static score => (score.Mailboxes, score.Drift));

    private static string Name((int Mailboxes, string Drift) group) =>
        string.Create(CultureInfo.InvariantCulture, $"{group.Mailboxes:N0}{(group.Drift.Length == 0 ? string.Empty : ", " + group.Drift)}");

    /// <summary>What the README shows of it: found in time, by size.</summary>
    private static void WriteSummary(IReadOnlyList<TrialScore> scores, TextWriter output)
    {
        string[] attacks = [.. scores.SelectMany(static trial => trial.Intrusions).Select(static score => score.Attack).Distinct()];
        if (attacks.Length == 0)
        {
            return;
        }

        IGrouping<(int Mailboxes, string Drift), TrialScore>[] groups = [.. Groups(scores)];
        output.WriteLine("| Found in time (95 %) | " + string.Join(" | ", groups.Select(static group => Name(group.Key))) + " |");
        output.WriteLine("|---|" + string.Concat(groups.Select(static _ => "--:|")));
        foreach (string attack in attacks)
        {
            output.WriteLine($"| {attack} | {string.Join(" | ", groups.Select(group => InTime(group, attack)))} |");
        }

        output.WriteLine();

        static string InTime(IEnumerable<TrialScore> trials, string attack) =>
            Share([.. trials.SelectMany(static trial => trial.Intrusions).Where(score => score.Attack == attack)], static score => score.FoundInTime);
    }

    private static void WriteRecall(IReadOnlyList<TrialScore> scores, TextWriter output)
    {
        if (!scores.Any(static trial => trial.Intrusions.Count > 0))
        {
            return;
        }

        output.WriteLine("| Mailboxes | Intrusion | n | Found (95 %) | In time (95 %) | Days until found: median, 9 of 10 | Records held | At High |");
        output.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|");
        foreach (IGrouping<(int Mailboxes, string Drift), TrialScore> group in Groups(scores))
        {
            IntrusionScore[] all = [.. group.SelectMany(static trial => trial.Intrusions)];
            foreach (IGrouping<string, IntrusionScore> kind in all.GroupBy(static score => score.Attack))
            {
                WriteRecallRow(Name(group.Key), kind.Key, [.. kind], output);
            }

            WriteRecallRow(Name(group.Key), "all", all, output);
        }

        output.WriteLine();
        output.WriteLine("| Mailboxes | Stories, one intrusion in every log | True | Precision |");
        output.WriteLine("|---|--:|--:|--:|");
        foreach (IGrouping<(int Mailboxes, string Drift), TrialScore> group in Groups(scores))
        {
            // What the warm-up reported is told apart below, unless there is nothing but warm-up.
            StoryScore[] stories = [.. group.SelectMany(static trial => trial.AttackedStories.Where(story => !story.InWarmUp || trial.WeeksAfterWarmUp == 0))];
            int right = stories.Count(static story => story.IsTrue);
            output.WriteLine($"| {Name(group.Key)} | {stories.Length} | {right} | {Percent(right, stories.Length)} |");
        }

        output.WriteLine();
    }

    private static void WriteRecallRow(string size, string name, IntrusionScore[] scores, TextWriter output)
    {
        int[] days = [.. scores.Where(static score => score.DaysToDetect is not null).Select(static score => score.DaysToDetect!.Value).Order()];
        string when = days.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{days[days.Length / 2]}, {days[(int)Math.Ceiling(0.9 * days.Length) - 1]}");
        string held = Percent(scores.Sum(static score => score.CoveredRecords), scores.Sum(static score => score.Records));
        output.WriteLine($"| {size} | {name} | {scores.Length} | {Share(scores, static score => score.Found)} | {Share(scores, static score => score.FoundInTime)} | {when} | {held} | {Percent(scores.Count(static score => score.Severity >= Severity.High), scores.Length)} |");
    }

    private static void WriteFalse(IReadOnlyList<TrialScore> scores, Sensitivity sensitivity, TextWriter output)
    {
        output.WriteLine($"| Mailboxes | Tenant-weeks | At Low (promised 0.2) | At Normal (1) | At High (5) | High severity, at {sensitivity} | Warm-up week, at {sensitivity} |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (IGrouping<(int Mailboxes, string Drift), TrialScore> group in Groups(scores))
        {
            Rate[] rates = [.. ((Sensitivity[])[Sensitivity.Low, Sensitivity.Normal, Sensitivity.High]).Select(budget => Rate.Of(group, budget, Severity.Medium))];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Name(group.Key)} | {rates[0].Weeks:F0} | {string.Join(" | ", rates)} | {Rate.Of(group, sensitivity, Severity.High)} | {Rate.OfWarmUp(group, sensitivity)} |"));
        }

        output.WriteLine();
    }

    private static void WriteMistaken(IReadOnlyList<TrialScore> scores, TextWriter output)
    {
        (string Mistook, bool InWarmUp)[] stories = [.. scores.SelectMany(static trial => trial.CleanStories).Select(static story => (story.Mistook, story.InWarmUp))];
        if (stories.Length == 0)
        {
            return;
        }

        output.WriteLine("| What false stories mistook | After the warm-up | In it |");
        output.WriteLine("|---|--:|--:|");
        foreach (IGrouping<string, (string Mistook, bool InWarmUp)> kind in stories.GroupBy(static story => story.Mistook).OrderByDescending(static kind => kind.Count()).ThenBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"| {kind.Key} | {kind.Count(static story => !story.InWarmUp)} | {kind.Count(static story => story.InWarmUp)} |");
        }

        output.WriteLine();
    }

    private static void WriteCalibration(IReadOnlyList<TrialScore> scores, TextWriter output)
    {
        (string Name, IReadOnlyList<CalibrationPoint> Points)[] curves =
        [
            .. Groups(scores).Select(static group => (Name(group.Key), Calibration.Of([.. group]))).Where(static curve => curve.Item2.Count > 0),
        ];
        if (curves.Length == 0)
        {
            output.WriteLine("The hunt gives no p-values; the budgets above are its calibration.");
            output.WriteLine();
            return;
        }

        output.WriteLine("| p at most | " + string.Join(" | ", curves.Select(static curve => curve.Name + ": nominal, observed")) + " |");
        output.WriteLine("|---|" + string.Concat(curves.Select(static _ => "--:|")));
        for (int i = 0; i < curves[0].Points.Count; i++)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {curves[0].Points[i].P:G2} | {string.Join(" | ", curves.Select(curve => string.Create(CultureInfo.InvariantCulture, $"{curve.Points[i].Nominal:F1}, {curve.Points[i].Observed}")))} |"));
        }

        output.WriteLine();
    }

    private static string Share(IntrusionScore[] scores, Func<IntrusionScore, bool> isSo)
    {
        int count = scores.Count(isSo);
        Interval interval = Interval.Wilson(count, scores.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{Percent(count, scores.Length)} ({100 * interval.Low:F0}-{100 * interval.High:F0})");
    }

    private static string Percent(int part, int whole) => whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:F0} %");
}
