using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>Content of which a slice had nothing, though others have.</summary>
public sealed class QuietContentTests : IDisposable
{
    private readonly StateFolder _folder = new();

    private static AuditRouteLimits Hours(double hours) => new() { MostRecords = long.MaxValue, LongestSlice = TimeSpan.FromHours(hours), ShortestSlice = TimeSpan.FromMinutes(1), MostParallel = 1 };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Is_asked_for_once_more_at_the_end_alone_and_what_comes_counts()
    {
        ScriptedRoute route = Route(6, static (slice, receiver) => Send(slice.Content == "General" ? "11111111-2222-4333-8444-555566667777" : null, receiver));
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.5), SearchRun.Options(_folder.Path));

        AuditSlice first = new(ScriptedRoute.Start, ScriptedRoute.Start.AddHours(6));
        Assert.Equal([first, first with { From = first.To, To = first.To.AddHours(6) }, first with { Content = "General" }], route.Slices);
        Assert.Single(run.Rows);
        Assert.True(run.Report!.IsComplete);
        Assert.Equal(1, run.Search.Progress.Fraction);
        Assert.Equal(["of General there was nothing at first, and something when it was asked for again; there was nothing of DLP: a subscription does not deliver what came before it", "", "there was nothing of DLP: a subscription does not deliver what came before it"], run.Report.Slices.Select(static slice => slice.FlagsText.Replace(" | ", "; ", StringComparison.Ordinal)));

        // It is read back, and gone on with, as it was.
        SearchReport read = SearchReportFile.Read(Path.Combine(_folder.Path, SearchReportFile.FileName))!;
        Assert.Equal(run.Report.Slices.Select(static slice => slice + slice.FlagsText), read.Slices.Select(static slice => slice + slice.FlagsText));
        SearchRun later = await SearchRun.Go(route, SearchRun.Query(0.5), SearchRun.Options(_folder.Path));
        Assert.Equal(3, route.Slices.Count);
        Assert.Equal(run.Rows, later.Rows);
        Assert.Equal(run.Report.Lines, later.Report!.Lines);
    }

    [Fact]
    public async Task That_stays_empty_is_believed_and_flagged()
    {
        ScriptedRoute route = Route(6, static (_, receiver) => Send(null, receiver), stays: true);
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.5), SearchRun.Options(null));
        Assert.Equal(3, route.Slices.Count);
        Assert.True(run.Report!.IsComplete);
        Assert.Contains("there was nothing of General, of which other slices have something; asked for again at the end of the search", run.Report.Slices[0].FlagsText, StringComparison.Ordinal);
        Assert.Equal("again there was nothing", run.Report.Slices.Single(static slice => slice.Content.Length > 0).FlagsText);
    }

    [Fact]
    public async Task In_less_than_an_hour_is_believed_at_once()
    {
        ScriptedRoute route = Route(0.9, static (_, receiver) => Send(null, receiver));
        await SearchRun.Go(route, SearchRun.Query(0.2), SearchRun.Options(null));
        Assert.DoesNotContain(route.Slices, static slice => slice.Content.Length > 0);
    }

    [Fact]
    public async Task That_cannot_be_asked_for_again_is_not_seen_until_a_later_run_can()
    {
        bool fails = true;
        ScriptedRoute route = Route(6, (slice, receiver) => slice.Content.Length > 0 && fails ? throw new TenantRequestException(TenantRequestProblem.SignInNeeded, "Sign in again.") : Send(null, receiver), stays: true);
        SearchRun run = await SearchRun.Go(route, SearchRun.Query(0.5), SearchRun.Options(_folder.Path));
        Assert.NotNull(run.Search.StoppedBy);
        Assert.Equal("General", Assert.Single(run.Report!.Slices, static slice => slice.State == SliceState.NotAsked).Content);
        Assert.Contains("of General", Assert.Single(run.Report.BlindIntervals).Text, StringComparison.Ordinal);

        fails = false;
        route.Slices.Clear();
        SearchRun later = await SearchRun.Go(route, SearchRun.Query(0.5), SearchRun.Options(_folder.Path));
        Assert.Equal("General", Assert.Single(route.Slices).Content);
        Assert.True(later.Report!.IsComplete);
    }

    /// <summary>A route whose first slice has nothing of General, and none of which has any DLP.</summary>
    private static ScriptedRoute Route(double hours, Func<AuditSlice, ISliceReceiver, int> rows, bool stays = false) => new(1)
    {
        Kind = AuditLogRouteKind.ManagementActivity,
        Limits = Hours(hours),
        Answer = (slice, _, receiver) => new SliceAttempt
        {
            Outcome = SliceOutcome.Complete,
            Received = rows(slice, receiver),
            Quiet = slice.Content.Length > 0 ? stays ? [slice.Content] : [] : slice.From == ScriptedRoute.Start ? ["General", "DLP"] : ["DLP"],
        },
    };

    private static int Send(string? id, ISliceReceiver receiver)
    {
        if (id is not null)
        {
            receiver.Record(Encoding.UTF8.GetBytes(ScriptedRoute.Record(Guid.Parse(id), ScriptedRoute.Start.AddHours(1), "Send")));
        }

        return id is null ? 0 : 1;
    }
}
