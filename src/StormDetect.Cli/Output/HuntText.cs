using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>The result of a hunt for a person at a terminal: verdict first, then the stories, then what could not be seen.</summary>
internal static class HuntText
{
    private const int MostIntervals = 10;

    public static void Write(MailAccessHuntResult result, TextWriter output)
    {
        output.WriteLine($"Verdict: {result.Verdict}");
        output.WriteLine($"  {PlainText.Safe(result.VerdictText)}");
        output.WriteLine($"  Window: {Time(result.Coverage.Start)} to {Time(result.Coverage.End)} UTC.");
        output.WriteLine($"  Read: {Read(result.ReadReport)}");
        foreach (MailAccessBaselineTenant tenant in result.Baseline?.Tenants ?? [])
        {
            output.WriteLine($"  Baseline: {tenant}; {Number(tenant.NewRecords)} records new, {Number(tenant.OverlappingRecords)} known, {Number(tenant.LateRecords)} late.");
        }

        output.WriteLine();
        foreach (MailAccessAnomaly finding in result.Findings)
        {
            Write(finding, output);
        }

        Write(result.Coverage.BlindIntervals, output);
    }

    private static void Write(MailAccessAnomaly finding, TextWriter output)
    {
        output.WriteLine($"{finding.Severity.ToString().ToUpperInvariant()}  {finding.Id}  {PlainText.Safe(finding.Title)}");
        output.WriteLine($"  {Time(finding.FirstSeen)} to {Time(finding.LastSeen)} UTC, {Number(finding.AccessCount)} records, {Number(finding.ItemCount)} items");
        if (finding.SuppressedBecause is { } because)
        {
            output.WriteLine($"  suppressed, because {PlainText.Safe(because)}");
        }

        output.WriteLine($"  mailboxes  {List(finding.Mailboxes, 5)}");
        output.WriteLine($"  networks   {List(finding.Networks, 5)}");
        foreach (FindingReason reason in finding.Reasons)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reason.Weight,5:F1}  {PlainText.Safe(reason.Text)}"));
        }

        foreach (string line in finding.Explanation)
        {
            output.WriteLine($"    | {PlainText.Safe(line)}");
        }

        foreach (NextStep step in finding.NextSteps)
        {
            output.WriteLine($"  -> {step.Kind.ToString().ToLowerInvariant()}: {PlainText.Safe(step.Text)}");
            if (step.Command is not null)
            {
                output.WriteLine($"     {PlainText.Safe(step.Command)}");
            }
        }

        output.WriteLine();
    }

    private static void Write(IReadOnlyList<BlindInterval> intervals, TextWriter output)
    {
        if (intervals.Count == 0)
        {
            return;
        }

        output.WriteLine("Not seen:");
        foreach (BlindInterval interval in intervals.Take(MostIntervals))
        {
            output.WriteLine($"  {interval.Cause} ({interval.Certainty.ToString().ToLowerInvariant()}): {PlainText.Safe(interval.Text)}");
        }

        if (intervals.Count > MostIntervals)
        {
            output.WriteLine($"  and {Number(intervals.Count - MostIntervals)} more (--json has them all)");
        }

        output.WriteLine();
    }

    private static string Read(ReadReport report)
    {
        string dropped = report.Dropped.Count == 0
            ? "none dropped"
            : string.Join(", ", report.Dropped.Select(static drop => $"{Number(drop.Count)} dropped ({drop.Reason})"));
        return $"{Number(report.Rows)} rows in {Number(report.Files.Count)} files; {Number(report.Kept)} kept, {Number(report.Duplicates)} duplicates, {dropped}"
            + (report.Lossy == 0 ? "." : $"; {Number(report.Lossy)} damaged by an earlier tool.");
    }

    private static string List(IReadOnlyList<string> values, int most) =>
        string.Join(", ", values.Take(most).Select(PlainText.Safe)) + (values.Count > most ? $" and {Number(values.Count - most)} more" : string.Empty);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
