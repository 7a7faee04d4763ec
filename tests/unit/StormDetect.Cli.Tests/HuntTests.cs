using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace StormDetect.Cli.Tests;

public sealed class HuntTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Clean
    {
        get
        {
            string path = _folder.Sub("clean.jsonl");
            SmallTenant.Write(path, intruder: false);
            return path;
        }
    }

    private string Suspicious
    {
        get
        {
            string path = _folder.Sub("suspicious.jsonl");
            SmallTenant.Write(path, intruder: true);
            return path;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_quiet_log_ends_with_0()
    {
        Outcome outcome = Outcome.Of("hunt", Clean);
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);
        Assert.StartsWith("Verdict: NoEvidence", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public void An_intruder_ends_with_2_and_is_told_of()
    {
        Outcome outcome = Outcome.Of("hunt", Suspicious);
        Assert.True(outcome.Code == 2, outcome.Output + outcome.Error);
        Assert.Contains("a298e343-7e6c-4373-bd51-349f5a807729", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("5 mailboxes", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("198.51.100.0/24", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01", "9999-12-31")]
    [InlineData("2026-09-01", "2099-01-01")]
    [InlineData("0001-01-01", "2026-09-30")]
    public void A_window_without_end_finds_the_same_and_its_report_has_the_days_of_the_log(string start, string end)
    {
        string report = _folder.Sub("report.html");
        string path = Suspicious;
        Outcome outcome = Outcome.Of("hunt", path, "--start", start, "--end", end, "--report", report, "--json", "-");
        Assert.True(outcome.Code == 2, outcome.Output + outcome.Error);
        string[] Ids(Outcome of) => of.Json.GetProperty("findings").EnumerateArray().Select(static f => f.GetProperty("id").GetString()!).ToArray();
        Assert.Equal(Ids(Outcome.Of("hunt", path, "--json", "-")), Ids(outcome));
        Assert.Contains("<td class=\"d\">2026-09-16</td>", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void One_record_ends_with_3()
    {
        string path = _folder.Sub("one.jsonl");
        File.WriteAllText(path, SmallTenant.Record(new DateTime(2026, 9, 1, 8, 0, 0, DateTimeKind.Utc), 1, "Client=OWA", "", "192.0.2.1", "", 3));
        Outcome outcome = Outcome.Of("hunt", path);
        Assert.True(outcome.Code == 3, outcome.Output + outcome.Error);
        Assert.StartsWith("Verdict: CannotConclude", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_named_and_ends_with_1_where_nothing_else_was_read()
    {
        string missing = _folder.Sub("missing");
        Outcome outcome = Outcome.Of("hunt", missing, "--json", "-");
        Assert.Equal(1, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains("PathNotFound", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(missing, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_does_not_keep_the_rest_from_being_judged()
    {
        Outcome outcome = Outcome.Of("hunt", _folder.Sub("missing"), Suspicious);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("PathNotFound", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--indicators", "Indicators: ")]
    [InlineData("--keyword-file", "Keywords: ")]
    [InlineData("--signins", "PathNotFound: ")]
    public void Nothing_found_without_what_was_named_to_look_with_is_no_clean_answer(string option, string said)
    {
        string missing = _folder.Sub("missing.json");
        Outcome outcome = Outcome.Of("hunt", Clean, option, missing);
        Assert.True(outcome.Code == 3, outcome.Output + outcome.Error);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(missing, outcome.Error, StringComparison.Ordinal);
        Assert.StartsWith("Verdict: CannotConclude", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("not everything that was named could be read: " + missing, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, Outcome.Of("hunt", Suspicious, option, missing).Code);
    }

    [Theory]
    [InlineData("missing.jsonl", null)]
    [InlineData("cut.jsonl.gz", "1f8b0800")]
    [InlineData("picture.png", "89504e470d0a1a0a0000000d49484452")]
    [InlineData("empty folder", "")]
    public void A_log_that_was_named_and_gave_nothing_forbids_a_clean_answer_however_many_others_were_read(string name, string? content)
    {
        string damaged = _folder.Sub(name);
        if (content?.Length == 0)
        {
            Directory.CreateDirectory(damaged);
        }
        else if (content is not null)
        {
            File.WriteAllBytes(damaged, Convert.FromHexString(content));
        }

        Outcome outcome = Outcome.Of("hunt", Clean, damaged, "--hunt", "ThreatIndicator");
        Assert.True(outcome.Code == 3, outcome.Output + outcome.Error);
        Assert.Contains("not everything that was named could be read: " + damaged, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, Outcome.Of("hunt", Clean, "--hunt", "ThreatIndicator").Code);
    }

    [Fact]
    public void The_name_of_what_could_not_be_read_is_no_more_in_a_redacted_report_than_others()
    {
        string report = _folder.Sub("report.html");
        string named = _folder.Sub("kim-indicators.json");
        Assert.Equal(3, Outcome.Of("hunt", Clean, _folder.Sub("kim-missing.jsonl"), "--indicators", named, "--report", report, "--redact").Code);
        string page = File.ReadAllText(report);
        Assert.Contains("not everything that was named could be read", page, StringComparison.Ordinal);
        Assert.DoesNotContain("kim-", page, StringComparison.Ordinal);
    }

    [Fact]
    public void One_damaged_file_in_a_folder_of_many_is_a_share_of_that_folder()
    {
        string folder = _folder.Sub("logs");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < 30; i++)
        {
            File.Copy(Clean, Path.Join(folder, FormattableString.Invariant($"log{i}{Path.GetExtension(Clean)}")));
        }

        File.WriteAllBytes(Path.Join(folder, "cut.jsonl.gz"), Convert.FromHexString("1f8b0800"));
        Outcome outcome = Outcome.Of("hunt", folder, "--hunt", "ThreatIndicator");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);
        Assert.Contains("cut.jsonl.gz", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_beside_the_log_ends_with_3()
    {
        Outcome outcome = Outcome.Of("hunt", Clean, "--start", "2031-01-01");
        Assert.True(outcome.Code == 3, outcome.Output + outcome.Error);
        Assert.Contains("the log has no record in the window", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_logs_ends_with_1()
    {
        Directory.CreateDirectory(_folder.Sub("empty"));
        Outcome outcome = Outcome.Of("hunt", _folder.Sub("empty"));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("NoAuditLogFound", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("--bogus", "1")]
    [InlineData("--start", "3/4/2026")]
    [InlineData("--end", "yesterday")]
    [InlineData("--start", "2026-09-10", "--end", "2026-09-01")]
    [InlineData("--start", "2026-09-10T10:00", "--end", "2026-09-10T10:00")]
    [InlineData("--trusted-network", "192.0.2")]
    [InlineData("--trusted-network", "192.0.2.0/33")]
    [InlineData("--min-severity", "99")]
    [InlineData("--min-severity", "huge")]
    [InlineData("--sensitivity", "1")]
    [InlineData("--activity", "1")]
    [InlineData("--activity", "read")]
    [InlineData("--max-blind-percent", "101")]
    [InlineData("--max-blind-percent", "NaN")]
    [InlineData("--json")]
    public void What_is_typed_wrong_ends_with_1_and_leaves_standard_output_alone(params string[] options)
    {
        Outcome outcome = Outcome.Of(["hunt", Clean, .. options]);
        Assert.True(outcome.Code == 1, outcome.Output);
        Assert.Empty(outcome.Output);
        Assert.Contains("hunt --help", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(options[0], outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_taken_in_any_case_and_repeated()
    {
        Outcome outcome = Outcome.Of(
            "hunt", Suspicious, "--min-severity", "LOW", "--sensitivity", "high", "--trusted-network", "192.0.2.0/24", "2001:db8::/32", "--priority-mailbox", "person1@contoso.example");
        Assert.Equal(2, outcome.Code);
    }

    [Fact]
    public void What_was_deleted_after_it_was_read_is_part_of_the_story_unless_access_alone_is_asked_for()
    {
        string log = Suspicious;
        SmallTenant.AddDeletions(log);
        JsonElement all = Finding(Outcome.Of("hunt", log, "--json", "-"));
        Assert.Equal(["Access", "Delete"], all.GetProperty("activities").EnumerateArray().Select(static a => a.GetString()));
        Assert.Equal(5 * 2 * 30, all.GetProperty("deletedItemCount").GetInt32());
        Assert.Contains(all.GetProperty("reasons").EnumerateArray(), static r => r.GetProperty("code").GetString() == "AlsoDelete");
        JsonElement access = Finding(Outcome.Of("hunt", log, "--activity", "access", "--json", "-"));
        Assert.Equal(["Access"], access.GetProperty("activities").EnumerateArray().Select(static a => a.GetString()));
        Assert.Equal(all.GetProperty("id").GetString(), access.GetProperty("id").GetString());
        JsonElement deletions = Finding(Outcome.Of("hunt", log, "--activity", "DELETE", "Send", "--json", "-"));
        Assert.Equal(["Delete"], deletions.GetProperty("activities").EnumerateArray().Select(static a => a.GetString()));

        static JsonElement Finding(Outcome outcome) => Assert.Single(outcome.Json.GetProperty("findings").EnumerateArray());
    }

    [Fact]
    public void A_bare_end_day_is_included_and_a_window_bounds_what_is_reported()
    {
        string log = Suspicious;
        JsonElement day = Outcome.Of("hunt", log, "--start", "2026-09-10", "--end", "2026-09-12", "--json", "-").Json;
        Assert.Equal("NoEvidence", day.GetProperty("verdict").GetString());
        Assert.Equal(new DateTimeOffset(2026, 9, 10, 0, 0, 0, TimeSpan.Zero), day.GetProperty("coverage").GetProperty("start").GetDateTimeOffset());
        Assert.Equal(new DateTimeOffset(2026, 9, 13, 0, 0, 0, TimeSpan.Zero), day.GetProperty("coverage").GetProperty("end").GetDateTimeOffset());
        Assert.Equal(2, Outcome.Of("hunt", log, "--start", "2026-09-16", "--end", "2026-09-16").Code);
        Assert.NotEqual(2, Outcome.Of("hunt", log, "--end", "2026-09-16T00:00:00Z").Code);
        Assert.Equal(2, Outcome.Of("hunt", log, "--start", "2026-09-16T02:00+02:00", "--end", "2026-09-17T02:00+02:00").Code);
    }

    [Fact]
    public void Wildcards_are_expanded_where_the_shell_did_not()
    {
        _ = Clean;
        _ = Suspicious;
        Assert.Equal(2, Outcome.Of("hunt", _folder.Sub("*.jsonl")).Code);
        Assert.Equal(2, Outcome.Of("hunt", _folder.Sub("susp?cious.*")).Code);
        Outcome none = Outcome.Of("hunt", _folder.Sub("*.csv"));
        Assert.Equal(1, none.Code);
        Assert.Contains("*.csv", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_a_log_drives_the_terminal()
    {
        string path = _folder.Sub("hostile.jsonl");
        SmallTenant.Write(path, intruder: true, SmallTenant.Evil);
        File.AppendAllText(path, $"{{\"Operation\":\"MailItemsAccessed\",\"Id\":\"{SmallTenant.Evil}\n");
        foreach (Outcome outcome in new[] { Outcome.Of("hunt", path), Outcome.Of("hunt", path, "--json", "-"), Outcome.Of("hunt", _folder.Sub($"no{SmallTenant.Evil}")), Outcome.Of("hunt", path, $"--{SmallTenant.Evil}") })
        {
            Assert.NotEqual(0, outcome.Code);
            Assert.DoesNotContain(outcome.Output + outcome.Error, static c => (char.IsControl(c) && c is not '\n' and not '\r') || c == '\u202e');
            Assert.DoesNotContain('\r', (outcome.Output + outcome.Error).Replace(Environment.NewLine, string.Empty, StringComparison.Ordinal));
        }
    }
}
