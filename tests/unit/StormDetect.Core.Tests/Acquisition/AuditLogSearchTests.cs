using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>What a search asks for, what it believes, and what it says.</summary>
public sealed class AuditLogSearchTests
{
    private static readonly Guid s_id = Guid.Parse("11111111-2222-4333-8444-555566667777");

    private static AuditRouteLimits Small => new() { MostRecords = 10, LongestSlice = TimeSpan.FromDays(7), ShortestSlice = TimeSpan.FromMinutes(5), MostParallel = 1 };

    [Fact]
    public async Task Slices_grow_where_there_is_little_and_are_cut_where_there_is_much()
    {
        List<(DateTimeOffset, string, string)> log = ScriptedRoute.MakeLog(3, 600, TimeSpan.FromDays(20));
        ScriptedRoute route = new(1) { Log = log, Limits = Small with { MostRecords = 100, LongestSlice = TimeSpan.FromDays(30) } };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(20), SearchRun.Options(null));
        Assert.True(run.Report!.IsComplete);
        Assert.Equal(600, run.Rows.Count);
        Assert.Contains(run.Report.Slices, static slice => slice.To - slice.From > TimeSpan.FromHours(24));
        Assert.Contains(run.Report.Slices, static slice => slice.To - slice.From < TimeSpan.FromHours(6));
        Assert.All(run.Report.Slices, static slice => Assert.True(slice.Received <= 100));
        Assert.InRange(route.Slices.Count, 8, 60);

        // Nothing twice, nothing between: the slices are the window.
        SliceReport[] slices = [.. run.Report.Slices];
        Assert.Equal(ScriptedRoute.Start, slices[0].From);
        Assert.Equal(ScriptedRoute.Start.AddDays(20), slices[^1].To);
        Assert.All(slices.Zip(slices.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Fact]
    public async Task Counted_submissions_are_few()
    {
        List<(DateTimeOffset, string, string)> log = ScriptedRoute.MakeLog(3, 3000, TimeSpan.FromDays(30));
        ScriptedRoute route = new(1) { Log = log, Limits = Small with { MostRecords = 500, LongestSlice = TimeSpan.FromDays(180), SubmissionsPerDay = 200, MostParallel = 4 } };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(30), SearchRun.Options(null));
        Assert.True(run.Report!.IsComplete);

        // Six would do if it were known where the records are. How many more it takes depends on which of four slices ends first; a fifth of a day's submissions is too many.
        Assert.InRange(run.Report.SubmissionsUsed, 6, 40);
        Assert.Equal(200, run.Report.SubmissionsPerDay);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_excepted_is_not_asked_for_and_stays_blind(bool byArrival)
    {
        List<(DateTimeOffset, string, string)> log = ScriptedRoute.MakeLog(3, 400, TimeSpan.FromDays(10));
        ArchiveWindow[] except = [new(ScriptedRoute.Start.AddDays(-1), ScriptedRoute.Start.AddHours(5)), new(ScriptedRoute.Start.AddDays(3), ScriptedRoute.Start.AddDays(4)), new(ScriptedRoute.Start.AddDays(9), ScriptedRoute.Start.AddDays(11))];
        ScriptedRoute route = new(1) { Log = log, Limits = Small with { MostRecords = 100, SlicesByArrival = byArrival } };
        AuditLogQuery query = SearchRun.Query(10) with { Except = except };
        Assert.Equal(byArrival, new AuditLogSearch(route, query, SearchRun.Options(null)).Plan().BlindIntervals.Count == 0);
        SearchRun run = await SearchRun.Go(route, query, SearchRun.Options(null));
        Assert.True(run.Report!.IsComplete);
        if (byArrival)
        {
            // What arrived then was done at any time before.
            Assert.Equal((400, 0), (run.Rows.Count, run.Report.BlindIntervals.Count));
            return;
        }

        Assert.All(route.Slices, slice => Assert.DoesNotContain(except, window => slice.From < window.To && slice.To > window.From));
        Assert.Equal(log.Count(record => !except.Any(window => record.Item1 >= window.From && record.Item1 < window.To)), run.Rows.Count);
        Assert.Equal([(query.Start, except[0].To), (except[1].From, except[1].To), (except[2].From, query.End)], run.Report.BlindIntervals.Select(static interval => (interval.From, interval.To)));
        SearchReport read = Reread(run.Report);
        Assert.Equal(except, read.Query.Except);
        Assert.True(read.IsComplete);
    }

    [Fact]
    public async Task What_cannot_be_cut_by_time_is_cut_by_operation()
    {
        DateTimeOffset time = ScriptedRoute.Start.AddMinutes(2);
        List<(DateTimeOffset, string, string)> log = Enumerable.Range(0, 16).Select(i => (time, i % 2 == 0 ? "HardDelete" : "Send", ScriptedRoute.Record(Guid.NewGuid(), time, i % 2 == 0 ? "HardDelete" : "Send"))).ToList();
        ScriptedRoute route = new(1) { Log = log, Limits = Small };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.25, "HardDelete", "Send"), SearchRun.Options(null));
        Assert.True(run.Report!.IsComplete);
        Assert.Equal(16, run.Rows.Count);
        Assert.Equal(["HardDelete", "Send"], run.Report.Slices.Select(static slice => slice.Operation).Where(static name => name.Length > 0).Order());
    }

    [Fact]
    public async Task What_cannot_be_cut_at_all_is_truncated_and_says_so()
    {
        DateTimeOffset time = ScriptedRoute.Start.AddMinutes(2);
        List<(DateTimeOffset, string, string)> log = Enumerable.Range(0, 16).Select(_ => (time, "Send", ScriptedRoute.Record(Guid.NewGuid(), time, "Send"))).ToList();
        ScriptedRoute route = new(1) { Log = log, Limits = Small };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.25), SearchRun.Options(null));
        SliceReport slice = Assert.Single(run.Report!.Slices, static slice => slice.State == SliceState.Truncated);
        Assert.Equal(TimeSpan.FromMinutes(5), Rounded(slice.To - slice.From));
        Assert.Equal(10, run.Rows.Count);
        Assert.False(run.Report.IsComplete);
        BlindInterval blind = Assert.Single(run.Report.BlindIntervals);
        Assert.Equal((BlindCause.LostRows, slice.From, slice.To), (blind.Cause, blind.From, blind.To));
        Assert.Contains(run.Report.Lines, static line => line.Contains("Truncated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_never_adds_up_is_an_error_and_a_blind_interval_and_still_handed_on()
    {
        ScriptedRoute route = new(1)
        {
            Limits = Small,
            Answer = static (_, _, receiver) =>
            {
                receiver.Record(Encoding.UTF8.GetBytes(ScriptedRoute.Record(s_id, ScriptedRoute.Start.AddMinutes(1), "Send")));
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = 2, Received = 1 };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(null) with { Attempts = 3 });
        SliceReport slice = Assert.Single(run.Report!.Slices);
        Assert.Equal((SliceState.Failed, 3, 2L, 1L, 1L), (slice.State, slice.Attempts, slice.Announced!.Value, slice.Received, slice.Kept));
        Assert.Contains("2 records announced", slice.Problem, StringComparison.Ordinal);
        Assert.Single(run.Rows);
        Assert.Equal(BlindCause.WindowMissing, Assert.Single(run.Report.BlindIntervals).Cause);
        Assert.False(run.Report.IsComplete);
    }

    [Fact]
    public async Task What_is_read_again_to_be_sure_is_no_repeat_of_the_log()
    {
        string other = ScriptedRoute.Record(new Guid("5d0f6bd3-5b77-4b52-9c4f-2d7c7cbfd0aa"), ScriptedRoute.Start.AddMinutes(2), "Send");
        ScriptedRoute route = new(1)
        {
            Limits = Small,
            Answer = (_, _, receiver) =>
            {
                // A first reading of three rows, one of them twice, and a second with the same.
                foreach (string row in Enumerable.Repeat<string[]>([ScriptedRoute.Record(s_id, ScriptedRoute.Start.AddMinutes(1), "Send"), other, other], 2).SelectMany(static rows => rows))
                {
                    receiver.Record(Encoding.UTF8.GetBytes(row));
                }

                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = 6, Reread = 3 };
            },
        };
        SearchReport report = (await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(null))).Report!;
        Assert.Equal((3L, 1L, 2L), (report.Received, report.Duplicates, report.Kept));
    }

    [Fact]
    public async Task A_log_that_repeats_records_is_believed_after_more_looks()
    {
        ScriptedRoute route = new(1)
        {
            Limits = Small,
            Answer = static (_, _, receiver) =>
            {
                for (int i = 0; i < 3; i++)
                {
                    receiver.Record(Encoding.UTF8.GetBytes(ScriptedRoute.Record(s_id, ScriptedRoute.Start.AddMinutes(1), "Send")));
                }

                return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = 3, Received = 3 };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(null));
        SliceReport slice = Assert.Single(run.Report!.Slices);
        Assert.Equal((SliceState.Complete, 3, 3L, 3L, 2L, 1L), (slice.State, slice.Attempts, slice.Announced!.Value, slice.Received, slice.Duplicates, slice.Kept));
        Assert.Single(run.Rows);
        Assert.NotEmpty(slice.Flags);
    }

    [Fact]
    public async Task Pages_that_shift_complete_each_other()
    {
        string a = ScriptedRoute.Record(Guid.NewGuid(), ScriptedRoute.Start, "Send");
        string b = ScriptedRoute.Record(Guid.NewGuid(), ScriptedRoute.Start, "Send");
        ScriptedRoute route = new(1)
        {
            Limits = Small,
            Answer = (_, asked, receiver) =>
            {
                receiver.Record(Encoding.UTF8.GetBytes(asked % 2 == 0 ? a : b));
                receiver.Record(Encoding.UTF8.GetBytes(asked % 2 == 0 ? a : b));
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = 2, Received = 2 };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(null));
        Assert.True(run.Report!.IsComplete);
        Assert.Equal(new[] { a, b }.Order(StringComparer.Ordinal), run.Rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_record_in_two_slices_is_handed_on_once_and_another_under_its_id_as_well()
    {
        DateTimeOffset time = ScriptedRoute.Start.AddMinutes(1);
        string record = ScriptedRoute.Record(s_id, time, "Send");
        string other = ScriptedRoute.Record(s_id, time, "Send", "someone.else@contoso.example");
        ScriptedRoute route = new(1)
        {
            Limits = Small with { LongestSlice = TimeSpan.FromHours(1) },
            Answer = (slice, _, receiver) =>
            {
                bool isSecond = slice.From > ScriptedRoute.Start;
                receiver.Record(Encoding.UTF8.GetBytes(record));
                if (isSecond)
                {
                    receiver.Record(Encoding.UTF8.GetBytes(other));
                }

                return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = isSecond ? 2 : 1, Received = isSecond ? 2 : 1 };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(2 / 24.0), SearchRun.Options(null));
        Assert.True(run.Report!.IsComplete);
        Assert.Equal([record, other], run.Rows);
        Assert.Equal((1L, 1L, 2L), (run.Report.Duplicates, run.Report.ConflictingIds, run.Report.Kept));
    }

    [Fact]
    public async Task Rows_that_are_no_records_are_kept_as_they_came_and_counted()
    {
        string pretty = ScriptedRoute.Record(s_id, ScriptedRoute.Start, "Send").Replace(",", ",\r\n  ", StringComparison.Ordinal);
        ScriptedRoute route = new(1)
        {
            Limits = Small,
            Answer = (_, _, receiver) =>
            {
                receiver.Record("""{"what":"is this"}"""u8);
                receiver.Record("""{"what":"is this"}"""u8);
                receiver.Record(Encoding.UTF8.GetBytes(pretty));
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = 2, Received = 3 };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(null));
        SliceReport slice = Assert.Single(run.Report!.Slices);
        Assert.Equal((SliceState.Complete, 1L, 1L, 2L), (slice.State, slice.Unreadable, slice.Duplicates, slice.Kept));
        Assert.Equal("""{"what":"is this"}""", run.Rows[0]);
        Assert.Equal(ScriptedRoute.Record(s_id, ScriptedRoute.Start, "Send"), run.Rows[1].Replace("    ", string.Empty, StringComparison.Ordinal));
        Assert.False(run.Report.IsComplete);
        Assert.Equal(BlindCause.LostRows, Assert.Single(run.Report.BlindIntervals).Cause);
    }

    [Fact]
    public async Task By_arrival_older_and_later_acts_are_left_out_and_counted()
    {
        // What happened within the window may become available a day after it.
        AuditRouteLimits limits = new() { MostRecords = long.MaxValue, LongestSlice = TimeSpan.FromDays(1), ShortestSlice = TimeSpan.FromHours(1), MostParallel = 2, Reach = TimeSpan.FromDays(7), SlicesByArrival = true };
        StillClock clock = new(ScriptedRoute.Start.AddDays(8));
        DateTimeOffset start = ScriptedRoute.Start;
        ScriptedRoute route = new(1)
        {
            Kind = AuditLogRouteKind.ManagementActivity,
            Limits = limits,
            Log =
            [
                (start.AddDays(2), "Send", ScriptedRoute.Record(Guid.NewGuid(), start.AddHours(-3), "Send")),
                (start.AddDays(4).AddHours(20), "Send", ScriptedRoute.Record(Guid.NewGuid(), start.AddDays(3.9), "Send")),
                (start.AddDays(4).AddHours(21), "Send", ScriptedRoute.Record(Guid.NewGuid(), start.AddDays(4.1), "Send")),
            ],
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(4), SearchRun.Options(null) with { Clock = clock });
        Assert.Single(run.Rows);
        Assert.Equal(2, run.Report!.OutsideWindow);
        Assert.Equal(start.AddDays(1), route.Slices.Min(static slice => slice.From));
        Assert.Equal(clock.Now, route.Slices.Max(static slice => slice.To));
        BlindInterval blind = Assert.Single(run.Report.BlindIntervals);
        Assert.Equal((BlindCause.WindowMissing, start, start.AddDays(1)), (blind.Cause, blind.From, blind.To));
        Assert.False(run.Report.IsComplete);
    }

    [Fact]
    public async Task What_is_lost_for_good_is_not_asked_for_again()
    {
        ScriptedRoute route = new(1)
        {
            Answer = static (slice, _, receiver) =>
            {
                receiver.Record(Encoding.UTF8.GetBytes(ScriptedRoute.Record(Guid.NewGuid(), slice.From, "Send")));
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = 1, Lost = "2 of 9 blobs expired" };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(null));
        Assert.NotEmpty(run.Rows);
        Assert.All(run.Report!.Slices, static slice => Assert.Equal((SliceState.Truncated, 1, "2 of 9 blobs expired"), (slice.State, slice.Attempts, slice.Problem)));
        Assert.Contains(run.Report.BlindIntervals, static interval => interval.Cause == BlindCause.LostRows);
    }

    [Fact]
    public async Task What_is_young_is_not_yet_complete_and_what_has_not_happened_is_not_asked()
    {
        StillClock clock = new(ScriptedRoute.Start.AddDays(1.5));
        ScriptedRoute route = new(1) { Limits = Small };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(2), SearchRun.Options(null) with { Clock = clock });
        Assert.Equal(clock.Now, route.Slices.Max(static slice => slice.To));
        BlindInterval blind = Assert.Single(run.Report!.BlindIntervals);
        Assert.Equal((BlindCause.LogNotYetComplete, ScriptedRoute.Start.AddDays(0.5), ScriptedRoute.Start.AddDays(2)), (blind.Cause, blind.From, blind.To));
        Assert.True(run.Report.IsComplete);
    }

    [Fact]
    public async Task What_is_gone_is_said_and_not_asked_for_again()
    {
        using StateFolder folder = new();
        ScriptedRoute route = new(1)
        {
            Limits = Small,
            Answer = static (_, _, receiver) =>
            {
                receiver.Record(Encoding.UTF8.GetBytes(ScriptedRoute.Record(s_id, ScriptedRoute.Start.AddMinutes(1), "Send")));
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = 1, Lost = "1 blob expired." };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(folder.Path));
        SearchRun again = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(folder.Path));
        Assert.Single(route.Slices);
        Assert.Equal(run.Rows, again.Rows);
        Assert.Equal((SliceState.Truncated, "1 blob expired."), (again.Report!.Slices[0].State, again.Report.Slices[0].Problem));
        Assert.Equal(BlindCause.LostRows, Assert.Single(again.Report.BlindIntervals).Cause);
    }

    [Fact]
    public async Task A_ticket_that_only_grows_is_one_submission()
    {
        int asked = 0;
        ScriptedRoute route = new(1)
        {
            Limits = Small with { SubmissionsPerDay = 200 },
            Answer = (_, _, receiver) =>
            {
                asked++;
                string mark = asked == 3 ? "g1|another-query-of-that-name|" : "g1|a-query-of-that-name|";
                receiver.Note(mark);
                receiver.Note(mark + "id");
                return new SliceAttempt { Outcome = asked == 3 ? SliceOutcome.Complete : SliceOutcome.Retry, Received = 0 };
            },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), SearchRun.Options(null));
        Assert.Equal(2, run.Report!.SubmissionsUsed);
    }

    [Fact]
    public async Task A_budget_is_kept_to_and_the_rest_is_asked_for_later()
    {
        using StateFolder folder = new();
        StillClock clock = new(ScriptedRoute.Start.AddDays(90));
        ScriptedRoute route = new(1) { Log = ScriptedRoute.MakeLog(1, 50, TimeSpan.FromDays(30)), Limits = Small with { MostRecords = 1000, LongestSlice = TimeSpan.FromDays(2), SubmissionsPerDay = 200, MostParallel = 3 } };
        AuditLogSearchOptions options = SearchRun.Options(folder.Path) with { Clock = clock, MostSubmissions = 4 };
        SearchRun first = await SearchRun.Go(route, SearchRun.Query(30), options);
        Assert.Equal(TenantRequestProblem.LimitReached, first.Search.StoppedBy!.Problem);
        Assert.Equal(4, route.Submitted);
        Assert.False(first.Report!.IsComplete);
        Assert.Contains(first.Report.Slices, static slice => slice.State == SliceState.NotAsked);
        Assert.Contains(first.Report.BlindIntervals, static interval => interval.Cause == BlindCause.WindowMissing);
        Assert.Contains("2026-12-01", first.Report.Problem, StringComparison.Ordinal);

        SearchRun same = await SearchRun.Go(route, SearchRun.Query(30), options);
        Assert.Equal(4, route.Submitted);
        Assert.Equal(first.Rows.Count, same.Rows.Count);

        for (int day = 1; day <= 4; day++)
        {
            clock.Now += TimeSpan.FromDays(1.01);
            same = await SearchRun.Go(route, SearchRun.Query(30), options);
        }

        Assert.True(same.Report!.IsComplete);
        Assert.Equal(50, same.Rows.Count);
    }

    [Fact]
    public async Task Waits_double_and_are_spread()
    {
        WaitClock clock = new(ScriptedRoute.Start.AddDays(90));
        ScriptedRoute route = new(1) { Limits = Small, Answer = static (_, _, _) => throw new TenantRequestException(TenantRequestProblem.Throttled, "Busy.") };
        AuditLogSearchOptions options = new() { Clock = clock, Attempts = 5, FirstDelay = TimeSpan.FromSeconds(2), LongestDelay = TimeSpan.FromSeconds(10), Random = static () => 0.5 };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.1), options);
        Assert.Equal([1.0, 2.0, 4.0, 5.0], clock.Waits.Select(static wait => wait.TotalSeconds));
        Assert.Equal(SliceState.Failed, Assert.Single(run.Report!.Slices).State);
        Assert.Null(run.Search.StoppedBy);
    }

    [Theory]
    [InlineData(TenantRequestProblem.SignInNeeded, true)]
    [InlineData(TenantRequestProblem.PermissionMissing, true)]
    [InlineData(TenantRequestProblem.LimitReached, true)]
    [InlineData(TenantRequestProblem.Refused, false)]
    [InlineData(TenantRequestProblem.Network, false)]
    public async Task One_failed_slice_ends_the_search_only_where_the_others_would_fail_too(TenantRequestProblem problem, bool isFatal)
    {
        ScriptedRoute route = new(1)
        {
            Limits = Small with { LongestSlice = TimeSpan.FromHours(1) },
            Answer = (slice, _, _) => slice.From == ScriptedRoute.Start.AddHours(1)
                ? throw new TenantRequestException(problem, "No.")
                : new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = 0, Received = 0 },
        };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(3 / 24.0), SearchRun.Options(null) with { Attempts = 2 });
        Assert.Equal(isFatal, run.Search.StoppedBy is not null);
        Assert.Equal(
            isFatal ? [SliceState.Complete, SliceState.NotAsked, SliceState.NotAsked] : [SliceState.Complete, SliceState.Failed, SliceState.Complete],
            run.Report!.Slices.Select(static slice => slice.State));
        Assert.Equal(ScriptedRoute.Start.AddHours(1), run.Report.BlindIntervals.Min(static interval => interval.From));
    }

    [Fact]
    public async Task A_request_that_is_wrong_from_the_first_ends_the_search()
    {
        ScriptedRoute route = new(1) { Limits = Small with { LongestSlice = TimeSpan.FromHours(1) }, Answer = static (_, _, _) => throw new TenantRequestException(TenantRequestProblem.Refused, "Unknown record type.") };
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(null));
        Assert.Equal("Unknown record type.", run.Search.StoppedBy!.Message);
        Assert.Single(route.Slices);
    }

    [Fact]
    public async Task It_stops_within_a_second()
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource asked = new();
        ScriptedRoute route = new(1) { Limits = Small, Answer = (_, _, _) => { asked.TrySetResult(); throw new TenantRequestException(TenantRequestProblem.Throttled, "Busy."); } };
        AuditLogSearch search = new(route, SearchRun.Query(1), new AuditLogSearchOptions { Clock = TimeProvider.System, FirstDelay = TimeSpan.FromHours(1), LongestDelay = TimeSpan.FromHours(1), Random = static () => 1 });
        Task<SearchReport> running = search.RunAsync(static (_, _) => ValueTask.CompletedTask, stop.Token);
        await asked.Task;
        Stopwatch watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 900);
    }

    [Fact]
    public async Task Without_a_state_folder_nothing_is_left_behind()
    {
        ScriptedRoute route = new(1) { Log = ScriptedRoute.MakeLog(1, 60, TimeSpan.FromDays(2)), Limits = Small };
        int most = 0;
        string folder = string.Empty;
        await new AuditLogSearch(route, SearchRun.Query(2), SearchRun.Options(null)).RunAsync(
            (found, _) =>
            {
                folder = found.File.Length > 0 ? Path.GetDirectoryName(found.File)! : folder;
                most = Math.Max(most, folder.Length > 0 ? Directory.GetFiles(folder, "*.gz").Length : 0);
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(1, most);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Progress_counts_slices_and_records()
    {
        SearchProgress? seen = null;
        AuditLogSearch? search = null;
        ScriptedRoute route = new(1) { Log = ScriptedRoute.MakeLog(1, 60, TimeSpan.FromDays(2)), Limits = Small with { MostRecords = 1000, LongestSlice = TimeSpan.FromDays(1) } };
        search = new AuditLogSearch(route, SearchRun.Query(2), SearchRun.Options(null) with { Clock = TimeProvider.System });
        await search.RunAsync(
            (_, _) =>
            {
                seen = search.Progress;
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(1.0, seen!.Fraction);
        Assert.Equal(60, seen.Records);
        Assert.Equal(TimeSpan.Zero, seen.Remaining);
        Assert.Equal(0, seen.SlicesAsked);
    }

    private static SearchReport Reread(SearchReport report)
    {
        using StateFolder folder = new();
        string path = Path.Join(Directory.CreateDirectory(folder.Path).FullName, SearchReportFile.FileName);
        File.WriteAllBytes(path, SearchReportFile.Write(report));
        return SearchReportFile.Read(path)!;
    }

    private static TimeSpan Rounded(TimeSpan length) => TimeSpan.FromMinutes(Math.Floor(length.TotalMinutes / 5) * 5);
}
