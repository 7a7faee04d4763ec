using System.Linq;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Which of the named inputs gave nothing.</summary>
public sealed class UnreadInputsTests
{
    [Theory]
    [InlineData("gone.csv", "gone.csv", "other.csv")]
    [InlineData("/logs", "/logs/damaged.zip|a.csv", "other.csv")]
    [InlineData("/logs/", "/logs/deep/damaged.csv", "other.csv")]
    [InlineData("/logs.zip", "/logs.zip|a.csv", "/logs2/a.csv")]
    [InlineData("/", "/logs/damaged.csv", "other.csv")]
    public void An_input_that_failed_and_gave_no_row_is_unread(string input, string failed, string read) => Assert.Equal([input], Of([input], [failed], [(read, 1)]));

    [Theory]
    [InlineData("/logs", "/logs/damaged.csv", "/logs/good.csv", 1)]
    [InlineData("/logs/", "/logs/damaged.csv", "/logs/deep/good.zip|a.csv", 1)]
    [InlineData("/logs.zip", "/logs.zip|damaged.csv", "/logs.zip|good.csv", 1)]
    [InlineData("/logs", "/logs2/damaged.csv", "", 0)]
    [InlineData("/logs/a", "/logs", "", 0)]
    [InlineData("/log", "/logs", "", 0)]
    public void An_input_that_gave_a_row_or_is_another_is_not(string input, string failed, string read, int rows) => Assert.Empty(Of([input], [failed], [(read, rows)]));

    [Fact]
    public void Files_without_rows_are_no_answer_and_the_order_is_that_of_the_names() =>
        Assert.Equal(["b", "a/", "a/x"], Of(["b", "a/", "good", "a/x"], ["a/x", "b", "good/x"], [("a/y", 0), ("good/y", 1)]));

    private static string[] Of(string[] named, string[] failed, (string File, int Rows)[] files) => [.. UnreadInputs.Of(
        new ReadReport
        {
            Bytes = 0, Rows = 0, Kept = 0, Duplicates = 0, ConflictingIds = 0, Dropped = [], DroppedRows = [], Lossy = 0, LossyRows = [], FirstRecord = null, LastRecord = null,
            Files = [.. files.Select(static file => new FileReadReport(file.File, default, 0, file.Rows, 0, 0, 0))],
            Problems = [.. failed.Select(static path => new InputProblem(default, path, "damaged"))],
        },
        named)];
}
