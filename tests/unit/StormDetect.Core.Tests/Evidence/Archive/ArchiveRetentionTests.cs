using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>Gaps, duplicates, hot and cold, and how long a log is kept.</summary>
public sealed class ArchiveRetentionTests : IDisposable
{
    private static readonly RetentionProfile s_month = new("Month", 0, 1);
    private readonly ArchiveLab _lab = new();

    [Theory]
    [InlineData(1, 30, RetentionAnswer.Met)]
    [InlineData(10, 30, RetentionAnswer.NotMet)]
    [InlineData(1, 20, RetentionAnswer.NotMet)]
    public void Retention_is_met_by_what_was_covered_without_a_hole(int from, int to, RetentionAnswer expected)
    {
        DateTimeOffset now = ArchiveLab.Day(1).AddDays(30);
        _lab.Collect(_lab.Write(ArchiveLab.Records(from, 1)), ArchiveLab.Day(from), ArchiveLab.Day(to));
        ArchiveRetention retention = Judge(s_month, now);
        Assert.Equal(expected, retention.Answer);
        Assert.Equal(expected, Judge(s_month with { SearchableMonths = 1, RetrievableMonths = 0 }, now).Answer);
    }

    [Fact]
    public void A_hole_is_not_met_and_a_quiet_day_of_an_export_is_unknown()
    {
        DateTimeOffset now = ArchiveLab.Day(1).AddDays(30);
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 1)), ArchiveLab.Day(1), ArchiveLab.Day(10));
        _lab.Collect(_lab.Write(ArchiveLab.Records(11, 1, 100)), ArchiveLab.Day(11), ArchiveLab.Day(30));
        Assert.Equal(RetentionAnswer.NotMet, Judge(s_month, now).Answer);
        Assert.Equal(ArchiveGapKind.NeverAsked, Assert.Single(_lab.Check().Gaps).Kind);

        using ArchiveLab files = new();
        files.Export(files.Write([.. ArchiveLab.Records(1, 9), .. ArchiveLab.Records(11, 20, 1000)]));
        ArchiveCheckResult check = AuditArchiveCheck.Run(new ArchiveCheckOptions { Paths = [files.Root], Now = now, Retention = s_month }, TestContext.Current.CancellationToken)[0];
        Assert.Equal(RetentionAnswer.Unknown, check.Retention!.Answer);
        ArchiveGap gap = Assert.Single(check.Gaps);
        Assert.Equal((ArchiveGapKind.NoRecords, ArchiveLab.Day(10), ArchiveLab.Day(11)), (gap.Kind, gap.From, gap.To));
        Assert.True(check.IsIntact);
        Assert.Contains("1 gap in time", check.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_may_lie_in_a_cold_folder()
    {
        DateTimeOffset now = ArchiveLab.Day(1).AddDays(30);
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 20)), ArchiveLab.Day(1), ArchiveLab.Day(30));
        string cold = Path.Join(_lab.Folder("cold"), ArchiveLab.Tenant.ToString());
        Directory.CreateDirectory(Path.Join(cold, "2026", "06"));
        Directory.Move(Path.Join(_lab.TenantFolder, "2026", "06", "2026-06-05"), Path.Join(cold, "2026", "06", "2026-06-05"));
        Assert.Equal(CheckStatus.Failed, _lab.Check().Status);

        ArchiveCheckResult both = Check(now, [_lab.Root], [_lab.Folder("cold")]);
        Assert.True(both.IsIntact, both.Summary);
        Assert.Equal((RetentionAnswer.Met, RetentionAnswer.Met), (both.Retention!.Searchable, both.Retention.Retrievable));
        ArchiveRetention searchable = AuditArchiveCheck.Run(
            new ArchiveCheckOptions { Paths = [_lab.Root], ColdPaths = [_lab.Folder("cold")], Now = now, Retention = new RetentionProfile("x", 1, 1) }, TestContext.Current.CancellationToken)[0].Retention!;
        Assert.Equal((RetentionAnswer.NotMet, RetentionAnswer.Met), (searchable.Searchable, searchable.Retrievable));
        Assert.Contains("only in cold storage", searchable.Reason, StringComparison.Ordinal);

        // A copy that was changed is found though the other one is good.
        File.Copy(Path.Join(cold, "2026", "06", "2026-06-05", "part-000001.idx"), Directory.CreateDirectory(Path.Join(_lab.TenantFolder, "2026", "06", "2026-06-05")).FullName + "/part-000001.idx");
        Assert.True(Check(now, [_lab.Root], [_lab.Folder("cold")]).IsIntact);
        File.AppendAllText(Path.Join(cold, "2026", "06", "2026-06-05", "part-000001.idx"), "x");
        Assert.Equal(ArchiveFindingKind.IndexDamaged, Check(now, [_lab.Root], [_lab.Folder("cold")]).Findings[0].Kind);
    }

    [Fact]
    public void Records_that_are_there_twice_are_counted()
    {
        string export = _lab.Write(ArchiveLab.Records(1, 1));
        _lab.Export(export);
        string index = Path.Join(_lab.TenantFolder, "2026", "06", "2026-06-01", "part-000001.idx");
        File.Move(index, _lab.Folder("away.idx"));
        _lab.Export(export);
        File.Move(_lab.Folder("away.idx"), index);
        ArchiveCheckResult check = _lab.Check();
        Assert.True(check.IsIntact, check.Summary);
        Assert.Equal(24, check.Duplicates);
        Assert.Equal(ArchiveFindingKind.DuplicateRecords, Assert.Single(check.Findings).Kind);
        Assert.Equal(24, _lab.Ids().Length);
    }

    public void Dispose() => _lab.Dispose();

    private static ArchiveCheckResult Check(DateTimeOffset now, string[] hot, string[] cold) =>
        Assert.Single(AuditArchiveCheck.Run(new ArchiveCheckOptions { Paths = hot, ColdPaths = cold, Now = now, Retention = s_month }, TestContext.Current.CancellationToken));

    private ArchiveRetention Judge(RetentionProfile profile, DateTimeOffset now) =>
        Assert.Single(AuditArchiveCheck.Run(new ArchiveCheckOptions { Paths = [_lab.Root], Now = now, Retention = profile }, TestContext.Current.CancellationToken)).Retention!;
}
