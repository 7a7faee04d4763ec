using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class ZipInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_entry_that_is_a_log_is_read()
    {
        byte[] zip = Packing.Zip(
            ("logs/a.jsonl", Samples.Lines(50)), ("logs/", ""), ("b.csv", Samples.Header + Samples.Rows(2)), ("README", "text"),
            (".hidden.json", Samples.Lines(1)), ("__MACOSX/._a", Samples.Lines(1)), ("answers.json", "{\"seed\":1}"));
        string path = _folder.Write("export", zip);
        InputProbe probe = InputProbe.Read(path);
        Assert.Empty(probe.Problems);
        Assert.Equal([path + "|logs/a.jsonl", path + "|b.csv"], probe.Inputs.Select(input => input.Name));
        Assert.Equal([Samples.Lines(50), Samples.Rows(2)], probe.Inputs.Select(input => input.Text));
    }

    [Theory]
    [InlineData("../../etc/passwd", "../../etc/passwd")]
    [InlineData("/etc/passwd", "/etc/passwd")]
    [InlineData("C:\\Windows\\a.json", "C:\\Windows\\a.json")]
    [InlineData("a\u001b[31m\r\nb.json", "a\ufffd[31m\ufffd\ufffdb.json")]
    [InlineData("a\u202egpj.json", "a\ufffdgpj.json")]
    public void Entry_names_are_shown_safely_and_lead_nowhere(string name, string shown)
    {
        string path = _folder.Write("a.zip", Packing.Zip((name, Samples.Lines(3))));
        ProbedInput input = Assert.Single(InputProbe.Read(path).Inputs);
        Assert.Equal(path + "|" + shown, input.Name);
        Assert.Equal(Samples.Lines(3), input.Text);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_very_long_entry_name_is_shortened()
    {
        string path = _folder.Write("a.zip", Packing.Zip((new string('x', 5000), Samples.Lines(1))));
        Assert.InRange(Assert.Single(InputProbe.Read(path).Inputs).Name.Length, path.Length, path.Length + 300);
    }

    [Fact]
    public void Gzip_and_one_zip_inside_a_zip_are_read_and_no_deeper()
    {
        byte[] inner = Packing.Zip(("c.jsonl", Encoding.UTF8.GetBytes(Samples.Lines(2))));
        byte[] deeper = Packing.Zip(("d.zip", inner));
        byte[] zip = Packing.Zip(("a.json.gz", Packing.Gzip(Samples.Lines(1))), ("b.zip", inner), ("e.zip", deeper), ("f.jsonl", Encoding.UTF8.GetBytes(Samples.Lines(3))));
        InputProbe probe = InputProbe.Read(_folder.Write("a.zip", zip));
        Assert.Equal(["a.zip|a.json.gz", "a.zip|b.zip|c.jsonl", "a.zip|f.jsonl"], probe.Names);
        Assert.Equal([Samples.Lines(1), Samples.Lines(2), Samples.Lines(3)], probe.Inputs.Select(input => input.Text));
        InputProblem problem = Assert.Single(probe.Problems);
        Assert.Equal(InputProblemKind.ArchiveTooLarge, problem.Kind);
        Assert.EndsWith("|e.zip|d.zip", problem.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_in_an_archive_is_held_in_memory_only_up_to_a_limit()
    {
        byte[] zip = Packing.Zip(("b.zip", Packing.Zip(("c.jsonl", Encoding.UTF8.GetBytes(Samples.Lines(2))))));
        InputProbe probe = InputProbe.Read(new InputLimits { MaxNestedArchiveBytes = 50 }, _folder.Write("a.zip", zip));
        Assert.Empty(probe.Inputs);
        Assert.Equal([InputProblemKind.ArchiveTooLarge], probe.Kinds);
    }

    [Fact]
    public void Encrypted_entries_are_named_as_such()
    {
        string path = _folder.Write("a.zip", Packing.MarkEncrypted(Packing.Zip(("a.json", Samples.Lines(1)))));
        InputProblem problem = Assert.Single(InputProbe.Read(path).Problems);
        Assert.Equal(InputProblemKind.CorruptArchive, problem.Kind);
        Assert.Equal(path + "|a.json", problem.Path);
        Assert.Contains("encrypted", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_entry_is_one_problem_and_the_others_are_read()
    {
        byte[] zip = Packing.Zip(("a.json", Samples.Lines(2)), ("b.json", Samples.Lines(3)));
        int at = zip.AsSpan().IndexOf("00000001"u8);
        zip[at] = (byte)'7';
        InputProbe probe = InputProbe.Read(_folder.Write("a.zip", zip));
        Assert.Equal(["a.zip|a.json", "a.zip|b.json"], probe.Names);
        Assert.Equal(Samples.Lines(3), probe.Inputs[1].Text);
        InputProblem problem = Assert.Single(probe.Problems);
        Assert.Equal(InputProblemKind.CorruptArchive, problem.Kind);
        Assert.EndsWith("|a.json", problem.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_cut_archive_is_corrupt(int missing)
    {
        byte[] zip = Packing.Zip(("a.json", Samples.Lines(2)));
        InputProbe probe = InputProbe.Read(_folder.Write("a.zip", zip[..^missing]));
        Assert.Empty(probe.Inputs);
        Assert.Equal([InputProblemKind.CorruptArchive], probe.Kinds);
    }

    [Fact]
    public void A_bomb_is_left_with_what_came_before()
    {
        string text = Samples.Lines(5) + string.Concat(Enumerable.Repeat("{\"Operation\":\"x\"}\n", 200_000));
        byte[] zip = Packing.Zip(("a.json", text), ("b.json", Samples.Lines(1)));
        InputLimits limits = new() { BlockBytes = 4096, HeadBytes = 1024, RatioGraceBytes = 50_000, MaxRatio = 20 };
        InputProbe probe = InputProbe.Read(limits, _folder.Write("a.zip", zip));
        Assert.Equal([InputProblemKind.ArchiveTooLarge], probe.Kinds);
        Assert.StartsWith(Samples.Lines(5), probe.Inputs[0].Text, StringComparison.Ordinal);
        Assert.InRange(probe.Inputs[0].Text.Length, 1, text.Length / 2);
        Assert.Equal(Samples.Lines(1), probe.Inputs[1].Text);
    }

    [Fact]
    public void Entries_stay_readable_when_the_catalog_has_gone_on()
    {
        byte[] zip = Packing.Zip(("a.json", Samples.Lines(2000)), ("b.json", Samples.Lines(3000)));
        List<LogInput> inputs = [.. new InputCatalog(new InputLimits { HeadBytes = 64, BlockBytes = 512 })
            .Inputs([_folder.Write("a.zip", zip)], problem => Assert.Fail(problem.Message), Stop)];
        string second = InputProbe.ReadInput(inputs[1]).Text;
        string first = InputProbe.ReadInput(inputs[0]).Text;
        Assert.Equal(Samples.Lines(2000), first);
        Assert.Equal(Samples.Lines(3000), second);
        Assert.All(inputs, input => Assert.Equal(input.StoredLength, input.StoredPosition));
        inputs.ForEach(input => input.Dispose());
    }

    [Fact]
    public void An_archive_without_logs_says_so_if_it_was_named()
    {
        string path = _folder.Write("a.zip", Packing.Zip(("[Content_Types].xml", "<x/>")));
        Assert.Equal([InputProblemKind.NoAuditLogFound], InputProbe.Read(path).Kinds);
        _folder.Write("b.jsonl", Samples.Lines(1));
        Assert.Empty(InputProbe.Read(_folder.Path).Problems);
    }

    public void Dispose() => _folder.Dispose();
}
