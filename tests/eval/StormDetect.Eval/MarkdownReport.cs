using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>The scores as tables.</summary>
internal static class MarkdownReport
{
    public static void Write(IReadOnlyList<TrialScore> scores, TextWriter output)
    {
        foreach (IGrouping<(int Mailboxes, string Drift), TrialScore> group in scores.GroupBy(static score => (score.Mailboxes, score.Drift)))
        {
            TrialScore[] trials = [.. group];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### {group.Key.Mailboxes:N0} mailboxes{(group.Key.Drift.Length == 0 ? string.Empty : ", " + group.Key.Drift)}, {trials.Length} tenants"));
            output.WriteLine();
            WriteRecall(trials, output);
            WriteFalse(trials, output);
        }
    }

    private static void WriteRecall(TrialScore[] trials, TextWriter output)
    {
        IntrusionScore[] all = [.. trials.SelectMany(static trial => trial.Intrusions)];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine("| Intrusion | n | Found | 95 % | In time | Records held | Days to detect (median, 90 %) | High+ |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (IGrouping<string, IntrusionScore> group in all.GroupBy(static score => score.Attack))
        {
            WriteRow(group.Key, [.. group], output);
        }

        WriteRow("all", all, output);
        StoryScore[] stories = [.. trials.SelectMany(static trial => trial.AttackedStories)];
        int right = stories.Count(static story => story.IsTrue);
        output.WriteLine();
        output.WriteLine($"Precision by story, one intrusion in each tenant's log: {right} of {stories.Length} stories at Medium or above are true ({Percent(right, stories.Length)}).");
        output.WriteLine();
    }

    private static void WriteRow(string name, IntrusionScore[] scores, TextWriter output)
    {
        int found = scores.Count(static score => score.Found);
        int inTime = scores.Count(static score => score.FoundInTime);
        Interval interval = Interval.Wilson(found, scores.Length);
        int[] days = [.. scores.Where(static score => score.DaysToDetect is not null).Select(static score => score.DaysToDetect!.Value).Order()];
        string when = days.Length == 0 ? "-" : $"{days[days.Length / 2]}, {days[(int)(0.9 * (days.Length - 1))]}";
        int high = scores.Count(static score => score.Severity >= Severity.High);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {scores.Length} | {Percent(found, scores.Length)} | {interval.Low:P0} - {interval.High:P0} | {Percent(inTime, scores.Length)} | {Percent(scores.Sum(static score => score.CoveredRecords), scores.Sum(static score => score.Records))} | {when} | {Percent(high, scores.Length)} |"));
    }

    private static void WriteFalse(TrialScore[] trials, TextWriter output)
    {
        output.WriteLine("| False stories per tenant and week | Medium+ | 95 % | High+ | 95 % |");
        output.WriteLine("|---|--:|--:|--:|--:|");
        WriteRate("after the warm-up", trials, warmUp: false, output);
        WriteRate("in the warm-up week", trials, warmUp: true, output);
        output.WriteLine();
    }

    private static void WriteRate(string name, TrialScore[] trials, bool warmUp, TextWriter output)
    {
        List<string> cells = [];
        foreach (Severity severity in (Severity[])[Severity.Medium, Severity.High])
        {
            (int Count, double Weeks)[] tenants =
            [
                .. trials.Select(trial => (trial.CleanStories.Count(story => story.Severity >= severity && story.InWarmUp == warmUp), warmUp ? 1 : trial.WeeksAfterWarmUp)),
            ];
            double weeks = tenants.Sum(static tenant => tenant.Weeks);
            Interval interval = Interval.Bootstrap(tenants);
            cells.Add(string.Create(CultureInfo.InvariantCulture, $"{(weeks == 0 ? 0 : tenants.Sum(static tenant => tenant.Count) / weeks):F2} | {interval.Low:F2} - {interval.High:F2}"));
        }

        output.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
    }

    private static string Percent(int part, int whole) => whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{(double)part / whole:P0}");
}
