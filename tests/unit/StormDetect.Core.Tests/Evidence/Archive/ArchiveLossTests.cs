using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Archives;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>A hole that nothing can fill is accepted by somebody, for a reason, and is never taken for clean.</summary>
public sealed class ArchiveLossTests : IDisposable
{
    private static readonly ArchiveWindow s_hole = new(ArchiveLab.Day(4), ArchiveLab.Day(5));
    private readonly ArchiveLab _lab = new();

    private ArchiveSearchState State => new(_lab.Root, ArchiveLab.Tenant);

    [Fact]
    public void A_hole_that_a_run_still_cannot_fill_is_accepted_in_the_chain_and_passed()
    {
        Collect(1, 7, s_hole);
        Assert.Equal(s_hole.From, AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));
        ArchiveRunResult run = Collect(3, 8, s_hole, "expired, ticket 4711");
        ArchiveGap loss = Assert.Single(run.AcceptedLosses);
        Assert.Equal((s_hole.From, s_hole.To, "expired, ticket 4711", "kim"), (loss.From, loss.To, loss.Reason, loss.Operator));
        Assert.Contains("no answer", loss.Cause, StringComparison.Ordinal);
        Assert.NotNull(loss.AcceptedAt);
        Assert.Equal(ArchiveLab.Day(8), run.CoveredUntil);

        ArchiveCheckResult check = _lab.Check();
        Assert.Equal((CheckStatus.Passed, 0), (check.Status, check.Gaps.Count));
        Assert.Equal(loss, Assert.Single(check.AcceptedLosses));
        ArchiveFinding finding = Assert.Single(check.Findings);
        Assert.Equal((ArchiveFindingKind.AcceptedLoss, CheckStatus.Passed), (finding.Kind, finding.Status));
        Assert.Contains("ticket 4711", finding.Reason, StringComparison.Ordinal);
        Assert.Contains("1 accepted loss", check.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Later_runs_leave_it_out_and_find_it_however_far_back_it_was_accepted()
    {
        Collect(1, 7, s_hole);
        Collect(3, 8, s_hole, "expired");
        ArchiveWindow other = new(ArchiveLab.Day(8), ArchiveLab.Day(8).AddHours(2));
        Collect(7, 9, other);
        Collect(7, 9, other, "expired too");
        Collect(8, 10, other);
        AuditLogQuery query = State.Next(new ArchiveCollectionOptions { LateDays = 9 }, ArchiveLab.Day(11))!.Query;
        Assert.Equal([s_hole, other], query.Except);
        Assert.Equal(other, Assert.Single(State.Next(new ArchiveCollectionOptions { LateDays = 3 }, ArchiveLab.Day(11))!.Query.Except));

        // Who names a start asks for all of it.
        Assert.Empty(State.Next(new ArchiveCollectionOptions { Start = ArchiveLab.Day(1) }, ArchiveLab.Day(11))!.Query.Except);
        Assert.Equal(2, _lab.Check().AcceptedLosses.Count);
    }

    [Fact]
    public void Only_what_was_a_hole_before_and_was_tried_again_is_accepted()
    {
        // New with this run, so the next may get it.
        Assert.Empty(Collect(1, 7, s_hole, "at once").AcceptedLosses);
        Assert.Equal(s_hole.From, AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));

        // Not asked for, because the search ended before.
        SearchReport report = Report(3, 8, s_hole);
        report = report with { Slices = [.. report.Slices.Select(static slice => slice with { State = slice.State == SliceState.Failed ? SliceState.NotAsked : slice.State })] };
        Assert.Empty(Collect(report, "not tried").AcceptedLosses);

        // Filled by this very run.
        ArchiveWindow half = s_hole with { To = s_hole.From.AddHours(12) };
        ArchiveGap loss = Assert.Single(Collect(3, 8, half, "the rest").AcceptedLosses);
        Assert.Equal((half.From, half.To), (loss.From, loss.To));
        Assert.Empty(_lab.Check().Gaps);
        Assert.Empty(Collect(3, 9, half, "again").AcceptedLosses);

        // By nothing but a reason.
        Collect(8, 10, new ArchiveWindow(ArchiveLab.Day(9), ArchiveLab.Day(10)));
        Assert.Empty(Collect(8, 10, new ArchiveWindow(ArchiveLab.Day(9), ArchiveLab.Day(10))).AcceptedLosses);
        Assert.Single(_lab.Check().Gaps);
    }

    [Fact]
    public void It_stays_blind_for_hunts_whatever_records_there_are_of_it()
    {
        Collect(1, 7, s_hole);
        Collect(3, 8, s_hole, "expired");

        // One turns up: it is archived, and proves nothing about the rest.
        _lab.Export(_lab.Write(ArchiveLab.Record(9000, s_hole.From.AddHours(7))));
        Assert.Single(_lab.Read(new AuditReadOptions { Start = s_hole.From, End = s_hole.To }).Records);
        MailHunt hunt = new(new MailHuntOptions());
        hunt.AddFiles([_lab.Root], TestContext.Current.CancellationToken);
        MailHuntResult result = hunt.Complete(TestContext.Current.CancellationToken);
        BlindInterval blind = Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Text.Contains("accepted", StringComparison.Ordinal));
        Assert.Equal((s_hole.From, s_hole.To, BlindCause.WindowMissing, Certainty.Certain), (blind.From, blind.To, blind.Cause, blind.Certainty));
        Assert.Contains("accepted by kim (expired)", blind.Text, StringComparison.Ordinal);
        Assert.Equal(Verdict.CannotConclude, result.Verdict);

        ArchiveCheckResult check = Assert.Single(AuditArchiveCheck.Run(
            new ArchiveCheckOptions { Paths = [_lab.Root], Retention = RetentionProfile.OfDays(6, 6), Now = ArchiveLab.Day(8) }, TestContext.Current.CancellationToken));
        Assert.Equal(RetentionAnswer.NotMet, check.Retention!.Answer);
        Assert.Contains("loss was accepted", check.Retention.Reason, StringComparison.Ordinal);

        // Only what covers its time fills it.
        Collect(4, 6, null);
        Assert.Empty(_lab.Check().AcceptedLosses);
    }

    [Fact]
    public void A_slice_that_lacks_only_what_was_accepted_is_no_news()
    {
        Collect(1, 7, s_hole);
        Collect(3, 8, s_hole, "expired");
        SearchReport same = Report(3, 8, s_hole);
        Collect(same, null);
        Assert.Equal(SliceState.Failed, Assert.Single(State.AcceptedSlices(same)).State);
        Assert.True(State.IsComplete(same));
        Assert.False(same.IsComplete);

        // What never came besides is.
        SearchReport more = Report(7, 10, new ArchiveWindow(ArchiveLab.Day(9), ArchiveLab.Day(10)));
        Collect(more, null);
        Assert.Empty(State.AcceptedSlices(more));
        Assert.False(State.IsComplete(more));
    }

    [Fact]
    public void A_changed_reason_breaks_the_chain()
    {
        Collect(1, 7, s_hole);
        Collect(3, 8, s_hole, "expired");
        string entry = Path.Join(_lab.TenantFolder, "manifest", "000002.json");
        File.WriteAllText(entry, File.ReadAllText(entry).Replace("expired", "expirex", StringComparison.Ordinal));
        Assert.Contains(_lab.Check().Findings, static finding => finding.Kind == ArchiveFindingKind.EntryDamaged);
    }

    [Fact]
    public void The_holes_that_would_be_accepted_are_those_within_what_is_asked_for()
    {
        Collect(1, 7, s_hole);
        ArchiveGap open = Assert.Single(State.OpenGaps(new AuditLogQuery { Start = s_hole.From.AddHours(6), End = ArchiveLab.Day(9) }));
        Assert.Equal((s_hole.From.AddHours(6), s_hole.To), (open.From, open.To));
        Assert.Empty(State.OpenGaps(new AuditLogQuery { Start = ArchiveLab.Day(5), End = ArchiveLab.Day(9) }));
    }

    [Fact]
    public void Windows_less_windows_are_what_hours_say()
    {
        Gen<int[][]> gen = Gen.Choose(0, 40).ListOf(2).Select(static pair => pair.Order().ToArray()).ListOf(5).Select(static list => list.ToArray());
        Prop.ForAll(gen.ToArbitrary(), gen.ToArbitrary(), static (a, b) =>
        {
            int[] first = Hours(a.Select(Window)), second = Hours(b.Select(Window));
            Assert.Equal(first.Except(second).Order(), Hours(ArchiveCoverage.Without(a.Select(Window), b.Select(Window))));
            Assert.Equal(first.Intersect(second).Order(), Hours(ArchiveCoverage.Within(a.Select(Window), b.Select(Window))));
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));
        static ArchiveWindow Window(int[] hours) => new(ArchiveLab.Day(1).AddHours(hours[0]), ArchiveLab.Day(1).AddHours(hours[1]));
        static int[] Hours(IEnumerable<ArchiveWindow> windows) =>
            [.. windows.SelectMany(static window => Enumerable.Range((int)(window.From - ArchiveLab.Day(1)).TotalHours, (int)(window.To - window.From).TotalHours)).Distinct().Order()];
    }

    public void Dispose() => _lab.Dispose();

    private ArchiveRunResult Collect(int from, int to, ArchiveWindow? lost, string? accept = null) => Collect(Report(from, to, lost), accept);

    // The records of all of it but the hole.
    private ArchiveRunResult Collect(SearchReport report, string? accept)
    {
        using AuditArchiveExport export = new(_lab.Root, new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = ArchiveLab.Tenant, Operator = "kim", AcceptLoss = accept });
        int first = report.Start.Day;
        string[] lines = [.. Enumerable.Range(first, report.End.Day - first).Where(static day => day != s_hole.From.Day).SelectMany(static day => ArchiveLab.Records(day, 1, day * 100))];
        export.AddFiles([_lab.Write(lines)], TestContext.Current.CancellationToken);
        export.Add(report);
        return Assert.Single(export.Complete(static read => ArchiveProvenance.Of(read, window: null)).Archives);
    }

    private static SearchReport Report(int from, int to, ArchiveWindow? lost)
    {
        AuditLogQuery query = new() { Start = ArchiveLab.Day(from), End = ArchiveLab.Day(to) };
        SliceReport[] whole = [.. ArchiveCoverage.Without([new ArchiveWindow(query.Start, query.End)], lost is null ? [] : [lost]).Select(static part => new SliceReport { From = part.From, To = part.To, State = SliceState.Complete })];
        return new SearchReport
        {
            Route = AuditLogRouteKind.GraphQuery,
            TenantId = ArchiveLab.Tenant.ToString(),
            Query = query,
            AsOf = query.End,
            Slices = lost is null ? whole : [.. whole, new SliceReport { From = lost.From, To = lost.To, State = SliceState.Failed, Problem = "no answer" }],
            BlindIntervals = lost is null ? [] : [new BlindInterval(ArchiveLab.Tenant.ToString(), BlindScope.Tenant, string.Empty, lost.From, lost.To, BlindCause.WindowMissing, Certainty.Certain, "The whole tenant: no answer.")],
        };
    }
}
