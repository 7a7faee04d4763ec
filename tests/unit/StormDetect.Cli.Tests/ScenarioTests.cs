using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace StormDetect.Cli.Tests;

public sealed class ScenarioTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scenario_writes_what_it_says()
    {
        string target = _folder.Sub("tenant");
        Outcome outcome = Outcome.Of("scenario", target, "--mailboxes", "12", "--days", "8", "--seed", "3", "--attack", "storm-0558", "oauth-app");
        Assert.True(outcome.Code == 0, outcome.Error);
        string[] logs = Directory.GetFiles(target, "*.jsonl");
        int records = logs.Sum(static log => File.ReadLines(log).Count());
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{records:N0} records in {logs.Length} files, 2 intrusions"), outcome.Output, StringComparison.Ordinal);
        using JsonDocument answers = JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "answers.json")));
        Assert.Equal(["oauth-app", "storm-0558"], answers.RootElement.GetProperty("intrusions").EnumerateArray().Select(static entry => entry.GetProperty("attack").GetString()!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--mailboxes", "2")]
    [InlineData("--days", "0")]
    [InlineData("--attack", "no-such-attack")]
    [InlineData("--mailboxes", "many")]
    public void What_cannot_be_made_ends_with_1(params string[] options)
    {
        string target = _folder.Sub("tenant");
        Outcome outcome = Outcome.Of(["scenario", target, .. options]);
        Assert.Equal(1, outcome.Code);
        Assert.NotEmpty(outcome.Error);
        Assert.Empty(outcome.Output);
        Assert.DoesNotContain("Parameter", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any());
    }

    [Fact]
    public void A_folder_with_something_in_it_is_left_alone()
    {
        File.WriteAllText(_folder.Sub("answers.json"), "mine");
        Outcome outcome = Outcome.Of("scenario", _folder.Path, "--mailboxes", "12", "--days", "3");
        Assert.Equal(1, outcome.Code);
        Assert.Equal("mine", File.ReadAllText(_folder.Sub("answers.json")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Demo_finds_exactly_what_it_planted()
    {
        Outcome outcome = Outcome.Of("demo");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);

        // One intruder is one finding, however many networks he came from; the consent that led to it is a change of its own.
        Assert.Matches(@"found   storm-0558: MAA-[0-9A-F]{12}\r?\n", outcome.Output);
        Assert.Matches(@"found   oauth-app: MAA-[0-9A-F]{12}, MBC-[0-9A-F]{12}\r?\n", outcome.Output);
        Assert.Contains("Exactly what was planted was found.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_says_so_where_it_does_not()
    {
        // Three days of ten mailboxes: low and slow cannot be told from everyday use in so short a time.
        Outcome outcome = Outcome.Of("demo", "--mailboxes", "10", "--days", "3", "--attack", "low-and-slow");
        Assert.Equal(1, outcome.Code);
    }
}
