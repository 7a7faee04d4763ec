using System;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class InputCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_folder_gives_its_logs_in_ordinal_order_of_their_paths()
    {
        foreach (string name in (string[])["b/2.jsonl", "b.jsonl", "B.jsonl", "a/z/1.jsonl", "a.jsonl", "b-1.jsonl"])
        {
            _folder.Write(name, Samples.Lines(1));
        }

        InputProbe probe = InputProbe.Read(_folder.Path);
        Assert.Empty(probe.Problems);
        string[] expected = ["B.jsonl", "a.jsonl", "a/z/1.jsonl", "b-1.jsonl", "b.jsonl", "b/2.jsonl"];
        Assert.Equal(expected, probe.Inputs.Select(input => Path.GetRelativePath(_folder.Path, input.Name).Replace('\\', '/')));
    }

    [Fact]
    public void What_is_no_log_is_left_out_of_a_folder_without_a_word()
    {
        _folder.Write("a.jsonl", Samples.Lines(1));
        _folder.Write("answers.json", "{\"attack\":\"x\",\"recordIds\":[]}");
        _folder.Write("labels.tsv", "record_id\tlabel\toperation\n1\tx\ty\n");
        _folder.Write("README.md", "# Operation, UserId");
        _folder.Write("report.pdf", "%PDF-1.7 ...");
        _folder.Write("image.png", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]);
        _folder.Write("empty.csv", "");
        _folder.Write(".hidden.jsonl", Samples.Lines(1));
        _folder.Write(".git/objects.jsonl", Samples.Lines(1));
        InputProbe probe = InputProbe.Read(_folder.Path);
        Assert.Empty(probe.Problems);
        Assert.Equal(["a.jsonl"], probe.Names);
    }

    [Fact]
    public void A_folder_without_any_log_says_so()
    {
        Assert.Equal([InputProblemKind.NoAuditLogFound], InputProbe.Read(_folder.Path).Kinds);
        _folder.Write("README.md", "text");
        InputProblem problem = Assert.Single(InputProbe.Read(_folder.Path).Problems);
        Assert.Equal((InputProblemKind.NoAuditLogFound, _folder.Path), (problem.Kind, problem.Path));
    }

    [Fact]
    public void What_promises_a_log_in_a_folder_and_is_damaged_is_a_problem()
    {
        _folder.Write("a.json", [0, 1, 2, 3, 0, 0, 0]);
        _folder.Write("b.json.gz", [0x1f, 0x8b, 8, 0, 9, 9]);
        _folder.Write("c.zip", [(byte)'P', (byte)'K', 3, 4, 0, 0]);
        _folder.Write("d.gz", [7, 0, 7, 0]);
        _folder.Write("e.jsonl", Samples.Lines(1));
        InputProbe probe = InputProbe.Read(_folder.Path);
        Assert.Equal(["e.jsonl"], probe.Names);
        Assert.Equal(["a.json", "b.json.gz", "c.zip", "d.gz"], probe.Problems.Select(problem => Path.GetFileName(problem.Path)));
        Assert.Equal(
            [InputProblemKind.BinaryFile, InputProblemKind.CorruptArchive, InputProblemKind.CorruptArchive, InputProblemKind.CorruptArchive], probe.Kinds);
    }

    [Theory]
    [InlineData("", InputProblemKind.NoAuditLogFound)]
    [InlineData("\ufeff", InputProblemKind.NoAuditLogFound)]
    [InlineData(" \r\n\t", InputProblemKind.NoAuditLogFound)]
    [InlineData("a,b\n1,2\n", InputProblemKind.UnknownForm)]
    [InlineData("plain text", InputProblemKind.UnknownForm)]
    [InlineData("%PDF-1.7", InputProblemKind.BinaryFile)]
    [InlineData("\0\u0001\0\u0002x", InputProblemKind.BinaryFile)]
    public void A_named_file_that_is_no_log_is_a_problem_and_the_next_is_read(string text, InputProblemKind kind)
    {
        string bad = _folder.Write("bad", text);
        InputProbe probe = InputProbe.Read(bad, _folder.Write("good", Samples.Lines(1)));
        InputProblem problem = Assert.Single(probe.Problems);
        Assert.Equal((kind, bad), (problem.Kind, problem.Path));
        Assert.Equal(["good"], probe.Names);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("RecordId,AuditData\r\n")]
    public void An_export_without_records_is_fine(string text)
    {
        InputProbe probe = InputProbe.Read(_folder.Write("a", text));
        Assert.Empty(probe.Problems);
        Assert.Single(probe.Inputs);
    }

    [Theory]
    [InlineData("missing.json")]
    [InlineData("missing/deeper.json")]
    [InlineData("nul\0.json")]
    public void A_missing_path_is_a_problem(string name) =>
        Assert.Equal([InputProblemKind.PathNotFound], InputProbe.Read(Path.Join(_folder.Path, name)).Kinds);

    [Fact]
    public void An_empty_path_is_a_problem() => Assert.Equal([InputProblemKind.PathNotFound], InputProbe.Read("").Kinds);

    [Fact]
    public void A_file_that_may_not_be_read_is_a_problem()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator may read everything.");
        string path = _folder.Write("a.json", Samples.Lines(1));
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such file modes.");
        }
        else
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Assert.Equal([InputProblemKind.AccessDenied], InputProbe.Read(path).Kinds);
    }

    [Fact]
    public void A_file_two_paths_lead_to_is_read_once()
    {
        string path = _folder.Write("a/a.jsonl", Samples.Lines(1));
        InputProbe probe = InputProbe.Read(path, _folder.Path, Path.Join(_folder.Path, "a", "..", "a", "a.jsonl"), Path.Join(_folder.Path, "a"));
        Assert.Equal([path], probe.Inputs.Select(input => input.Name));
        Assert.Empty(probe.Problems);
    }

    [Fact]
    public void Links_are_followed_once_and_never_in_circles()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        _folder.Write("real/a.jsonl", Samples.Lines(1));
        File.CreateSymbolicLink(Path.Join(_folder.Path, "b.jsonl"), "real/a.jsonl");
        Directory.CreateSymbolicLink(Path.Join(_folder.Path, "real/up"), "..");
        Directory.CreateSymbolicLink(Path.Join(_folder.Path, "real/here"), ".");
        Directory.CreateSymbolicLink(Path.Join(_folder.Path, "z"), "real/here/up/real");
        File.CreateSymbolicLink(Path.Join(_folder.Path, "self"), "self");
        File.CreateSymbolicLink(Path.Join(_folder.Path, "dangling.json"), "nowhere");
        InputProbe probe = InputProbe.Read(_folder.Path);
        Assert.Equal(["b.jsonl"], probe.Names);
        Assert.Empty(probe.Problems);
        Assert.Equal([InputProblemKind.ReadFailed], InputProbe.Read(Path.Join(_folder.Path, "self")).Kinds);
    }

    [Fact]
    public void What_a_shell_hands_over_as_a_pipe_is_read()
    {
        Assert.SkipUnless(Directory.Exists("/dev/fd"), "The system has no such paths.");
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        byte[] packed = Packing.Gzip(Samples.Lines(100));
        pipe.Write(packed);
        pipe.SafePipeHandle.Dispose();
        string path = "/dev/fd/" + pipe.ClientSafePipeHandle.DangerousGetHandle();
        using LogInput input = new InputCatalog().Inputs([path], problem => Assert.Fail(problem.Message), Stop).First();
        Assert.Equal(Samples.Lines(100), InputProbe.ReadInput(input).Text);
    }

    [Fact]
    public void Stored_bytes_add_up()
    {
        _folder.Write("a.jsonl", Samples.Lines(1));
        string named = _folder.Write("b.jsonl", Samples.Lines(2));
        Assert.Equal(Samples.Lines(3).Length, InputCatalog.MeasureStored([_folder.Path, named], Stop));
    }

    public void Dispose() => _folder.Dispose();
}
