using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>What an investigator is promised, played from the files to the answer: forged tokens in several mailboxes, in every form in which a log may come.</summary>
public sealed class StoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Forged_tokens_are_one_story_with_their_mailboxes_in_whatever_form_the_log_comes()
    {
        StoryTenant tenant = new(_folder.Sub("tenant"), new AuditScenarioOptions { Mailboxes = 100, Days = 24, Seed = 2, Attacks = ["storm-0558"], SignIns = true });
        JsonElement found = Hunt(tenant.Logs, tenant.SignIns).Json;
        Assert.Equal("Suspicious", found.GetProperty("verdict").GetString());

        JsonElement story = Assert.Single(Findings(found), static finding => finding.GetProperty("severity").GetString() is "High" or "Critical");
        Assert.Equal("MailAccess.Anomaly", story.GetProperty("detectionId").GetString());
        Assert.Equal(tenant.Mailboxes, Mailboxes(story));
        Assert.Subset(tenant.RecordIds, Ids(story));

        // Single reads of a day on which the intruder did next to nothing may be missing.
        Assert.InRange(story.GetProperty("recordCount").GetInt64(), tenant.RecordIds.Count * 3 / 4, tenant.RecordIds.Count);
        string[] reasons = story.GetProperty("reasons").EnumerateArray().Select(static reason => reason.GetProperty("code").GetString()!).ToArray();
        Assert.Contains("NetworkNew", reasons);
        Assert.Contains("HardFact.PathNeverSeenInTenant", reasons);
        Assert.Contains("SameNetworkOverMailboxes", reasons);
        JsonElement unexplained = story.GetProperty("reasons").EnumerateArray().Single(static reason => reason.GetProperty("code").GetString() == "NoSignInExplains");
        Assert.Matches("^No sign-in explains ([0-9,]+) of \\1 reads", unexplained.GetProperty("text").GetString());
        Assert.InRange(unexplained.GetProperty("observed").GetDouble(), story.GetProperty("recordCount").GetInt64(), tenant.RecordIds.Count);

        JsonElement orphan = Assert.Single(Findings(found), finding => finding.GetProperty("detectionId").GetString()!.StartsWith("MailAccess.Orphaned", StringComparison.Ordinal) && Ids(finding).Overlaps(tenant.RecordIds));
        Assert.Equal(Mailboxes(story), Mailboxes(orphan));
        Assert.Subset(Ids(orphan), Ids(story));
        Assert.Subset(tenant.RecordIds, Ids(orphan));
        Assert.Equal(tenant.RecordIds.Count, orphan.GetProperty("unmatchedCount").GetInt64());
        Assert.Contains(orphan.GetProperty("reasons").EnumerateArray(), reason => reason.GetProperty("code").GetString() == "AlsoAnomalous" && reason.GetProperty("text").GetString()!.Contains(story.GetProperty("id").GetString()!, StringComparison.Ordinal));

        string expected = found.GetProperty("findings").GetRawText();
        foreach ((string form, Action<string, string, int> write) in new (string, Action<string, string, int>)[] { ("shuffled", Shuffle), ("halved", Halve), ("gzipped", Gzip), ("csv", Portal) })
        {
            string folder = Directory.CreateDirectory(_folder.Sub(form)).FullName;
            for (int i = 0; i < tenant.Logs.Count; i++)
            {
                write(tenant.Logs[i], folder, i);
            }

            Assert.Equal((form, expected), (form, Hunt([folder], tenant.SignIns).Json.GetProperty("findings").GetRawText()));
        }
    }

    [Fact]
    public void An_intruder_older_than_the_log_is_found_by_clean_days_and_not_denied_without()
    {
        StoryTenant tenant = new(_folder.Sub("tenant"), new AuditScenarioOptions { Mailboxes = 100, Days = 44, Seed = 4, Attacks = ["storm-0558"] });
        string first = Day(tenant.Days[0]);
        string[] inside = tenant.Logs.Where(log => string.CompareOrdinal(Path.GetFileNameWithoutExtension(log)[^10..], first) >= 0).ToArray();

        JsonElement plain = Outcome.Of(["hunt", .. inside, "--hunt", "MailAccess", "--json", "-"]).Json;
        Assert.DoesNotContain(Findings(plain), finding => Ids(finding).Overlaps(tenant.RecordIds));
        Assert.Contains(Blind(plain), blind => blind.GetProperty("cause").GetString() == "WarmUpNotJudged"
            && string.CompareOrdinal(blind.GetProperty("from").GetString()![..10], first) <= 0 && string.CompareOrdinal(blind.GetProperty("to").GetString()![..10], Day(tenant.Days[^1])) > 0);

        // Of the days of the attack alone nobody may say that there was no evidence.
        string[] only = inside.Where(log => string.CompareOrdinal(Path.GetFileNameWithoutExtension(log)[^10..], Day(tenant.Days[^1])) <= 0).ToArray();
        Outcome alone = Outcome.Of(["hunt", .. only, "--hunt", "MailAccess", "--activity", "access", "--min-severity", "high", "--json", "-"]);
        Assert.Empty(Findings(alone.Json));
        Assert.Equal((3, "CannotConclude"), (alone.Code, alone.Json.GetProperty("verdict").GetString()));
        Assert.Contains("clean days", alone.Json.GetProperty("verdictText").GetString(), StringComparison.Ordinal);

        JsonElement found = Outcome.Of(["hunt", .. inside, "--hunt", "MailAccess", "--baseline-start", Day(tenant.Days[^1].AddDays(1)), "--json", "-"]).Json;
        JsonElement story = Assert.Single(Findings(found), finding => Ids(finding).Overlaps(tenant.RecordIds));
        Assert.Equal(tenant.Mailboxes, Mailboxes(story));
        Assert.Subset(tenant.RecordIds, Ids(story));
        Assert.StartsWith(first, story.GetProperty("firstSeen").GetString(), StringComparison.Ordinal);
        JsonElement clean = Assert.Single(Blind(found), static blind => blind.GetProperty("cause").GetString() == "WarmUpNotJudged");
        Assert.Contains("named as clean baseline: learned from, and not judged", clean.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(Day(tenant.Days[^1].AddDays(1)), clean.GetProperty("from").GetString(), StringComparison.Ordinal);
    }

    private static Outcome Hunt(IReadOnlyList<string> logs, IReadOnlyList<string> signIns) => Outcome.Of(["hunt", .. logs, "--signins", .. signIns, "--min-severity", "low", "--json", "-"]);

    private static JsonElement[] Findings(JsonElement result) => result.GetProperty("findings").EnumerateArray().ToArray();

    private static JsonElement[] Blind(JsonElement result) => result.GetProperty("coverage").GetProperty("blindIntervals").EnumerateArray().ToArray();

    private static HashSet<string> Ids(JsonElement finding) => StoryTenant.Texts(finding, "recordIds").ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string[] Mailboxes(JsonElement finding) => StoryTenant.Texts(finding, "mailboxes").Order(StringComparer.Ordinal).ToArray();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Names that sort otherwise, and every second file from its end.</summary>
    private static void Shuffle(string log, string folder, int number)
    {
        IEnumerable<string> lines = File.ReadLines(log);
        File.WriteAllLines(Path.Combine(folder, FormattableString.Invariant($"{number * 7 % 24:00}-part.jsonl")), number % 2 == 0 ? lines : lines.Reverse());
    }

    private static void Halve(string log, string folder, int number)
    {
        string[] lines = File.ReadAllLines(log);
        File.WriteAllLines(Path.Combine(folder, FormattableString.Invariant($"b-{number:00}.jsonl")), lines[..(lines.Length / 2)]);
        File.WriteAllLines(Path.Combine(folder, FormattableString.Invariant($"a-{number:00}.jsonl")), lines[(lines.Length / 2)..]);
    }

    private static void Gzip(string log, string folder, int number)
    {
        using FileStream target = File.Create(Path.Combine(folder, FormattableString.Invariant($"{number:00}.jsonl.gz")));
        using GZipStream packed = new(target, CompressionLevel.Fastest);
        packed.Write(File.ReadAllBytes(log));
    }

    /// <summary>As the audit search of the portal exports it.</summary>
    private static void Portal(string log, string folder, int number)
    {
        using StreamWriter csv = new(Path.Combine(folder, FormattableString.Invariant($"AuditLog_{number:00}.csv")));
        csv.WriteLine("RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames");
        foreach (string line in File.ReadLines(log))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement record = json.RootElement;
            string[] cells =
            [
                record.GetProperty("Id").GetString()!, record.GetProperty("CreationTime").GetString() + ".0000000Z", record.GetProperty("RecordType").GetRawText(), record.GetProperty("Operation").GetString()!,
                record.GetProperty("UserId").GetString()!, line, string.Empty, string.Empty,
            ];
            csv.WriteLine(string.Join(',', cells.Select(static cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        }
    }
}
