using System;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>Wherever a run ends, what was there before is intact, and the next run makes up for it.</summary>
public sealed class ArchiveCrashTests : IDisposable
{
    private static readonly string[] s_first = ArchiveLab.Records(1, 2);
    private static readonly string[] s_both = [.. s_first, .. ArchiveLab.Records(2, 3, 1000)];
    private readonly ArchiveLab _lab = new();

    public static TheoryData<int, bool> Crashes()
    {
        TheoryData<int, bool> data = [];
        for (int i = 0; i < 34; i++)
        {
            data.Add(i, i % 2 == 0);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public void A_crash_at_any_step_leaves_the_archive_whole(int step, bool isSecondRun)
    {
        // Two crashes in a row, the second while it mends the first.
        if (isSecondRun)
        {
            _lab.Export(_lab.Write(s_first));
        }

        string before = isSecondRun ? _lab.Check().Head : string.Empty;
        string[] had = isSecondRun ? ArchiveLab.IdsOf(s_first) : [];
        string export = _lab.Write(s_both);
        for (int crash = 0; crash < 2; crash++)
        {
            bool crashed = Crash(export, step + crash);
            if (_lab.Files().Length > 0)
            {
                ArchiveCheckResult check = _lab.Check();
                Assert.True(check.IsIntact, check.Summary);
                Assert.True(check.Head == before || !crashed || check.Runs > (isSecondRun ? 1 : 0) || before.Length == 0);
                string[] has = check.Runs == (isSecondRun ? 1 : 0) ? had : ArchiveLab.IdsOf(s_both);
                Assert.Equal(has, check.Runs == 0 ? [] : _lab.Ids());
            }
        }

        _lab.Export(export);
        Assert.Equal(ArchiveLab.IdsOf(s_both), _lab.Ids());
        ArchiveCheckResult after = _lab.Check(before.Length > 0 ? [before] : []);
        Assert.True(after.IsIntact, after.Summary);
        Assert.Empty(after.Findings);
        Assert.False(Directory.Exists(Path.Join(_lab.TenantFolder, ".staging")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public void An_entry_that_was_cut_while_it_was_written_is_taken_away(int kept)
    {
        _lab.Export(_lab.Write(s_first));
        AuditArchiveOptions options = new()
        {
            Clock = TimeProvider.System,
            MemberBytes = 2000,
            Step = step =>
            {
                if (step == "part")
                {
                    string entry = Path.Join(_lab.TenantFolder, ".staging", "entry.json");
                    byte[] whole = File.ReadAllBytes(entry);
                    File.WriteAllBytes(entry, whole[..Math.Min(kept, whole.Length - 1)]);
                }

                if (step is "part" or "abort")
                {
                    throw new SimulatedCrashException();
                }
            },
        };
        string export = _lab.Write(s_both);
        Assert.Throws<SimulatedCrashException>(() => _lab.Export(export, options));
        Assert.True(_lab.Check().IsIntact);
        Assert.True(Assert.Single(_lab.Export(export).Archives).Recovered > 0);
        Assert.Equal(ArchiveLab.IdsOf(s_both), _lab.Ids());
    }

    [Theory]
    [InlineData("append", 28, ArchiveProblem.ArchiveDiskFull)]
    [InlineData("spill", 28, ArchiveProblem.ArchiveDiskFull)]
    [InlineData("merge", 5, ArchiveProblem.ArchiveInputOutput)]
    [InlineData("flush", 28, ArchiveProblem.ArchiveDiskFull)]
    [InlineData("entry", unchecked((int)0x80070070), ArchiveProblem.ArchiveDiskFull)]
    [InlineData("part", 28, ArchiveProblem.ArchiveDiskFull)]
    [InlineData("index", 5, ArchiveProblem.ArchiveInputOutput)]
    [InlineData("commit", 28, ArchiveProblem.ArchiveDiskFull)]
    [InlineData("folder", 0, ArchiveProblem.ArchiveAccessDenied)]
    [InlineData("open", 0, ArchiveProblem.ArchiveAccessDenied)]
    public void A_disk_that_fails_at_any_step_is_an_error_and_nothing_is_half_written(string at, int error, ArchiveProblem problem)
    {
        _lab.Export(_lab.Write(s_first));
        string[] files = _lab.Files();
        AuditArchiveOptions options = new()
        {
            Clock = TimeProvider.System,
            MemberBytes = 2000,
            HeldBytes = 4000,
            Step = step =>
            {
                if (step == at)
                {
                    throw error == 0 ? new UnauthorizedAccessException("no") : new IOException("no") { HResult = error };
                }
            },
        };
        ArchiveException failure = Assert.Throws<ArchiveException>(() => _lab.Export(_lab.Write(s_both), options));
        Assert.Equal(problem, failure.Problem);
        Assert.Equal(files, _lab.Files());
        ArchiveCheckResult check = _lab.Check();
        Assert.True(check.IsIntact);
        Assert.Empty(check.Findings);
    }

    [Fact]
    public void A_run_that_is_stopped_at_its_end_leaves_nothing()
    {
        _lab.Export(_lab.Write(s_first));
        string[] files = _lab.Files();
        using CancellationTokenSource stop = new();
        AuditArchiveOptions options = new() { Clock = TimeProvider.System, MemberBytes = 2000, HeldBytes = 4000, Step = step => (step == "merge" ? stop : null)?.Cancel() };
        using (AuditArchiveExport export = new(_lab.Root, options))
        {
            export.AddFiles([_lab.Write(s_both)], TestContext.Current.CancellationToken);
            Assert.ThrowsAny<OperationCanceledException>(() => export.Complete(new ArchiveProvenance(), stop.Token));
        }

        Assert.Equal(files, _lab.Files());
        Assert.False(Directory.Exists(Path.Join(_lab.TenantFolder, ".staging")));
        Assert.Empty(_lab.Check().Findings);
    }

    public void Dispose() => _lab.Dispose();

    private bool Crash(string export, int step)
    {
        int steps = 0;
        AuditArchiveOptions options = new() { Clock = TimeProvider.System, MemberBytes = 5000, HeldBytes = 12_000, MostSources = 2, Step = _ => steps += steps++ >= step ? throw new SimulatedCrashException() : 0 };
        try
        {
            _lab.Export(export, options);
            return false;
        }
        catch (SimulatedCrashException)
        {
            return true;
        }
    }
}
