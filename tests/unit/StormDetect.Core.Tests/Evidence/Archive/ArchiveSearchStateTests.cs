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
        Assert.Null(_state.Next(null, null, [], null, s_now, out bool goesOn));
        Assert.False(goesOn);
        AuditLogQuery query = _state.Next(s_now.AddDays(-1), null, ["Send"], null, s_now, out _)!;
        Assert.Equal((s_now.AddDays(-1), s_now, "Send"), (query.Start, query.End, Assert.Single(query.Operations)));
    }

    [Fact]
    public void The_next_search_begins_26_hours_before_the_end_of_what_is_covered()
    {
        DateTimeOffset covered = s_now.AddHours(-3);
        using (AuditArchiveExport export = new(_root, new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = s_tenant }))
        {
            ArchiveWindow window = new(s_now.AddDays(-2), covered);
            export.Complete(new ArchiveProvenance { Asked = [window], Covered = [window] });
        }

        AuditLogQuery query = _state.Next(null, null, [], null, s_now, out _)!;
        Assert.Equal((covered.AddHours(-26), s_now), (query.Start, query.End));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(AuditLogRouteKind.GraphQuery, true)]
    [InlineData(AuditLogRouteKind.ManagementActivity, false)]
    public void A_search_that_was_interrupted_comes_first_if_it_can_be_gone_on_with(AuditLogRouteKind? route, bool isUsed)
    {
        SearchReport report = Interrupt();
        AuditLogQuery query = _state.Next(s_now.AddDays(-1), s_now, [], route, s_now, out bool goesOn)!;
        Assert.Equal((isUsed, isUsed ? s_interrupted.Start : s_now.AddDays(-1)), (goesOn, query.Start));
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
        Assert.NotNull(_state.Next(s_now.AddDays(-1), s_now, [], null, s_now, out bool goesOn));
        Assert.False(goesOn);
        Assert.False(Directory.Exists(_state.Folder));
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
