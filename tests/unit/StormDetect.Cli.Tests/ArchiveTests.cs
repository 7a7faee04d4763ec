using System;
using System.IO;
using Xunit;

namespace StormDetect.Cli.Tests;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Archive => _folder.Sub("archive");

    private string Log
    {
        get
        {
            string path = _folder.Sub("log.jsonl");
            SmallTenant.Write(path, intruder: true);
            return path;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_is_collected_once_verified_and_hunted()
    {
        string log = Log;
        Outcome first = Outcome.Of("collect", Archive, log, "--operator", "kim");
        Assert.True(first.Code == 0, first.Output + first.Error);
        Assert.Contains("run 1", first.Output, StringComparison.Ordinal);
        Outcome second = Outcome.Of("collect", Archive, log, "--covered-start", "2026-09-01", "--covered-end", "2026-09-21");
        Assert.True(second.Code == 0, second.Output + second.Error);
        Assert.Contains(" 0 records added", second.Output, StringComparison.Ordinal);

        Outcome verified = Outcome.Of("verify", Archive);
        Assert.True(verified.Code == 0, verified.Output + verified.Error);
        Assert.Contains("is intact", verified.Output, StringComparison.Ordinal);
        Outcome json = Outcome.Of("verify", Archive, "--json", "-", "--retention-profile", "M-26-14-L4");
        Assert.Equal(2, json.Code);
        Assert.Equal("Passed", json.Json.GetProperty("archives")[0].GetProperty("status").GetString());
        Assert.Equal("NotMet", json.Json.GetProperty("archives")[0].GetProperty("retention").GetProperty("answer").GetString());

        // All but how many files there were.
        Assert.Equal(Outcome.Of("hunt", log).Output.Replace("in 1 file;", "in 21 files;", StringComparison.Ordinal), Outcome.Of("hunt", Archive).Output);
    }

    [Fact]
    public void A_changed_archive_ends_with_2_and_a_cut_chain_is_found_by_its_head()
    {
        string log = Log;
        Outcome.Of("collect", Archive, log);
        string part = Directory.GetFiles(Archive, "*.jsonl.gz", SearchOption.AllDirectories)[0];
        byte[] bytes = File.ReadAllBytes(part);
        bytes[^9] ^= 4;
        File.WriteAllBytes(part, bytes);
        Outcome outcome = Outcome.Of("verify", Archive);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("PartDamaged", outcome.Output, StringComparison.Ordinal);
        bytes[^9] ^= 4;
        File.WriteAllBytes(part, bytes);
        Assert.Equal(0, Outcome.Of("verify", Archive).Code);
        Assert.Equal(2, Outcome.Of("verify", Archive, "--expected-head", new string('a', 64)).Code);
    }

    [Fact]
    public void What_cannot_be_done_ends_with_1_and_what_cannot_be_read_with_3()
    {
        Outcome nothing = Outcome.Of("verify", _folder.Sub("nothing"));
        Assert.Equal(1, nothing.Code);
        Assert.Contains("There is no such folder.", nothing.Error, StringComparison.Ordinal);
        Assert.Equal(1, Outcome.Of("verify").Code);
        Outcome profile = Outcome.Of("verify", Archive, "--retention-profile", "forever");
        Assert.Equal(1, profile.Code);
        Assert.Contains("no retention profile", profile.Error, StringComparison.Ordinal);
        Assert.Equal(1, Outcome.Of("collect", Archive, Log, "--covered-start", "2026-09-01").Code);
        Assert.Equal(1, Outcome.Of("collect", Archive, Log, "--covered-start", "2026-09-02", "--covered-end", "2026-08-01").Code);
        Assert.False(Directory.Exists(Archive));
        string file = _folder.Sub("file");
        File.WriteAllText(file, "x");
        Outcome blocked = Outcome.Of("collect", file, Log);
        Assert.Equal(1, blocked.Code);
        Assert.Contains("Nothing was added", blocked.Error, StringComparison.Ordinal);
        Outcome missing = Outcome.Of("collect", Archive, Log, _folder.Sub("gone.jsonl"));
        Assert.Equal(3, missing.Code);
        Assert.Contains("PathNotFound", missing.Error, StringComparison.Ordinal);
        Assert.Contains("records added", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_another_tenant_are_refused()
    {
        Outcome outcome = Outcome.Of("collect", Archive, Log, "--tenant", Guid.NewGuid().ToString());
        Assert.Equal(3, outcome.Code);
        Assert.Contains("of another tenant", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Archive, "*.gz", SearchOption.AllDirectories));
    }
}
