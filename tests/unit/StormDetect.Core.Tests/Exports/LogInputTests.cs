using System;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class LogInputTests : IDisposable
{
    private static readonly InputLimits s_small = new() { BlockBytes = 256, HeadBytes = 128, MaxHeadBytes = 512, MaxRecordBytes = 4096 };
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Several_blocks_are_handed_out_about_as_long_as_asked_for()
    {
        ProbedInput input = Assert.Single(InputProbe.Read(s_small, _folder.Write("a.jsonl", Samples.Lines(100))).Inputs);
        Assert.Equal(Samples.Lines(100), input.Text);
        Assert.InRange(input.Blocks.Count, 50, 101);
        Assert.All(input.Blocks, block => Assert.InRange(block.Length, 1, 256));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_and_counted()
    {
        ProbedInput json = Assert.Single(InputProbe.Read(_folder.Write("a.json", "\ufeff" + Samples.Record(1))).Inputs);
        Assert.Equal(Samples.Record(1), json.Text);
        Assert.Equal(3, json.Offsets[0]);
        ProbedInput csv = Assert.Single(InputProbe.Read(_folder.Write("a.csv", "\ufeff\"AuditData\",x\r\n1,2\r\n")).Inputs);
        Assert.Equal("1,2\r\n", csv.Text);
        Assert.Equal("AuditData", csv.Header!.Columns[0]);
        Assert.Equal(3 + "\"AuditData\",x\r\n".Length, csv.Offsets[0]);
    }

    [Fact]
    public void A_record_longer_than_a_block_comes_whole()
    {
        string text = Samples.Lines(3) + "{\"Id\":\"" + new string('x', 3000) + "\"}\n" + Samples.Lines(3);
        ProbedInput input = Assert.Single(InputProbe.Read(s_small, _folder.Write("a.jsonl", text)).Inputs);
        Assert.Equal(text, input.Text);
        Assert.Single(input.Blocks, block => block.Contains("xxx", StringComparison.Ordinal) && block.Contains("\"}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_longer_than_any_is_handed_out_in_parts_and_the_rest_is_read()
    {
        string text = Samples.Lines(3) + "{\"Id\":\"" + new string('x', 9000) + "\"}\n" + Samples.Lines(3);
        ProbedInput input = Assert.Single(InputProbe.Read(s_small, _folder.Write("a.jsonl", text)).Inputs);
        Assert.Equal(text, input.Text);
        Assert.All(input.Blocks, block => Assert.InRange(block.Length, 1, 4096));
        Assert.EndsWith(Samples.Lines(3), input.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_never_closes_does_not_swallow_the_file()
    {
        string text = Samples.Header + Samples.Rows(20) + "x,\"never closed\r\n" + Samples.Rows(200);
        ProbedInput input = Assert.Single(InputProbe.Read(s_small, _folder.Write("a.csv", text)).Inputs);
        Assert.Equal(text[Samples.Header.Length..], input.Text);
        Assert.All(input.Blocks, block => Assert.InRange(block.Length, 1, 4096));
        int good = input.Blocks.Sum(block => CsvProbe.Rows(block, 6).Count(row => row.Row.State == CsvRowState.Ok));
        Assert.Equal(220, good);
    }

    [Fact]
    public void Behind_a_stray_quote_cells_with_line_breaks_are_still_kept_whole()
    {
        string row = "id,\"{\n  \"\"Id\"\": \"\"1\"\",\n  \"\"Operation\"\": \"\"x\"\"\n}\"\r\n";
        string text = "Id,AuditData\r\n" + row + "5\" disk,x\r\n" + string.Concat(Enumerable.Repeat(row, 300));
        ProbedInput input = Assert.Single(InputProbe.Read(s_small, _folder.Write("a.csv", text)).Inputs);
        int good = input.Blocks.Sum(block => CsvProbe.Rows(block, 2).Count(read => read.Row.State == CsvRowState.Ok));
        Assert.Equal(301, good);
    }

    [Fact]
    public void The_last_record_needs_no_line_break()
    {
        ProbedInput input = Assert.Single(InputProbe.Read(s_small, _folder.Write("a.jsonl", Samples.Lines(9).TrimEnd())).Inputs);
        Assert.Equal(Samples.Lines(9).TrimEnd(), input.Text);
        Assert.True(input.EndedWithLast);
    }

    [Fact]
    public void What_is_appended_while_reading_is_left_for_the_next_run()
    {
        string path = _folder.Write("a.jsonl", Samples.Lines(50));
        using LogInput input = new InputCatalog(s_small).Inputs([path], Fail, Stop).Single();
        TextBlock block = new();
        Assert.True(input.NextBlock(block, Stop));
        File.AppendAllText(path, Samples.Lines(50));
        long bytes = block.Length;
        while (input.NextBlock(block, Stop))
        {
            bytes += block.Length;
        }

        Assert.Equal(Samples.Lines(50).Length, bytes);
        Assert.Equal(bytes, input.StoredPosition);
        Assert.Equal(bytes, input.StoredLength);
    }

    [Fact]
    public void A_file_that_becomes_shorter_gives_what_was_read_and_one_problem()
    {
        InputProbe probe = new();
        string path = _folder.Write("a.jsonl", Samples.Lines(500));
        using LogInput input = new InputCatalog(s_small).Inputs([path], probe.Problems.Add, Stop).Single();
        File.WriteAllText(path, Samples.Lines(60) + "{\"Id\":\"half");
        ProbedInput read = InputProbe.ReadInput(input);
        Assert.Equal(Samples.Lines(60).TrimEnd(), read.Text.TrimEnd());
        InputProblem problem = Assert.Single(probe.Problems);
        Assert.Equal(InputProblemKind.ReadFailed, problem.Kind);
        Assert.Contains(read.Text.Length.ToString("N0", null), problem.Message, StringComparison.Ordinal);
        Assert.False(input.NextBlock(new TextBlock(), Stop));
        Assert.Single(probe.Problems);
    }

    [Fact]
    public void Reading_stops_when_asked_to()
    {
        string path = _folder.Write("a.jsonl", Samples.Lines(500));
        using LogInput input = new InputCatalog(s_small).Inputs([path], Fail, Stop).Single();
        using CancellationTokenSource stop = new();
        Assert.True(input.NextBlock(new TextBlock(), stop.Token));
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => input.NextBlock(new TextBlock(), stop.Token));
    }

    [Fact]
    public void A_block_can_serve_one_input_after_another()
    {
        string first = _folder.Write("a.jsonl", "{\"Id\":\"" + new string('x', 3000) + "\"}\n");
        string second = _folder.Write("b.json", "[" + Samples.Record(1) + "]");
        TextBlock block = new();
        foreach (LogInput input in new InputCatalog(s_small).Inputs([first, second], Fail, Stop))
        {
            using (input)
            {
                bool isTree = input.Layout == InputLayout.JsonTree;
                Assert.True(isTree ? input.Fill(block, block.Length, Stop) : input.NextBlock(block, Stop));
                Assert.Same(input, block.Input);
                Assert.Equal(0, block.Offset);
            }
        }

        Assert.Equal(Samples.Record(1).Length + 2, block.Length);
    }

    public void Dispose() => _folder.Dispose();

    private static void Fail(InputProblem problem) => Assert.Fail(problem.Message);
}
