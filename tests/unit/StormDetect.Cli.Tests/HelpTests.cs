using System;
using Xunit;

namespace StormDetect.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_lists_every_command(string option)
    {
        Outcome outcome = Outcome.Of(option);
        Assert.Equal(0, outcome.Code);
        foreach (string command in new[] { "demo", "hunt", "scenario" })
        {
            Assert.Contains(command, outcome.Output, StringComparison.Ordinal);
        }

        Assert.Empty(outcome.Error);
    }

    [Fact]
    public void Help_of_hunt_names_exit_codes_and_options()
    {
        Outcome outcome = Outcome.Of("hunt", "--help");
        Assert.Equal(0, outcome.Code);
        foreach (string text in new[] { "0 no evidence", "2 suspicious", "3 cannot conclude", "1 error", "--start", "--end", "--priority-mailbox", "--trusted-network", "--sensitivity", "--min-severity", "--json" })
        {
            Assert.Contains(text, outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_command_the_help_is_shown_and_it_ends_with_1()
    {
        Outcome outcome = Outcome.Of();
        Assert.Equal(1, outcome.Code);
        Assert.Contains("hunt", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hnut")]
    [InlineData("hunt")]
    [InlineData("scenario")]
    public void A_command_line_that_says_too_little_ends_with_1_on_standard_error(string command)
    {
        Outcome outcome = Outcome.Of(command);
        Assert.Equal(1, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains("--help", outcome.Error, StringComparison.Ordinal);
    }
}
