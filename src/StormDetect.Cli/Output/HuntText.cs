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
    private const int MostLinks = 5;

    public static void Write(MailHuntResult result, TextWriter output)
    {
        output.WriteLine($"Verdict: {result.Verdict}");
        output.WriteLine($"  {PlainText.Safe(result.VerdictText)}");
        output.WriteLine($"  Window: {Time(result.Coverage.Start)} to {Time(result.Coverage.End)} UTC.");
        output.WriteLine($"  Read: {Read(result.ReadReport)}");
        if (result.SignInReport is { } signIns)
        {
            output.WriteLine($"  Sign-ins: {Read(signIns)}");
        }

        foreach (MailAccessBaselineTenant tenant in result.Baseline?.Tenants ?? [])
        {
            output.WriteLine($"  Baseline: {tenant}; {Number(tenant.NewRecords)} records new, {Number(tenant.OverlappingRecords)} known, {Number(tenant.LateRecords)} late.");
        }

        output.WriteLine();
        bool isMixed = result.Tenants.Count > 1;
        if (isMixed)
        {
            Write(result.Tenants, output);
        }

        foreach (Incident incident in result.Incidents.Where(static incident => incident.Findings.Count > 1))
        {
            Write(incident, isMixed, output);
        }

        foreach (Finding finding in result.Findings)
        {
            Write(finding, isMixed, output);
        }

        Write(result.Coverage.BlindIntervals, isMixed ? result.Tenants : [], output);
    }

    /// <summary>Every tenant by itself: what was found in one must not hide that another could not be judged.</summary>
    private static void Write(IReadOnlyList<TenantVerdict> tenants, TextWriter output)
    {
        output.WriteLine("Tenants:");
        foreach (TenantVerdict tenant in tenants)
        {
            output.WriteLine($"  {tenant.Verdict,-14}  {Name(tenant.TenantName, tenant.TenantId)}  {PlainText.Safe(tenant.VerdictText)}");
        }

        output.WriteLine();
    }

    private static void Write(Incident incident, bool isMixed, TextWriter output)
    {
        output.WriteLine($"INCIDENT {incident.Id} ({incident.Severity.ToString().ToUpperInvariant()})  {PlainText.Safe(incident.Title)}");
        if (isMixed)
        {
            output.WriteLine($"  in {Name(incident.TenantName, incident.TenantId)}");
        }

        foreach (Finding finding in incident.Findings)
        {
            output.WriteLine($"  {Time(finding.FirstSeen)}  {finding.Id}  {PlainText.Safe(finding.Title)}");
        }

        foreach (string link in incident.Links.Take(MostLinks))
        {
            output.WriteLine($"  by {PlainText.Safe(link)}");
        }

        output.WriteLine();
    }

    private static void WriteList(string name, IReadOnlyList<string> values, TextWriter output)
    {
        if (values.Count > 0)
        {
            output.WriteLine($"  {name,-9}  {List(values, 5)}");
        }
    }

    private static void Write(Finding finding, bool isMixed, TextWriter output)
    {
        output.WriteLine($"{finding.Severity.ToString().ToUpperInvariant()}  {finding.Id}  {PlainText.Safe(finding.Title)}");
        output.WriteLine($"  {Time(finding.FirstSeen)} to {Time(finding.LastSeen)} UTC, {Number(finding.RecordCount)} {(finding.RecordCount == 1 ? "record" : "records")}{(finding is MailAccessAnomaly access ? $", {Number(access.ItemCount)} items" : string.Empty)}");
        if (finding.SuppressedBecause is { } because)
        {
            output.WriteLine($"  suppressed, because {PlainText.Safe(because)}");
        }

        if (isMixed)
        {
            output.WriteLine($"  {"tenant",-9}  {Name(finding.TenantName, finding.TenantId)}");
        }

        WriteList("mailboxes", finding.Mailboxes, output);
        if (finding is not MailAccessAnomaly)
        {
            WriteList("users", finding.UserIds, output);
        }

        WriteList("networks", finding.Networks, output);
        foreach (FindingReason reason in finding.Reasons)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reason.Weight,5:F1}  {PlainText.Safe(reason.Text)}"));
        }

        foreach (string line in (finding as MailAccessAnomaly)?.Explanation ?? [])
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

    private static void Write(IReadOnlyList<BlindInterval> intervals, IReadOnlyList<TenantVerdict> tenants, TextWriter output)
    {
        if (intervals.Count == 0)
        {
            return;
        }

        output.WriteLine("Not seen:");
        // Every tenant has its first days; among those of many, what is certain of one would be out of sight.
        IEnumerable<BlindInterval> shown = tenants.Count == 0 ? intervals : intervals.OrderByDescending(static interval => interval.Certainty);
        foreach (BlindInterval interval in shown.Take(MostIntervals))
        {
            string tenant = tenants.FirstOrDefault(tenant => tenant.TenantId == interval.TenantId) is { } known ? $"{Name(known.TenantName, known.TenantId)}, " : string.Empty;
            output.WriteLine($"  {tenant}{interval.Cause} ({interval.Certainty.ToString().ToLowerInvariant()}): {PlainText.Safe(interval.Text)}");
        }

        if (intervals.Count > MostIntervals)
        {
            output.WriteLine($"  and {Number(intervals.Count - MostIntervals)} more (--json has them all)");
        }

        output.WriteLine();
    }

    private static string Name(string name, string id) => id.Length == 0 ? "(records without a tenant id)" : name.Length > 0 ? $"{PlainText.Safe(name)} ({PlainText.Safe(id)})" : PlainText.Safe(id);

    private static string Read(ReadReport report)
    {
        string dropped = report.Dropped.Count == 0
            ? "none dropped"
            : string.Join(", ", report.Dropped.Select(static drop => $"{Number(drop.Count)} dropped ({drop.Reason})"));
        return $"{Number(report.Rows)} {(report.Rows == 1 ? "row" : "rows")} in {Number(report.Files.Count)} {(report.Files.Count == 1 ? "file" : "files")}; {Number(report.Kept)} kept, {Number(report.Duplicates)} {(report.Duplicates == 1 ? "duplicate" : "duplicates")}, {dropped}"
            + (report.Lossy == 0 ? "." : $"; {Number(report.Lossy)} damaged by an earlier tool.")
            + (report.Advice.Length == 0 ? string.Empty : " " + report.Advice);
    }

    private static string List(IReadOnlyList<string> values, int most) =>
        string.Join(", ", values.Take(most).Select(PlainText.Safe)) + (values.Count > most ? $" and {Number(values.Count - most)} more" : string.Empty);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
