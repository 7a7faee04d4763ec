using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>Runs add what is new, to the right tenant and day, and change nothing that is there.</summary>
public sealed class ArchiveRunTests : IDisposable
{
    private readonly ArchiveLab _lab = new();

    [Fact]
    public void Overlap_is_stored_once_and_late_records_make_a_new_part_of_their_day()
    {
        string[] june = ArchiveLab.Records(1, 3);
        string[] early = [.. june.Take(60).Where((_, i) => i != 5)];
        ArchiveRunResult first = Assert.Single(_lab.Export(_lab.Write(early)).Archives);
        Assert.Equal((59, 0, 3), (first.Stored, first.AlreadyArchived, first.Parts));
        Dictionary<string, DateTime> before = _lab.Files().ToDictionary(static file => file, File.GetLastWriteTimeUtc);
        Dictionary<string, byte[]> contents = before.Keys.ToDictionary(static file => file, File.ReadAllBytes);

        ArchiveRunResult second = Assert.Single(_lab.Export(_lab.Write(june)).Archives);
        Assert.Equal((13, 59, 2), (second.Stored, second.AlreadyArchived, second.Parts));
        Assert.Equal(ArchiveLab.Day(1), second.FirstDay);
        Assert.Equal(ArchiveLab.Day(3), second.LastDay);
        Assert.All(contents, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));
        Assert.Equal(ArchiveLab.IdsOf(june), _lab.Ids());
        Assert.Contains(_lab.Files(), static file => file.EndsWith("2026/06/2026-06-01/part-000002.jsonl.gz".Replace('/', Path.DirectorySeparatorChar), StringComparison.Ordinal));

        ArchiveRunResult third = Assert.Single(_lab.Export(_lab.Write(june)).Archives);
        Assert.Equal((0, 72, 0), (third.Stored, third.AlreadyArchived, third.Parts));
        ArchiveCheckResult check = _lab.Check(first.Head, second.Head, third.Head);
        Assert.Equal((CheckStatus.Passed, 3, 72, 0), (check.Status, check.Runs, check.Records, check.Duplicates));
        Assert.Empty(check.Findings);
    }

    [Fact]
    public void The_same_record_in_another_form_is_the_same_record()
    {
        string line = ArchiveLab.Record(1, ArchiveLab.Day(1));
        _lab.Export(_lab.Write(line));
        string wrapped = $$"""{"Identity":"x","CreationDate":"2026-06-01T00:00:00Z","Operations":"MailItemsAccessed","UserIds":"KIM@contoso.example","AuditData":{{System.Text.Json.JsonSerializer.Serialize(line)}}}""";
        Assert.Equal(1, Assert.Single(_lab.Export(_lab.Write(wrapped)).Archives).AlreadyArchived);
        string other = line.Replace("kim@", "eve@", StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(_lab.Export(_lab.Write(other)).Archives).Stored);
    }

    [Fact]
    public void Tenants_do_not_mix()
    {
        Guid other = Guid.NewGuid();
        string[] lines = [ArchiveLab.Record(1, ArchiveLab.Day(1)), ArchiveLab.Record(2, ArchiveLab.Day(1), tenant: other), ArchiveLab.Record(3, ArchiveLab.Day(1)).Replace("OrganizationId", "X", StringComparison.Ordinal)];
        AuditArchiveResult result = _lab.Export(_lab.Write(lines));
        Assert.Equal(new[] { string.Empty, ArchiveLab.Tenant.ToString(), other.ToString() }.Order(), result.Archives.Select(static a => a.TenantId).Order());
        Assert.All(result.Archives, static archive => Assert.Equal(1, archive.Stored));
        Assert.Equal(3, ArchiveLab.CheckAll(_lab.Root).Count(static check => check.IsIntact));
        Assert.Equal(3, _lab.Ids().Length);
    }

    [Fact]
    public void Records_of_another_tenant_than_the_one_asked_for_are_refused()
    {
        string[] lines = [ArchiveLab.Record(1, ArchiveLab.Day(1)), ArchiveLab.Record(2, ArchiveLab.Day(1), tenant: Guid.NewGuid()), ArchiveLab.Record(3, ArchiveLab.Day(1)).Replace("OrganizationId", "X", StringComparison.Ordinal)];
        AuditArchiveResult result = _lab.Export(_lab.Write(lines), new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = ArchiveLab.Tenant });
        Assert.Equal(1, result.OtherTenant);
        Assert.Equal((ArchiveLab.Tenant.ToString(), 2L), (Assert.Single(result.Archives).TenantId, result.Archives[0].Stored));
        Assert.Single(Directory.GetDirectories(_lab.Root));
    }

    [Fact]
    public void A_header_of_another_tenant_is_refused()
    {
        _lab.Export(_lab.Write(ArchiveLab.Record(1, ArchiveLab.Day(1))));
        Guid other = Guid.NewGuid();
        Directory.Move(_lab.TenantFolder, Path.Join(_lab.Root, other.ToString()));
        ArchiveException refused = Assert.Throws<ArchiveException>(() => _lab.Export(_lab.Write(ArchiveLab.Record(2, ArchiveLab.Day(1), tenant: other))));
        Assert.Equal(ArchiveProblem.ArchiveDamaged, refused.Problem);
        Assert.Equal(CheckStatus.Failed, Assert.Single(ArchiveLab.CheckAll(Path.Join(_lab.Root, other.ToString()))).Status);
    }

    [Fact]
    public void A_second_run_at_once_is_refused_and_one_behind_a_dead_one_is_not()
    {
        string export = _lab.Write(ArchiveLab.Record(1, ArchiveLab.Day(1)));
        using (AuditArchiveExport first = new(_lab.Root, new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = ArchiveLab.Tenant, Operator = "kim the operator" }))
        {
            ArchiveException refused = Assert.Throws<ArchiveException>(() => _lab.Export(export));
            Assert.Equal(ArchiveProblem.ArchiveLocked, refused.Problem);
            Assert.Contains("kim the operator", refused.Message, StringComparison.Ordinal);
            first.AddFiles([export], TestContext.Current.CancellationToken);
            Assert.Equal(1, Assert.Single(first.Complete(new ArchiveProvenance(), TestContext.Current.CancellationToken).Archives).Stored);
        }

        // The files of the lock are still there, and nobody holds them.
        Assert.True(File.Exists(Path.Join(_lab.TenantFolder, ".lock")));
        Assert.Equal(1, Assert.Single(_lab.Export(export).Archives).AlreadyArchived);
    }

    [Fact]
    public void A_run_that_is_not_completed_leaves_nothing()
    {
        using (AuditArchiveExport export = new(_lab.Root, new AuditArchiveOptions { Clock = TimeProvider.System }))
        {
            export.AddFiles([_lab.Write(ArchiveLab.Records(1, 2))], TestContext.Current.CancellationToken);
        }

        Assert.Empty(_lab.Files());
        Assert.False(Directory.Exists(Path.Join(_lab.TenantFolder, ".staging")));
    }

    [Fact]
    public void A_damaged_archive_is_not_added_to()
    {
        string export = _lab.Write(ArchiveLab.Records(1, 2));
        _lab.Export(export);
        string entry = Path.Join(_lab.TenantFolder, "manifest", "000001.json");
        byte[] bytes = File.ReadAllBytes(entry);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(entry, bytes);
        Assert.Equal(ArchiveProblem.ArchiveDamaged, Assert.Throws<ArchiveException>(() => _lab.Export(export)).Problem);

        // Parts whose entry somebody took away are not mistaken for the rest of a run that ended early.
        File.Delete(entry);
        string[] files = _lab.Files();
        Assert.Equal(ArchiveProblem.ArchiveDamaged, Assert.Throws<ArchiveException>(() => _lab.Export(export)).Problem);
        Assert.Equal(files, _lab.Files());
    }

    [Fact]
    public void A_file_in_the_way_is_an_error_with_a_reason()
    {
        File.WriteAllText(_lab.Root, "no folder");
        ArchiveException failure = Assert.Throws<ArchiveException>(() => _lab.Export(_lab.Write(ArchiveLab.Records(1, 1))));
        Assert.Equal(ArchiveProblem.ArchiveInputOutput, failure.Problem);
    }

    [Fact]
    public void A_log_that_jumps_between_many_days_is_stored_whole()
    {
        string[] lines = [.. Enumerable.Range(0, 4000).Select(static i => ArchiveLab.Record(i + 1, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(i * 37 % 400)))];
        ArchiveRunResult run = Assert.Single(_lab.Export(_lab.Write(lines), new AuditArchiveOptions { Clock = TimeProvider.System, MemberBytes = 700 }).Archives);
        Assert.Equal((4000, 400), (run.Stored, run.Parts));
        Assert.Equal(ArchiveLab.IdsOf(lines), _lab.Ids());
        Assert.True(_lab.Check().IsIntact);
    }

    [Fact]
    public void Collection_goes_on_where_it_ended_without_a_hole()
    {
        Assert.Null(AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 2)), ArchiveLab.Day(1), ArchiveLab.Day(3));
        _lab.Collect(_lab.Write(ArchiveLab.Records(3, 1, 100)), ArchiveLab.Day(2), ArchiveLab.Day(6), new ArchiveWindow(ArchiveLab.Day(2), ArchiveLab.Day(4)), new ArchiveWindow(ArchiveLab.Day(5), ArchiveLab.Day(6)));
        Assert.Equal(ArchiveLab.Day(4), AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));
        ArchiveGap gap = Assert.Single(_lab.Check().Gaps);
        Assert.Equal((ArchiveGapKind.NotReceived, ArchiveLab.Day(4), ArchiveLab.Day(5)), (gap.Kind, gap.From, gap.To));
        _lab.Collect(_lab.Write(ArchiveLab.Records(4, 1, 200)), ArchiveLab.Day(4), ArchiveLab.Day(5));
        _lab.Collect(_lab.Write(ArchiveLab.Records(5, 1, 300)), ArchiveLab.Day(5), ArchiveLab.Day(7));
        Assert.Equal(ArchiveLab.Day(7), AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));
        Assert.Empty(_lab.Check().Gaps);
    }

    [Fact]
    public void The_next_collection_begins_where_the_first_did_if_its_beginning_did_not_come()
    {
        _lab.Collect(_lab.Write(ArchiveLab.Records(3, 1)), ArchiveLab.Day(1), ArchiveLab.Day(5), new ArchiveWindow(ArchiveLab.Day(3), ArchiveLab.Day(5)));
        Assert.Equal(ArchiveLab.Day(1), AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 2, 100)), ArchiveLab.Day(1), ArchiveLab.Day(5));
        Assert.Equal(ArchiveLab.Day(5), AuditArchiveExport.CoveredUntil(_lab.Root, ArchiveLab.Tenant));
        Assert.Empty(_lab.Check().Gaps);
    }

    public void Dispose() => _lab.Dispose();
}
