using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>A hunt with a baseline file: the round of an hourly job, and what is refused.</summary>
public sealed class HuntBaselineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _lines;
    private readonly string _baseline;

    public HuntBaselineTests()
    {
        string log = _folder.Sub("log.jsonl");
        SmallTenant.Write(log, intruder: true);
        _lines = File.ReadAllLines(log);
        _baseline = _folder.Sub("contoso.sdb");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_round_tells_every_finding_once_and_ends_quietly()
    {
        List<string> told = [];
        Outcome last = new(0, string.Empty, string.Empty);
        for (int day = 12; day <= SmallTenant.Days; day++)
        {
            last = Outcome.Of("hunt", Slice(day == 12 ? 0 : day - 2, day), "--baseline", _baseline, "--update-baseline", _baseline, "--new-only", "--json", "-");
            told.AddRange(Ids(last));
        }

        Assert.NotEmpty(told);
        Assert.Equal(told.Distinct(), told);
        Assert.Equal(0, last.Code);
        Assert.Equal(0, last.Json.GetProperty("findings").GetArrayLength());
        Assert.True(last.Json.GetProperty("baseline").GetProperty("knownFindings").GetInt32() > 0);
        Assert.Empty(Ids(Outcome.Of("hunt", Slice(0, SmallTenant.Days), "--json", "-")).Except(told));
    }

    [Fact]
    public void A_baseline_alone_is_only_read()
    {
        Outcome.Of("hunt", Slice(0, 15), "--update-baseline", _baseline);
        byte[] before = File.ReadAllBytes(_baseline);
        Outcome outcome = Outcome.Of("hunt", Slice(14, 21), "--baseline", _baseline);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("Baseline: 11111111-2222-3333-4444-555555555555: ", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_baseline));
    }

    [Fact]
    public void Json_tells_of_the_baseline_without_its_path()
    {
        Outcome.Of("hunt", Slice(0, 15), "--update-baseline", _baseline);
        Outcome outcome = Outcome.Of("hunt", Slice(14, 21), "--baseline", _baseline, "--json", "-");
        JsonElement tenant = outcome.Json.GetProperty("baseline").GetProperty("tenants")[0];
        Assert.Equal("2026-09-14T00:00:00+00:00", tenant.GetProperty("closedThrough").GetString());
        Assert.Equal(0, tenant.GetProperty("lateRecords").GetInt64());
        Assert.True(tenant.GetProperty("overlappingRecords").GetInt64() > 0);
        Assert.Equal(0, outcome.Json.GetProperty("suppressedCount").GetInt32());
        Assert.Equal(JsonValueKind.Array, outcome.Json.GetProperty("suppressed").ValueKind);
        Assert.DoesNotContain("contoso.sdb", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Outcome.Of("hunt", Slice(0, 3), "--json", "-").Json.GetProperty("baseline").ValueKind);
    }

    [Fact]
    public void What_cannot_be_is_an_error_and_changes_nothing()
    {
        Outcome.Of("hunt", Slice(0, 15), "--update-baseline", _baseline);
        byte[] before = File.ReadAllBytes(_baseline);
        string other = _folder.Sub("other.jsonl");
        File.WriteAllLines(other, _lines.Select(static line => line.Replace("11111111-2222", "99999999-2222", StringComparison.Ordinal)));
        string damaged = _folder.Sub("damaged.sdb");
        File.WriteAllBytes(damaged, before[..^7]);
        foreach ((string expected, string[] args) in new (string, string[])[]
        {
            ("99999999-2222", ["hunt", other, "--update-baseline", _baseline]),
            ("99999999-2222", ["hunt", other, "--baseline", _baseline]),
            ("nothing new", ["hunt", Slice(0, 4), "--update-baseline", _baseline]),
            ("damaged", ["hunt", Slice(0, 4), "--update-baseline", damaged]),
            ("knows all", ["hunt", Slice(12, 13), "--update-baseline", _baseline]),
            ("no baseline", ["hunt", Slice(0, 4), "--baseline", _folder.Sub("none.sdb")]),
            ("no baseline", ["hunt", Slice(0, 4), "--baseline", other]),
            ("different files", ["hunt", other, "--baseline", _baseline, "--update-baseline", damaged]),
            ("--new-only", ["hunt", other, "--new-only"]),
            ("one or the other", ["hunt", other, "--baseline", _baseline, "--baseline-start", "2026-09-01"]),
        })
        {
            Outcome outcome = Outcome.Of(args);
            Assert.Equal(1, outcome.Code);
            Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
            Assert.Empty(outcome.Output);
            Assert.Equal(before, File.ReadAllBytes(_baseline));
            Assert.Equal(before.Length - 7, new FileInfo(damaged).Length);
        }
    }

    [Theory]
    [InlineData("is a named pipe", "hunt", "LOG", "--baseline", "PIPE")]
    [InlineData("is a named pipe", "hunt", "LOG", "--update-baseline", "PIPE")]
    [InlineData("ReadFailed: 'PIPE': It is a named pipe", "hunt", "PIPE")]
    [InlineData("'PIPE' is there, and is no result", "hunt", "LOG", "--json", "PIPE")]
    [InlineData("named pipe", "hunt", "LOG", "--coverage", "PIPE")]
    [InlineData("named pipe", "check", "PIPE")]
    public void A_named_pipe_is_an_error_at_once(string expected, params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The system has no such files.");
        string log = Slice(0, 4);
        string pipe = _folder.Sub("pipe");
        new UstarTarEntry(TarEntryType.Fifo, "pipe").ExtractToFile(pipe, overwrite: false);
        Outcome outcome = Outcome.Of([.. args.Select(arg => arg == "PIPE" ? pipe : arg == "LOG" ? log : arg)]);
        Assert.Equal((1, string.Empty), (outcome.Code, outcome.Output));
        Assert.Contains(expected.Replace("PIPE", pipe, StringComparison.Ordinal), outcome.Error, StringComparison.Ordinal);
        Assert.Equal([log, pipe], Directory.GetFiles(_folder.Path).Except([_folder.Sub("log.jsonl")]).Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [InlineData("--signins")]
    [InlineData("--indicators")]
    [InlineData("--keyword-file")]
    public void A_named_pipe_beside_the_logs_is_told_and_nothing_found_is_no_answer(string option)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The system has no such files.");
        string pipe = _folder.Sub("pipe");
        new UstarTarEntry(TarEntryType.Fifo, "pipe").ExtractToFile(pipe, overwrite: false);
        Outcome outcome = Outcome.Of("hunt", Slice(0, 12), option, pipe);
        Assert.Equal(3, outcome.Code);
        Assert.Contains("It is a named pipe", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_mail_access_says_so_in_text_json_and_report()
    {
        string log = _folder.Sub("deletions.jsonl");
        SmallTenant.AddDeletions(log);
        string report = _folder.Sub("report.html");
        Outcome outcome = Outcome.Of("hunt", log, "--activity", "access", "--json", "-", "--report", report);
        Assert.Equal(3, outcome.Code);
        JsonElement coverage = outcome.Json.GetProperty("coverage");
        Assert.Equal((12, 0), (coverage.GetProperty("activeMailboxes").GetInt32(), coverage.GetProperty("fullyJudgedMailboxes").GetInt32()));
        const string Sentence = "o mail access in the log, nothing judged of who read mail (12 mailboxes active otherwise)";
        Assert.Equal("n" + Sentence, coverage.GetProperty("sentence").GetString());
        Assert.Contains("n" + Sentence, File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Contains("N" + Sentence, Outcome.Of("hunt", log, "--activity", "access").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_an_odd_date_is_noted_and_closes_nothing()
    {
        string log = Slice(0, 12);
        File.AppendAllLines(log, [SmallTenant.Record(new DateTime(2041, 5, 4, 3, 20, 0, DateTimeKind.Utc), 1, "Client=MSExchangeRPC", "", "192.0.2.11", "", 4)]);
        Outcome outcome = Outcome.Of("hunt", log, "--update-baseline", _baseline, "--json", "-");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("Note: 1 record is dated 2041-05-04 03h UTC", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("2026-09-11T00:00:00+00:00", outcome.Json.GetProperty("baseline").GetProperty("tenants")[0].GetProperty("closedThrough").GetString());
    }

    [Fact]
    public void An_input_that_is_missing_teaches_nothing()
    {
        Outcome outcome = Outcome.Of("hunt", Slice(0, 15), _folder.Sub("none.jsonl"), "--update-baseline", _baseline);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("none.jsonl", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_baseline));
    }

    private static string[] Ids(Outcome outcome) => outcome.Json.GetProperty("findings").EnumerateArray().Select(static f => f.GetProperty("id").GetString()!).ToArray();

    private string Slice(int from, int to)
    {
        string path = _folder.Sub(FormattableString.Invariant($"slice-{from}-{to}.jsonl"));
        string first = DateOnly.FromDateTime(new DateTime(2026, 9, 1)).AddDays(from).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string last = DateOnly.FromDateTime(new DateTime(2026, 9, 1)).AddDays(to).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllLines(path, _lines.Where(line =>
        {
            string day = JsonDocument.Parse(line).RootElement.GetProperty("CreationTime").GetString()!;
            return string.CompareOrdinal(day, first) >= 0 && string.CompareOrdinal(day, last) < 0;
        }));
        return path;
    }
}
