using System;
using System.IO;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

public sealed class ArchiveSearchStateTests : IDisposable
{
    private static readonly Guid s_tenant = Guid.Parse("11111111-2222-3333-4444-555555555555");
    private static readonly DateTimeOffset s_now = new(2026, 9, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly AuditLogQuery s_interrupted = new() { Start = s_now.AddDays(-5), End = s_now.AddDays(-4), Operations = ["Send"] };

    private readonly string _root = Directory.CreateTempSubdirectory("stormdetect-state-").FullName;
    private readonly ArchiveSearchState _state;

    public ArchiveSearchStateTests() => _state = new ArchiveSearchState(_root, s_tenant);

    private string Report => Path.Join(_state.Folder, SearchReportFile.FileName);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_start_a_new_archive_has_nothing_to_go_on_from()
    {
        Assert.Null(_state.Next(new ArchiveCollectionOptions(), s_now));
        ArchiveCollectionPlan plan = _state.Next(new ArchiveCollectionOptions { Start = s_now.AddDays(-1), Operations = ["Send"] }, s_now)!;
        Assert.False(plan.GoesOn);
        Assert.Equal((s_now.AddDays(-1), s_now, "Send"), (plan.Query.Start, plan.Query.End, Assert.Single(plan.Query.Operations)));
    }

    [Fact]
    public void The_next_search_begins_26_hours_before_the_end_of_what_is_covered()
    {
        DateTimeOffset covered = s_now.AddHours(-3);
        Archive(s_now.AddDays(-20), covered, null);
        ArchiveCollectionPlan plan = _state.Next(new ArchiveCollectionOptions { LateDays = 0 }, s_now)!;
        Assert.Equal((covered.AddHours(-26), s_now, null), (plan.Query.Start, plan.Query.End, plan.LookedBack));
        Assert.False(plan.LooksBack);
    }

    [Fact]
    public void The_first_run_of_a_day_looks_back_for_late_records_and_the_archive_knows_that_it_did()
    {
        DateTimeOffset covered = s_now.AddHours(-3);
        Archive(s_now.AddDays(-20), covered, null);
        ArchiveCollectionPlan plan = _state.Next(new ArchiveCollectionOptions(), s_now)!;
        Assert.Equal((s_now.AddDays(-7), covered.AddHours(-26), s_now), (plan.Query.Start, plan.NeededFrom, plan.LookedBack));
        Assert.True(plan.LooksBack);

        // Not again on that day, whoever asks; runs that did not look back do not change that.
        Archive(plan.Query.Start, s_now, plan.LookedBack);
        Assert.Null(_state.Next(new ArchiveCollectionOptions(), s_now)!.LookedBack);
        Archive(s_now.AddDays(-1), s_now.AddHours(1), null);
        Assert.False(_state.Next(new ArchiveCollectionOptions(), s_now.Date.AddDays(1).AddTicks(-1))!.LooksBack);
        Assert.False(new ArchiveSearchState(_root, s_tenant).Next(new ArchiveCollectionOptions { End = s_now.AddDays(-1) }, s_now.AddDays(3))!.LooksBack);
        Assert.True(_state.Next(new ArchiveCollectionOptions { LateDays = 2 }, s_now.Date.AddDays(1))!.LooksBack);
    }

    [Fact]
    public void What_asks_for_all_of_it_anyway_has_looked_back()
    {
        Assert.Equal(s_now, _state.Next(new ArchiveCollectionOptions { Start = s_now.AddDays(-30) }, s_now)!.LookedBack);
        Assert.Null(_state.Next(new ArchiveCollectionOptions { Start = s_now.AddDays(-2) }, s_now)!.LookedBack);
        Assert.Null(_state.Next(new ArchiveCollectionOptions { Start = s_now.AddDays(-30), LateDays = 0 }, s_now)!.LookedBack);

        // A time long past is not today's.
        Assert.Equal(s_now.AddDays(-20), _state.Next(new ArchiveCollectionOptions { Start = s_now.AddDays(-30), End = s_now.AddDays(-20) }, s_now)!.LookedBack);
    }

    [Fact]
    public void Nothing_is_asked_from_before_the_archive_or_beyond_the_reach_of_the_way_to_the_log()
    {
        DateTimeOffset covered = s_now.AddHours(-3);
        Archive(s_now.AddDays(-4), covered, null);
        ArchiveCollectionPlan plan = _state.Next(new ArchiveCollectionOptions(), s_now)!;
        Assert.Equal((s_now.AddDays(-4), s_now), (plan.Query.Start, plan.LookedBack));

        ArchiveCollectionPlan near = plan.Within(Reaching(s_now.AddDays(-3)));
        Assert.Equal((s_now.AddDays(-3).AddHours(1), s_now), (near.Query.Start, near.LookedBack));
        Assert.Equal(plan, plan.Within(Reaching(null)));

        // What the archive needs is asked for, so that what cannot be had of it is a hole.
        Assert.Equal(plan.NeededFrom, plan.Within(Reaching(s_now.AddHours(-5))).Query.Start);
        SearchPlan Reaching(DateTimeOffset? from) => new()
        {
            Route = AuditLogRouteKind.ManagementActivity, TenantId = string.Empty, Slices = [], Finished = 0, MostParallel = 1, Submissions = 0, MostSubmissions = null, SubmissionsPerDay = null,
            BlindIntervals = from is null ? [] : [new BlindInterval(string.Empty, BlindScope.Tenant, string.Empty, plan.Query.Start, from.Value, BlindCause.WindowMissing, Certainty.Certain, "out of reach")],
        };
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(AuditLogRouteKind.GraphQuery, true)]
    [InlineData(AuditLogRouteKind.ManagementActivity, false)]
    public void A_search_that_was_interrupted_comes_first_if_it_can_be_gone_on_with(AuditLogRouteKind? route, bool isUsed)
    {
        SearchReport report = Interrupt();
        ArchiveCollectionOptions options = new() { Start = s_now.AddDays(-1), End = s_now, Route = route };
        ArchiveCollectionPlan looked = _state.Look(options, s_now)!;
        Assert.True(Directory.Exists(_state.Folder));
        ArchiveCollectionPlan plan = _state.Next(options, s_now)!;
        Assert.Equal((isUsed, isUsed ? s_interrupted.Start : s_now.AddDays(-1)), (plan.GoesOn, plan.Query.Start));
        Assert.Equal((looked.GoesOn, looked.Query.Start), (plan.GoesOn, plan.Query.Start));
        Assert.False(plan.LooksBack);
        Assert.Equal(isUsed, Directory.Exists(_state.Folder));

        _state.Forget(report);
        Assert.Equal(isUsed, Directory.Exists(_state.Folder));
        _state.Forget(report with { Slices = [] });
        Assert.False(Directory.Exists(_state.Folder));
    }

    [Fact]
    public void What_is_damaged_is_taken_away()
    {
        Interrupt();
        File.WriteAllText(Report, "{\"half\":");
        Assert.False(_state.Next(new ArchiveCollectionOptions { Start = s_now.AddDays(-1), End = s_now }, s_now)!.GoesOn);
        Assert.False(Directory.Exists(_state.Folder));
    }

    private void Archive(DateTimeOffset from, DateTimeOffset to, DateTimeOffset? lookedBack)
    {
        using AuditArchiveExport export = new(_root, new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = s_tenant });
        ArchiveWindow window = new(from, to);
        export.Complete(new ArchiveProvenance { Source = "Search", Asked = [window], Covered = [window], LookedBack = lookedBack });
    }

    private SearchReport Interrupt()
    {
        SearchReport report = new()
        {
            Route = AuditLogRouteKind.GraphQuery,
            TenantId = s_tenant.ToString(),
            Query = s_interrupted,
            AsOf = s_now,
            Slices = [new SliceReport { From = s_interrupted.Start, To = s_interrupted.End, State = SliceState.NotAsked }],
            BlindIntervals = [],
        };
        Directory.CreateDirectory(_state.Folder);
        File.WriteAllBytes(Report, SearchReportFile.Write(report));
        return report;
    }
}
