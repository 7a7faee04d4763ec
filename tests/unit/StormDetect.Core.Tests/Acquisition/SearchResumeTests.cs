using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>However often a search dies, and wherever, the same command in the end gives what one undisturbed run gives, and that is what the service has.</summary>
public sealed class SearchResumeTests
{
    private const int MostRuns = 400;

    [Fact]
    public void Killed_anywhere_the_same_set()
    {
        Gen<(int Seed, int Records, int Faults, int Kills, bool Kept)> gen = Gen.Choose(1, 1_000_000).SelectMany(seed => Gen.Choose(0, 600).SelectMany(records =>
            Gen.Choose(0, 4).SelectMany(faults => Gen.Choose(0, 12).Select(kills => (seed, records, faults, kills, seed % 2 == 0)))));
        Prop.ForAll(gen.ToArbitrary(), static given => Agree(given.Seed, given.Records, given.Faults, given.Kills).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(14).WithQuietOnSuccess(true));
    }

    [Fact]
    public async Task Killed_between_any_two_writes()
    {
        TimeSpan window = TimeSpan.FromDays(1);
        List<(DateTimeOffset, string, string Json)> log = ScriptedRoute.MakeLog(5, 90, window);
        string[] expected = log.Select(static record => record.Json).Order(StringComparer.Ordinal).ToArray();
        for (int writes = 0; ; writes++)
        {
            using StateFolder folder = new();
            ScriptedRoute route = new(5) { Log = log, Limits = Limits(1) with { MostRecords = 40 } };
            PowerCut cut = new(writes, (writes % 3) / 2.0);
            try
            {
                SearchRun whole = await SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(folder.Path, cut.Let));
                Assert.Equal(expected, whole.Rows.Order(StringComparer.Ordinal));
                Assert.True(writes > 15, "The search writes too seldom for this to test anything.");
                return;
            }
            catch (PowerCutException)
            {
                writes += writes / 8; // every one at first, then with growing strides: each run costs a dozen waits for the disk
                SearchRun again = await SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(folder.Path));
                Assert.True(again.Report!.IsComplete);
                Assert.Equal(expected, again.Rows.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Finished_slices_come_from_disk_and_begun_queries_are_not_submitted_again()
    {
        using StateFolder folder = new();
        using CancellationTokenSource stop = new();
        List<(DateTimeOffset, string, string Json)> log = ScriptedRoute.MakeLog(7, 500, TimeSpan.FromDays(2));
        ScriptedRoute first = new(7) { Log = log, Limits = Limits(1) };
        int handedOn = 0;
        AuditLogSearch search = new(first, SearchRun.Query(2), SearchRun.Options(folder.Path));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.RunAsync(
            (_, _) =>
            {
                if (++handedOn == 3)
                {
                    stop.Cancel();
                }

                return ValueTask.CompletedTask;
            },
            stop.Token));
        Assert.False(SearchReportFile.Read(Path.Combine(folder.Path, SearchReportFile.FileName))!.IsComplete);
        int before = first.Submitted;
        SearchRun again = await SearchRun.Go(first, SearchRun.Query(2), SearchRun.Options(folder.Path));
        Assert.Equal(log.Select(static record => record.Json).Order(StringComparer.Ordinal), again.Rows.Order(StringComparer.Ordinal));
        Assert.True(again.Report!.IsComplete);
        int asked = first.Slices.Count;
        Assert.Equal(again.Report.SubmissionsUsed, first.Limits.SubmissionsPerDay is null ? 0 : first.Submitted);
        Assert.True(first.Submitted > before);

        // Everything is finished now: nothing is asked.
        SearchRun third = await SearchRun.Go(first, SearchRun.Query(2), SearchRun.Options(folder.Path));
        Assert.Equal(asked, first.Slices.Count);
        Assert.Equal(again.Rows.Order(StringComparer.Ordinal), third.Rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_query_that_was_submitted_before_a_crash_is_gone_on_with()
    {
        using StateFolder folder = new();
        List<(DateTimeOffset, string, string Json)> log = ScriptedRoute.MakeLog(9, 40, TimeSpan.FromDays(1));
        ScriptedRoute route = new(9)
        {
            Log = log,
            Limits = Limits(1) with { SubmissionsPerDay = 200 },
            OnAsked = static (asked, _) =>
            {
                if (asked == 1)
                {
                    throw new PowerCutException();
                }
            },
        };
        await Assert.ThrowsAsync<PowerCutException>(() => SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(folder.Path)));
        SearchRun again = await SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(folder.Path));
        Assert.True(again.Report!.IsComplete);
        Assert.Equal(1, route.Submitted);
        Assert.Equal(1, again.Report.SubmissionsUsed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_finished_slice_that_was_changed_is_asked_for_again(int change)
    {
        using StateFolder folder = new();
        List<(DateTimeOffset, string, string Json)> log = ScriptedRoute.MakeLog(11, 300, TimeSpan.FromDays(2));
        ScriptedRoute route = new(11) { Log = log, Limits = Limits(1) };
        SearchRun first = await SearchRun.Go(route, SearchRun.Query(2), SearchRun.Options(folder.Path));
        string file = first.Found.First(static found => found.File.Length > 0).File;
        byte[] bytes = File.ReadAllBytes(file);
        switch (change)
        {
            case 0:
                File.Delete(file);
                break;
            case 1:
                File.WriteAllBytes(file, bytes[..^9]);
                break;
            default:
                bytes[bytes.Length / 2] ^= 0x10;
                File.WriteAllBytes(file, bytes);
                break;
        }

        SearchRun again = await SearchRun.Go(route, SearchRun.Query(2), SearchRun.Options(folder.Path));
        Assert.True(again.Report!.IsComplete);
        Assert.Equal(first.Rows.Order(StringComparer.Ordinal), again.Rows.Order(StringComparer.Ordinal));
    }

    private static AuditRouteLimits Limits(int parallel) => new()
    {
        MostRecords = 100,
        LongestSlice = TimeSpan.FromDays(30),
        ShortestSlice = TimeSpan.FromSeconds(1),
        MostParallel = parallel,
        RecountsCheaply = true,
    };

    private static async Task Agree(int seed, int records, int faults, int kills)
    {
        TimeSpan window = TimeSpan.FromDays(3);
        List<(DateTimeOffset, string, string Json)> log = ScriptedRoute.MakeLog(seed, records, window);
        string[] expected = log.Select(static record => record.Json).Order(StringComparer.Ordinal).ToArray();
        AuditLogQuery query = SearchRun.Query(3);
        ScriptedRoute Route(int salt) => new(seed + salt) { Log = log, FaultsPerSlice = faults, Limits = Limits(1 + (seed % 4)) with { SubmissionsPerDay = seed % 3 == 0 ? 4000 : null } };

        using StateFolder undisturbed = new();
        SearchRun whole = await Finish(Route(1), query, undisturbed.Path, 0, new Random(seed));
        Assert.Equal(expected, whole.Rows.Order(StringComparer.Ordinal));

        using StateFolder killed = new();
        SearchRun last = await Finish(Route(2), query, killed.Path, kills, new Random(seed));
        Assert.Equal(expected, last.Rows.Order(StringComparer.Ordinal));
        Assert.Equal(records, last.Report!.Kept);
        Assert.True(last.Report.Slices.All(static slice => slice.State == SliceState.Complete && slice.Received >= slice.Announced));

        // And what stands in the folder is the same again, with nothing torn beside it.
        string[] files = Directory.GetFiles(killed.Path, "*.jsonl.gz");
        Assert.Equal(expected, files.SelectMany(SearchRun.Read).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(killed.Path, ".*"));
    }

    /// <summary>Runs again and again until the search is complete, dying now and then.</summary>
    private static async Task<SearchRun> Finish(ScriptedRoute route, AuditLogQuery query, string folder, int kills, Random random)
    {
        for (int run = 0; run < MostRuns; run++)
        {
            PowerCut? cut = run < kills ? new PowerCut(random.Next(60), random.NextDouble()) : null;
            try
            {
                SearchRun done = await SearchRun.Go(route, query, SearchRun.Options(folder, cut is null ? null : cut.Let));
                if (done.Report!.IsComplete)
                {
                    return done;
                }
            }
            catch (PowerCutException)
            {
                Assert.True(cut!.HasHappened);
            }
        }

        throw new InvalidOperationException("The search does not come to an end.");
    }
}
