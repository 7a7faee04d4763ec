using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>What a search leaves behind for others: plan, report, files, and what a hunt makes of them.</summary>
public sealed class SearchReportTests
{
    private static AuditRouteLimits Small => new() { MostRecords = 10, LongestSlice = TimeSpan.FromDays(7), ShortestSlice = TimeSpan.FromMinutes(5), MostParallel = 1 };

    [Fact]
    public async Task The_plan_says_what_would_be_asked_and_writes_nothing()
    {
        using StateFolder folder = new();
        ScriptedRoute route = new(1) { Limits = Small with { LongestSlice = TimeSpan.FromDays(180), SubmissionsPerDay = 200 }, OnAsked = static (_, _) => { } };
        AuditLogSearch search = new(route, SearchRun.Query(32), SearchRun.Options(folder.Path));
        SearchPlan plan = search.Plan();
        Assert.Equal(16, plan.Slices.Count);
        Assert.Equal((16, 100, 200), (plan.Submissions, plan.MostSubmissions, plan.SubmissionsPerDay));
        Assert.Contains("16 of the at least 200 submissions", plan.Text, StringComparison.Ordinal);
        Assert.Empty(route.Slices);
        Assert.False(Directory.Exists(folder.Path));

        await search.RunAsync(static (_, _) => ValueTask.CompletedTask, TestContext.Current.CancellationToken);
        SearchPlan after = new AuditLogSearch(route, SearchRun.Query(32), SearchRun.Options(folder.Path)).Plan();
        Assert.Empty(after.Slices);
        Assert.True(after.Finished > 0);
    }

    [Fact]
    public async Task The_report_is_written_and_read_back()
    {
        using StateFolder folder = new();
        ScriptedRoute route = new(4)
        {
            Limits = Small with { LongestSlice = TimeSpan.FromHours(1), SubmissionsPerDay = 9, Extent = "Of the log: the mail." },
            Answer = static (slice, _, _) => slice.From == ScriptedRoute.Start
                ? new SliceAttempt { Outcome = SliceOutcome.Retry, Received = 0, Detail = "failed" }
                : new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = 0, Received = 0 },
        };
        AuditLogQuery query = SearchRun.Query(2 / 24.0, "Send") with { UserIds = ["kim@contoso.example"], Name = "case 12" };
        SearchRun run = await SearchRun.Go(route, query, SearchRun.Options(folder.Path));
        SearchReport read = SearchReportFile.Read(Path.Combine(folder.Path, SearchReportFile.FileName))!;
        Assert.Equal(run.Report!.Lines, read.Lines);
        Assert.Equal(run.Report.Slices.Select(static slice => slice.ToString() + slice.FlagsText + slice.Problem), read.Slices.Select(static slice => slice.ToString() + slice.FlagsText + slice.Problem));
        Assert.Equal(run.Report.BlindIntervals, read.BlindIntervals);
        Assert.Contains("Of the log: the mail.", read.Lines);
        Assert.False(read.IsComplete);
        Assert.Equal(["Send"], read.Query.Operations);
    }

    [Fact]
    public async Task A_folder_with_a_search_is_read_like_an_export()
    {
        using StateFolder folder = new();
        ScriptedRoute route = new(1) { Log = ScriptedRoute.MakeLog(1, 60, TimeSpan.FromDays(2)), Limits = Small with { MostRecords = 1000 } };
        await SearchRun.Go(route, SearchRun.Query(2, "HardDelete", "MailItemsAccessed"), SearchRun.Options(folder.Path));
        AuditLogReader reader = new(new AuditReadOptions());
        Assert.Equal(60, reader.Read([folder.Path], TestContext.Current.CancellationToken).Count());
        Assert.Empty(reader.Report.Problems);
        Assert.Empty(reader.Report.Dropped);
        Assert.Equal(0, reader.Report.Duplicates);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hunt_over_a_search_with_a_missing_slice_cannot_conclude(bool fromFolder)
    {
        // Enough days that nothing else is open; the missing slice is the last one, where no record shows that anything is missing.
        using StateFolder folder = new();
        Support.BusyTenant tenant = new(12, 16, 5);
        AuditRecord[] records = [.. tenant.Records()];
        DateTimeOffset from = records.Min(static record => record.CreationTime);
        AuditLogQuery query = new() { Start = from, End = from.AddDays(18) };
        ScriptedRoute route = new(1)
        {
            TenantId = records[0].OrganizationId!,
            Limits = Small with { MostRecords = 100_000, LongestSlice = TimeSpan.FromDays(18), ShortestSlice = TimeSpan.FromDays(1) },
            Answer = (slice, _, _) => slice.To > from.AddDays(15) ? throw new TenantRequestException(TenantRequestProblem.SignInNeeded, "Sign in again.") : new SliceAttempt { Outcome = SliceOutcome.Complete, Received = 0 },
        };
        SearchRun run = await SearchRun.Go(route, query, SearchRun.Options(folder.Path) with { Clock = new StillClock(from.AddDays(90)) });
        Assert.False(run.Report!.IsComplete);

        MailHuntResult Hunt(bool isTold)
        {
            MailHunt hunt = new(new MailHuntOptions());
            foreach (AuditRecord record in records)
            {
                hunt.Add(record);
            }

            if (isTold && fromFolder)
            {
                hunt.AddFiles([folder.Path], CancellationToken.None);
            }
            else if (isTold)
            {
                hunt.Add(run.Report);
            }

            return hunt.Complete(CancellationToken.None);
        }

        BlindInterval missing = Assert.Single(Hunt(isTold: true).Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.WindowMissing);
        Assert.Equal(from.AddDays(18), missing.To);
        Assert.DoesNotContain(Hunt(isTold: false).Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.WindowMissing);
        MailHuntResult told = Hunt(isTold: true);
        Assert.NotEqual(Verdict.NoEvidence, told.Verdict);
        Assert.Equal(query.End, told.Coverage.End);
    }
}
