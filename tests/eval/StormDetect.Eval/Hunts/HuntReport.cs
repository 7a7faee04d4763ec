using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>The scores of all hunts as tables: found by intrusion and kind of finding, false findings, what they mistook, precision.</summary>
internal static class HuntReport
{
    public static void Write(IReadOnlyList<HuntTrialScore> trials, TextWriter output)
    {
        output.WriteLine("Hunts: " + string.Join(", ", MailHunt.HuntNames) + ".");
        output.WriteLine();
        WriteFound(trials, output);
        WriteFalse(trials, output);
        WriteMistaken(trials, output);
        WritePrecision(trials, output);
        WriteBlind(trials, output);
    }

    private static void WriteFound(IReadOnlyList<HuntTrialScore> trials, TextWriter output)
    {
        PartScore[] all = [.. trials.SelectMany(static trial => trial.Parts)];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine("| Intrusion | Finding | Sign-ins | n | Found (95 %) | Days until found: median, 9 of 10 | At High |");
        output.WriteLine("|---|---|---|--:|--:|--:|--:|");
        foreach (IGrouping<(string Attack, string Finding, bool WithSignIns), PartScore> group in all.GroupBy(static part => (part.Attack, part.Finding, part.WithSignIns)).OrderBy(static group => group.Key.WithSignIns))
        {
            PartScore[] parts = [.. group];
            int found = parts.Count(static part => part.Found);
            int[] days = [.. parts.Where(static part => part.DaysToDetect is not null).Select(static part => part.DaysToDetect!.Value).Order()];
            string wait = days.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{days[days.Length / 2]}, {days[days.Length * 9 / 10]}");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {group.Key.Attack} | {group.Key.Finding} | {(group.Key.WithSignIns ? "with" : "without")} | {parts.Length} | {Share(found, parts.Length)} | {wait} | {parts.Count(static part => part.Severity >= Severity.High)} |"));
        }

        output.WriteLine();
    }

    private static void WriteFalse(IReadOnlyList<HuntTrialScore> trials, TextWriter output)
    {
        output.WriteLine("| Finding, clean tenants | Mailboxes | Sign-ins | At Medium or above | Per tenant-week (95 %) | At High | In the first week |");
        output.WriteLine("|---|--:|---|--:|--:|--:|--:|");
        bool[] ways = [.. trials.SelectMany(static trial => trial.Parts).Select(static part => part.WithSignIns).Append(false).Distinct().Order()];
        string[] types = [.. trials.SelectMany(static trial => trial.Clean.Concat(trial.Attacked)).Select(static finding => finding.Type).Distinct().Order()];
        foreach (string type in types.Append("all"))
        {
            foreach (IGrouping<int, HuntTrialScore> size in trials.GroupBy(static trial => trial.Mailboxes))
            {
                foreach (bool way in ways)
                {
                    (int Count, double Weeks)[] tenants = [.. size.Select(trial => (Of(trial).Count(finding => !finding.InWarmUp), trial.WeeksAfterWarmUp))];
                    double weeks = tenants.Sum(static tenant => tenant.Weeks);
                    int count = tenants.Sum(static tenant => tenant.Count);
                    Interval interval = Interval.Bootstrap(tenants);
                    string rate = weeks == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{count / weeks:F2} ({interval.Low:F2}-{interval.High:F2})");
                    FindingScore[] found = [.. size.SelectMany(Of)];
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {type} | {size.Key} | {(way ? "with" : "without")} | {count} | {rate} | {found.Count(static finding => !finding.InWarmUp && finding.Severity >= Severity.High)} | {found.Count(static finding => finding.InWarmUp)} |"));

                    IEnumerable<FindingScore> Of(HuntTrialScore trial) => trial.Clean.Where(finding => finding.WithSignIns == way && (type == "all" || finding.Type == type));
                }
            }
        }

        output.WriteLine();
    }

    private static void WriteMistaken(IReadOnlyList<HuntTrialScore> trials, TextWriter output)
    {
        FindingScore[] wrong = [.. trials.SelectMany(static trial => trial.Clean).Where(static finding => !finding.WithSignIns)];
        if (wrong.Length == 0)
        {
            return;
        }

        output.WriteLine("| False findings, without sign-ins | Mistook | n |");
        output.WriteLine("|---|---|--:|");
        foreach (IGrouping<(string DetectionId, string Mistook), FindingScore> group in wrong.GroupBy(static finding => (finding.DetectionId, finding.Mistook)).OrderByDescending(static group => group.Count()))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Key.DetectionId} | {group.Key.Mistook} | {group.Count()} |"));
        }

        output.WriteLine();
    }

    private static void WritePrecision(IReadOnlyList<HuntTrialScore> trials, TextWriter output)
    {
        FindingScore[] all = [.. trials.SelectMany(static trial => trial.Attacked)];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine("| Findings, one intrusion in every log | Sign-ins | n | True (95 %) |");
        output.WriteLine("|---|---|--:|--:|");
        foreach (IGrouping<(string DetectionId, bool WithSignIns), FindingScore> group in all.GroupBy(static finding => (finding.DetectionId, finding.WithSignIns)).OrderBy(static group => group.Key))
        {
            int right = group.Count(static finding => finding.IsTrue);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Key.DetectionId} | {(group.Key.WithSignIns ? "with" : "without")} | {group.Count()} | {Share(right, group.Count())} |"));
        }

        output.WriteLine();
    }

    private static void WriteBlind(IReadOnlyList<HuntTrialScore> trials, TextWriter output)
    {
        BlindScore[] all = [.. trials.SelectMany(static trial => trial.Blind)];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine("| Kept out of the log by | n | Told as not seen (95 %) |");
        output.WriteLine("|---|--:|--:|");
        foreach (IGrouping<string, BlindScore> group in all.GroupBy(static blind => blind.Cause).OrderBy(static group => group.Key))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Key} | {group.Count()} | {Share(group.Count(static blind => blind.Told), group.Count())} |"));
        }

        output.WriteLine();
    }

    private static string Share(int some, int all)
    {
        Interval interval = Interval.Wilson(some, all);
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * some / all:F0} % ({100 * interval.Low:F0}-{100 * interval.High:F0})");
    }
}
