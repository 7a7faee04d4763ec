using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Net.Sockets;
using System.Text;
using StormDetect.Core.Exports;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Files;

/// <summary>Named pipes and sockets where files are expected. Nobody is on the other end: what opened one would wait for ever.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Pipes_sockets_and_links_to_them_are_told_from_files()
    {
        string pipe = Pipe("pipe");
        string socket = Path.Join(_folder.Path, "s");
        using Socket listening = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(socket));
        string link = Path.Join(_folder.Path, "link");
        File.CreateSymbolicLink(link, "pipe");
        Assert.All([pipe, socket, link, "/dev/zero"], static path => Assert.True(SpecialFile.IsAt(path), path));
        Assert.All(
            [_folder.Write("empty", string.Empty), _folder.Write("full", "x"), _folder.Path, Path.Join(_folder.Path, "missing"), "/dev/null", "/dev/fd/0", string.Empty],
            static path => Assert.False(SpecialFile.IsAt(path), path));
    }

    [Fact]
    public void A_log_that_is_one_is_a_problem_and_the_others_are_read()
    {
        string log = _folder.Write("log.jsonl", Samples.Lines(2));
        string[] paths = [Pipe("pipe.jsonl"), log];
        List<InputProblem> problems = [];
        foreach (LogInput input in new InputCatalog().Inputs(paths, problems.Add, TestContext.Current.CancellationToken))
        {
            using (input)
            {
                Assert.Equal(log, input.Name);
            }
        }

        Assert.Equal([new InputProblem(InputProblemKind.ReadFailed, paths[0], SpecialFile.Text)], problems);
    }

    [Fact]
    public void A_baseline_that_is_one_is_refused_and_no_lock_is_left()
    {
        string pipe = Pipe("baseline");
        foreach (Action use in (Action[])[() => BaselineFile.Read(pipe), () => BaselineFile.Open(pipe).Dispose(), () => BaselineFile.Create(pipe).Dispose()])
        {
            BaselineException failure = Assert.Throws<BaselineException>(use);
            Assert.Equal(BaselineProblem.NotABaseline, failure.Problem);
            Assert.Contains("named pipe", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([pipe], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Words_indicators_snapshots_and_search_reports_that_are_one_are_refused()
    {
        string pipe = Pipe(SearchReportFile.FileName);
        Assert.Contains(SpecialFile.Text, Assert.Throws<RuleWordException>(() => RuleWordFile.Read(pipe)).Message, StringComparison.Ordinal);
        Assert.Contains(SpecialFile.Text, Assert.Throws<ConfigSnapshotException>(() => ConfigSnapshotFile.Read(pipe)).Message, StringComparison.Ordinal);
        Assert.Contains(SpecialFile.Text, Assert.Throws<IOException>(() => SearchReportFile.Read(pipe)).Message, StringComparison.Ordinal);
        Assert.Equal(IndicatorProblemKind.FileNotUsable, Assert.Single(IndicatorReader.Read([pipe], TestContext.Current.CancellationToken).Problems).Kind);
    }

    [Fact]
    public void A_result_does_not_take_the_place_of_one()
    {
        string pipe = Pipe("report.html");
        Assert.False(ResultFile.MayReplace(pipe));
        Assert.Equal(SpecialFile.Text, Assert.Throws<IOException>(() => ResultFile.Write(pipe, "x")).Message);
        Assert.True(SpecialFile.IsAt(pipe));
        Assert.True(ResultFile.MayReplace("/dev/null"));
        ResultFile.Write("/dev/null", "x");
    }

    public void Dispose() => _folder.Dispose();

    private string Pipe(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The system has no such files.");
        string path = Path.Join(_folder.Path, name);
        new UstarTarEntry(TarEntryType.Fifo, name).ExtractToFile(path, overwrite: false);
        return path;
    }
}
