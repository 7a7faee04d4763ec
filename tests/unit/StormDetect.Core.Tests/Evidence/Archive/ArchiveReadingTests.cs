using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>What is asked of an archive is read without unpacking the rest, and is the same as without an index.</summary>
public sealed class ArchiveReadingTests : IDisposable
{
    private readonly ArchiveLab _lab = new();

    public static TheoryData<string, string, int, int> Filters() => new()
    {
        { "lee@contoso.example", "", 0, 0 },
        { "LEE@Contoso.example", "", 2, 3 },
        { "", "kim@contoso.example", 0, 0 },
        { "nobody@contoso.example", "", 0, 0 },
        { "", "", 2, 3 },
        { "", "", 9, 0 },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_search_finds_what_a_full_scan_finds(string user, string mailbox, int from, int to)
    {
        string export = Fill();
        AuditReadOptions options = new()
        {
            UserIds = user.Length > 0 ? [user] : [],
            Mailboxes = mailbox.Length > 0 ? [mailbox] : [],
            Start = from > 0 ? ArchiveLab.Day(from) : null,
            End = to > 0 ? ArchiveLab.Day(to) : null,
        };
        (List<AuditRecord> records, ReadReport report) = _lab.Read(options);
        (List<AuditRecord> expected, _) = Reading.Read(options, export);
        Assert.Equal(expected.Select(static r => r.Id).Order(), records.Select(static r => r.Id).Order());
        Assert.Empty(report.Problems);
    }

    [Fact]
    public void A_search_for_a_user_unpacks_the_members_that_have_one_of_hers()
    {
        Fill();
        (_, ReadReport all) = _lab.Read();
        (List<AuditRecord> records, ReadReport some) = _lab.Read(new AuditReadOptions { UserIds = ["rare@contoso.example"] });
        Assert.Equal("rare@contoso.example", Assert.Single(records).UserId);
        Assert.True(some.Bytes * 10 < all.Bytes, $"{some.Bytes} of {all.Bytes}");
        (records, some) = _lab.Read(new AuditReadOptions { RecordIds = [Reading.Guid(7)] });
        Assert.Equal(Reading.Guid(7), Assert.Single(records).Id);
        Assert.True(some.Bytes * 10 < all.Bytes, $"{some.Bytes} of {all.Bytes}");
        (_, some) = _lab.Read(new AuditReadOptions { Operations = ["New-InboxRule"] });
        Assert.Equal(0, some.Bytes);
    }

    [Fact]
    public void Records_of_real_forms_are_found_by_every_mailbox_and_user()
    {
        _lab.Export(_lab.Write(Reading.Lines), new AuditArchiveOptions { Clock = TimeProvider.System, MemberBytes = 20_000 });
        (List<AuditRecord> all, _) = _lab.Read();
        foreach (string user in all.Select(static r => r.UserId ?? string.Empty).Where(static u => u.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(8))
        {
            Assert.Equal(all.Count(r => user.Equals(r.UserId, StringComparison.OrdinalIgnoreCase)), _lab.Read(new AuditReadOptions { UserIds = [user.ToUpperInvariant()] }).Records.Count);
        }

        string plain = _lab.Write(Reading.Lines);
        foreach (string mailbox in all.SelectMany(static r => new[] { r.Mailbox, r.MailboxGuid, r.ObjectId }).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(12))
        {
            AuditReadOptions options = new() { Mailboxes = [mailbox] };
            Assert.Equal(Reading.Read(options, plain).Records.Count, _lab.Read(options).Records.Count);
        }
    }

    [Fact]
    public void What_is_no_part_of_the_archive_is_not_read()
    {
        Fill();
        int count = _lab.Ids().Length;
        string day = Path.Join(_lab.TenantFolder, "2026", "06", "2026-06-01");
        File.WriteAllBytes(Path.Join(day, "part-000009.jsonl.gz"), Packing.Gzip(System.Text.Encoding.UTF8.GetBytes(ArchiveLab.Record(999_999, ArchiveLab.Day(1)))));
        (List<AuditRecord> records, ReadReport report) = _lab.Read();
        Assert.Equal(count, records.Count);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public void A_changed_manifest_hides_no_record()
    {
        Fill();
        int count = _lab.Ids().Length;
        string entry = Path.Join(_lab.TenantFolder, "manifest", "000001.json");
        File.WriteAllText(entry, "{}");
        (List<AuditRecord> records, ReadReport report) = _lab.Read(new AuditReadOptions { Start = ArchiveLab.Day(1) });
        Assert.Equal(count, records.Count);
        Assert.All(report.Problems, static problem => Assert.Equal(InputProblemKind.CorruptArchive, problem.Kind));
        Assert.NotEmpty(report.Problems);
    }

    [Fact]
    public void A_gap_of_the_archive_is_a_blind_interval_of_a_hunt_until_something_fills_it()
    {
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 3)), ArchiveLab.Day(1), ArchiveLab.Day(4));
        _lab.Collect(_lab.Write(ArchiveLab.Records(6, 3, 1000)), ArchiveLab.Day(6), ArchiveLab.Day(9));
        MailHuntResult result = Hunt(_lab.Root);
        BlindInterval blind = Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Text.Contains("archive", StringComparison.Ordinal));
        Assert.Equal(BlindCause.WindowMissing, blind.Cause);
        Assert.Equal((ArchiveLab.Day(4), ArchiveLab.Day(6), Certainty.Certain, ArchiveLab.Tenant.ToString()), (blind.From, blind.To, blind.Certainty, blind.TenantId));
        Assert.Equal(Verdict.CannotConclude, result.Verdict);

        string filling = _lab.Write(ArchiveLab.Records(4, 2, 2000));
        Assert.DoesNotContain(Hunt(_lab.Root, filling).Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.WindowMissing);
    }

    [Fact]
    public void What_was_asked_for_and_did_not_come_whole_stays_blind_until_an_entry_covers_it()
    {
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 8)), ArchiveLab.Day(1), ArchiveLab.Day(9), new ArchiveWindow(ArchiveLab.Day(1), ArchiveLab.Day(4)), new ArchiveWindow(ArchiveLab.Day(5), ArchiveLab.Day(9)));
        BlindInterval blind = Assert.Single(Hunt(_lab.Root).Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.WindowMissing);
        Assert.Equal((ArchiveLab.Day(4), ArchiveLab.Day(5), Certainty.Certain), (blind.From, blind.To, blind.Certainty));

        _lab.Collect(_lab.Write(ArchiveLab.Records(4, 1)), ArchiveLab.Day(4), ArchiveLab.Day(5));
        Assert.DoesNotContain(Hunt(_lab.Root).Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.WindowMissing);
    }

    [Fact]
    public void Days_moved_to_another_store_end_the_archive_earlier_and_days_missing_between_are_a_gap()
    {
        _lab.Collect(_lab.Write(ArchiveLab.Records(1, 6)), ArchiveLab.Day(1), ArchiveLab.Day(7));
        Directory.Delete(Path.Join(_lab.TenantFolder, "2026", "06", "2026-06-01"), recursive: true);
        Directory.Delete(Path.Join(_lab.TenantFolder, "2026", "06", "2026-06-04"), recursive: true);
        (List<AuditRecord> records, ReadReport report) = _lab.Read();
        Assert.Equal(4 * 24, records.Count);
        Assert.Empty(report.Problems);
        ArchiveGap gap = Assert.Single(report.ArchiveGaps);
        Assert.Equal((ArchiveGapKind.NotHere, ArchiveLab.Day(4), ArchiveLab.Day(5)), (gap.Kind, gap.From, gap.To));
    }

    public void Dispose() => _lab.Dispose();

    private static MailHuntResult Hunt(params string[] paths)
    {
        MailHunt hunt = new(new MailHuntOptions());
        hunt.AddFiles(paths, TestContext.Current.CancellationToken);
        return hunt.Complete(TestContext.Current.CancellationToken);
    }

    private string Fill()
    {
        string[] lines = [.. ArchiveLab.Records(1, 4), ArchiveLab.Record(500, ArchiveLab.Day(3), "rare@contoso.example")];
        string export = _lab.Write(lines);
        _lab.Export(export, new AuditArchiveOptions { Clock = TimeProvider.System, MemberBytes = 1000 });
        return export;
    }
}
