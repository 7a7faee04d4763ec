using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>A job may write its results again with every run, and over nothing else.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _log;

    public OutputFileTests()
    {
        _log = _folder.Sub("log.jsonl");
        SmallTenant.Write(_log, intruder: true);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_of_an_earlier_run_are_written_again_and_nothing_is_left_beside_them()
    {
        string json = _folder.Sub("out.json");
        string report = _folder.Sub("out.html");
        File.WriteAllText(json, string.Empty);
        for (int run = 0; run < 2; run++)
        {
            Assert.Equal(2, Outcome.Of("hunt", _log, "--json", json, "--report", report).Code);
        }

        Assert.StartsWith("{", File.ReadAllText(json), StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Equal([_log, report, json], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--report")]
    public void An_input_is_refused_before_anything_is_read_also_in_a_folder_and_behind_a_link(string option)
    {
        byte[] before = File.ReadAllBytes(_log);
        string link = _folder.Sub("link.json");
        File.CreateSymbolicLink(link, _log);
        foreach (string[] args in new string[][] { ["hunt", _log, option, _log], ["hunt", _folder.Path, option, _log], ["hunt", _folder.Path, option, link] })
        {
            Outcome outcome = Outcome.Of(args);
            Assert.Equal((1, string.Empty), (outcome.Code, outcome.Output));
            Assert.Contains($"{option}: '{args[^1]}' is there, and is no result of an earlier run", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(_log));
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><body>minutes of the meeting")]
    [InlineData("{\"value\":[]}")]
    [InlineData("[{\"schemaVersion\":1}]")]
    [InlineData("{\"schemaVersion\":1,\"seed\":7}")]
    [InlineData("x")]
    public void What_somebody_else_wrote_is_refused(string text)
    {
        string file = _folder.Sub("mine");
        File.WriteAllText(file, text);
        Assert.Equal(1, Outcome.Of("hunt", _log, "--json", file).Code);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void What_verify_wrote_it_writes_again_and_never_over_an_archive()
    {
        string archive = _folder.Sub("archive");
        string json = _folder.Sub("verify.json");
        Assert.Equal(0, Outcome.Of("collect", archive, _log).Code);
        Assert.Equal(0, Outcome.Of("verify", archive, "--json", json).Code);
        Assert.Equal(0, Outcome.Of("verify", archive, "--json", json).Code);
        string[] files = Directory.GetFiles(archive, "*", SearchOption.AllDirectories);
        Assert.All(files.Where(static file => new FileInfo(file).Length > 0), file => Assert.Equal(1, Outcome.Of("verify", archive, "--json", file).Code));
        Assert.Equal(0, Outcome.Of("verify", archive).Code);
    }

    [Fact]
    public void A_packed_log_is_somebodys()
    {
        string packed = _log + ".gz";
        using (GZipStream stream = new(File.Create(packed), CompressionLevel.Fastest))
        {
            stream.Write(File.ReadAllBytes(_log));
        }

        byte[] before = File.ReadAllBytes(packed);
        Assert.Equal(1, Outcome.Of("hunt", packed, "--json", packed).Code);
        Assert.Equal(before, File.ReadAllBytes(packed));
    }

    [Fact]
    public void A_folder_that_is_missing_is_said_before_anything_is_read()
    {
        Outcome outcome = Outcome.Of("hunt", _log, "--report", _folder.Sub("none/report.html"));
        Assert.Equal((1, string.Empty), (outcome.Code, outcome.Output));
        Assert.Contains("--report: there is no folder for", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, Outcome.Of("hunt", _log, "--json", _folder.Path).Code);
    }
}
