using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>A runbook that hunts hour after hour with everything there is: records come late and twice, runs overlap, and two of them are killed.</summary>
public sealed class RunbookTests : IDisposable
{
    private const int Hours = 48;
    private const int OverlapHours = 6;

    /// <summary>Everything, however old: with a baseline a hunt shows what is new.</summary>
    private static readonly string[] s_everything = ["--start", "2025-01-01", "--json", "-"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<Alert> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_days_by_the_hour_tell_what_one_run_tells_and_nothing_twice()
    {
        StoryTenant tenant = new(_folder.Sub("tenant"), new AuditScenarioOptions { Mailboxes = 100, Days = 24, Seed = 8, Attacks = ["storm-0558", "bec-rule", "external-forward"] });
        Delivery[] deliveries = Deliver(tenant.Logs);
        DateTime begin = tenant.Days[0].ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        DateTime end = begin.AddHours(Hours);
        string baseline = _folder.Sub("hourly.sdb");
        Random random = new(20230711);
        int[] killed = [random.Next(2, Hours / 2), random.Next(Hours / 2, Hours - 1)];

        Tell(Run(Write("history", deliveries, DateTime.MinValue, begin), baseline));
        string slice = string.Empty;
        for (int hour = 1; hour <= Hours; hour++)
        {
            DateTime now = begin.AddHours(hour);
            slice = Write(string.Create(CultureInfo.InvariantCulture, $"hour-{hour:00}"), deliveries, now.AddHours(-1 - OverlapHours), now);
            if (killed.Contains(hour))
            {
                Kill(slice, baseline, random);
            }
            else
            {
                Tell(Run(slice, baseline));
            }
        }

        Assert.All(_told.GroupBy(static alert => alert.Id), static alerts => Assert.True(alerts.Zip(alerts.Skip(1)).All(static pair => pair.First.Severity < pair.Second.Severity), string.Join(", ", alerts)));

        string all = Write("all", deliveries, DateTime.MinValue, end);
        string whole = _folder.Sub("whole.sdb");
        Story[] once = Stories(Outcome.Of(["hunt", all, "--hunt", "MailAccess", "--update-baseline", whole, .. s_everything]));
        Story[] hourly = Stories(Outcome.Of(["hunt", slice, "--hunt", "MailAccess", "--baseline", baseline, .. s_everything]));
        Assert.Equal(once.Select(static story => story.Text), hourly.Select(static story => story.Text));
        Assert.Contains(once, story => story.RecordIds.Overlaps(tenant.RecordIds));

        // A story that was told keeps its id, also where a record that came later lies before its first.
        Assert.All(once.Zip(hourly), pair => Assert.True(pair.First.Id == pair.Second.Id || _told.Exists(alert => alert.Id == pair.Second.Id), pair.ToString()));
        Assert.All(hourly, story => Assert.True(_told.Where(alert => alert.Id == story.Id).Select(static alert => (Severity?)alert.Severity).Max() >= story.Severity, story.Text));

        // Other hunts know what a slice shows; none of what they find in all of the log may have been lost in between.
        Alert[] others = Alerts(Outcome.Of(["hunt", all, "--hunt", .. MailHunt.HuntNames.Where(static name => name != "MailAccess"), .. s_everything]));
        Assert.NotEmpty(others);
        Assert.All(others, alert => Assert.Contains(alert.Id, _told.Select(static told => told.Id)));

        // What the next day shows, both baselines judge alike.
        string next = Write("next", deliveries, end.AddHours(-OverlapHours), end.AddDays(2));
        Assert.Equal(BaselineFile.Read(whole).Tenants.Select(Learned), BaselineFile.Read(baseline).Tenants.Select(Learned));
        string[][] judged = new[] { whole, baseline }.Select(file => Stories(Outcome.Of(["hunt", next, "--hunt", "MailAccess", "--min-severity", "low", "--baseline", file, .. s_everything])).Select(static story => story.Text).ToArray()).ToArray();
        Assert.NotEmpty(judged[0]);
        Assert.Equal(judged[0], judged[1]);
    }

    private static string Learned(MailAccessBaselineTenant tenant) => string.Create(
        CultureInfo.InvariantCulture,
        $"{tenant.TenantId}: {tenant.FirstDay:O} to {tenant.ClosedThrough:O}, last {tenant.LastRecord:O}; {tenant.LearnedDays} + {tenant.OpenDays} days, {tenant.MailboxCount} mailboxes, {tenant.OpenStories} open stories");

    private static Outcome Run(string path, string baseline)
    {
        Outcome outcome = Outcome.Of(Arguments(path, baseline));
        Assert.True(outcome.Code is 0 or 2 or 3, outcome.Error);
        return outcome;
    }

    private static string[] Arguments(string path, string baseline) => ["hunt", path, "--update-baseline", baseline, "--new-only", "--json", "-"];

    private static Alert[] Alerts(Outcome outcome) => outcome.Json.GetProperty("findings").EnumerateArray()
        .Select(static f => new Alert(f.GetProperty("id").GetString()!, Enum.Parse<Severity>(f.GetProperty("severity").GetString()!))).ToArray();

    private static Story[] Stories(Outcome outcome) => outcome.Json.GetProperty("findings").EnumerateArray()
        .Select(static f => new Story(
            f.GetProperty("id").GetString()!,
            Enum.Parse<Severity>(f.GetProperty("severity").GetString()!),
            string.Join(" | ", new[] { "severity", "title", "firstSeen", "lastSeen", "recordCount", "score", "reasons", "mailboxes", "networks", "recordIds" }.Select(name => f.GetProperty(name).GetRawText())),
            StoryTenant.Texts(f, "recordIds").ToHashSet(StringComparer.OrdinalIgnoreCase)))
        .OrderBy(static story => story.Text, StringComparer.Ordinal).ToArray();

    /// <summary>When each record gets to the runbook: most within the hour, some in the course of the day, a few after 26 hours; one in ten comes twice.</summary>
    private static Delivery[] Deliver(IReadOnlyList<string> logs)
    {
        List<Delivery> deliveries = [];
        foreach (string line in logs.SelectMany(File.ReadLines))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            DateTime time = DateTime.Parse(record.RootElement.GetProperty("CreationTime").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
            Random random = new(record.RootElement.GetProperty("Id").GetString()!.Aggregate(17, static (sum, letter) => unchecked((sum * 31) + letter)));
            for (int copies = random.Next(10) == 0 ? 2 : 1; copies > 0; copies--)
            {
                double late = random.Next(100) switch { < 80 => random.NextDouble(), < 97 => 10 * random.NextDouble(), _ => 20 + (6 * random.NextDouble()) };
                deliveries.Add(new Delivery(time.AddHours(late), line));
            }
        }

        return deliveries.OrderBy(static delivery => delivery.At).ToArray();
    }

    private void Tell(Outcome outcome) => _told.AddRange(Alerts(outcome));

    /// <summary>Runs it as a process of its own, and kills that at some moment between its start and its end.</summary>
    private void Kill(string path, string baseline, Random random)
    {
        string copy = _folder.Sub("copy.sdb");
        File.Copy(baseline, copy, overwrite: true);
        Stopwatch watch = Stopwatch.StartNew();
        using (Process whole = Start(Arguments(path, copy)))
        {
            _ = whole.StandardOutput.ReadToEnd();
            whole.WaitForExit();
            Assert.NotEqual(1, whole.ExitCode);
        }

        TimeSpan moment = watch.Elapsed * (0.1 + (0.8 * random.NextDouble()));
        byte[] before = File.ReadAllBytes(baseline);
        using Process process = Start(Arguments(path, baseline));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (process.WaitForExit(moment))
        {
            // It was quicker than the one before: as if it had not been, and once more.
            File.WriteAllBytes(baseline, before);
            Kill(path, baseline, random);
            return;
        }

        process.Kill();
        process.WaitForExit();

        // The findings are out before the baseline notes that they are; a baseline that was replaced says so.
        if (!before.AsSpan().SequenceEqual(File.ReadAllBytes(baseline)))
        {
            Tell(new Outcome(process.ExitCode, output.Result, string.Empty));
        }

        // The worst moment is amid writing, and leaves this behind.
        File.WriteAllBytes(baseline + ".new", before[..(before.Length / 2)]);
    }

    private static Process Start(string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        return Process.Start(new ProcessStartInfo(dotnet, [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = false, UseShellExecute = false })!;
    }

    private string Write(string name, Delivery[] deliveries, DateTime from, DateTime to)
    {
        string path = _folder.Sub(name + ".jsonl");
        File.WriteAllLines(path, deliveries.Where(delivery => delivery.At >= from && delivery.At < to).Select(static delivery => delivery.Line));
        return path;
    }

    private sealed record Delivery(DateTime At, string Line);

    private sealed record Alert(string Id, Severity Severity);

    private sealed record Story(string Id, Severity Severity, string Text, HashSet<string> RecordIds);
}
