using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>Whatever is changed in an archive is found.</summary>
public sealed class ArchiveTamperTests : IDisposable
{
    private readonly ArchiveLab _lab = new();
    private readonly string[] _heads;

    public ArchiveTamperTests()
    {
        string[] lines = ArchiveLab.Records(1, 4);
        _heads = [.. new[] { 30, 60, 96 }.Select(count => Assert.Single(_lab.Export(_lab.Write(lines.Take(count)), new AuditArchiveOptions { Clock = TimeProvider.System, Operator = "kim" }).Archives).Head)];
        ArchiveCheckResult check = _lab.Check(_heads);
        Assert.True(check.IsIntact, check.Summary);
    }

    [Fact]
    public void Any_flipped_bit_of_any_file_is_found()
    {
        Random random = new(7);
        foreach (string file in _lab.Files())
        {
            byte[] bytes = File.ReadAllBytes(file);
            int[] places = [0, bytes.Length - 1, .. Enumerable.Range(0, 30).Select(_ => random.Next(bytes.Length))];
            foreach (int place in places)
            {
                byte[] flipped = [.. bytes];
                flipped[place] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(file, flipped);
                ArchiveCheckResult check = _lab.Check();
                Assert.True(check.Status == CheckStatus.Failed, $"{file}, byte {place}");
                Assert.Contains(check.Findings, finding => finding.Status == CheckStatus.Failed && file.EndsWith(finding.File.Replace('/', Path.DirectorySeparatorChar), StringComparison.Ordinal));
            }

            File.WriteAllBytes(file, bytes);
        }

        Assert.True(_lab.Check().IsIntact);
    }

    [Fact]
    public void Any_missing_cut_lengthened_or_exchanged_file_is_found()
    {
        string[] files = _lab.Files();
        for (int i = 0; i < files.Length; i++)
        {
            string file = files[i];
            byte[] bytes = File.ReadAllBytes(file);
            File.Delete(file);
            Assert.False(_lab.Check().IsIntact, $"{file} missing");
            foreach (byte[] other in new byte[][] { [], bytes[..^1], bytes[..(bytes.Length / 2)], [.. bytes, 10], File.ReadAllBytes(files[(i + 1) % files.Length]) })
            {
                File.WriteAllBytes(file, other);
                Assert.False(_lab.Check().IsIntact, $"{file} with {other.Length} bytes");
            }

            File.WriteAllBytes(file, bytes);
        }

        Assert.True(_lab.Check().IsIntact);
    }

    [Fact]
    public void Entries_in_another_order_are_found()
    {
        Swap("000001.json", "000002.json");
        ArchiveCheckResult check = _lab.Check();
        Assert.Contains(check.Findings, static finding => finding.Kind == ArchiveFindingKind.ChainBroken);
        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.Contains("not intact", check.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("note.txt")]
    [InlineData("manifest/000004.json")]
    [InlineData("manifest/extra.json")]
    [InlineData("2026/06/2026-06-01/part-000009.jsonl.gz")]
    [InlineData("2026/06/2026-06-01/.hidden")]
    [InlineData("2026/07/2026-07-01/part-000001.jsonl.gz")]
    public void An_added_file_is_found(string name)
    {
        string file = Path.Join(_lab.TenantFolder, name.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "x");
        Assert.Equal(CheckStatus.Failed, _lab.Check().Status);
    }

    [Fact]
    public void A_chain_cut_at_its_end_is_found_by_an_anchor_and_by_the_parts_left_behind()
    {
        File.Delete(Path.Join(_lab.TenantFolder, "manifest", "000003.json"));
        ArchiveCheckResult check = _lab.Check();
        Assert.Contains(check.Findings, static finding => finding.Kind == ArchiveFindingKind.NotInManifest);

        foreach (string file in _lab.Files().Where(static file => file.Contains("part-000003", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        Assert.True(_lab.Check().IsIntact);
        Assert.True(_lab.Check(_heads[0], _heads[1]).IsIntact);
        ArchiveCheckResult anchored = _lab.Check(_heads[2]);
        Assert.Equal(ArchiveFindingKind.HeadMissing, Assert.Single(anchored.Findings, static finding => finding.Status == CheckStatus.Failed).Kind);
    }

    [Fact]
    public void An_archive_without_its_header_is_not_overlooked()
    {
        File.Delete(Path.Join(_lab.TenantFolder, "archive.json"));
        Assert.Equal(ArchiveFindingKind.HeaderDamaged, _lab.Check().Findings[0].Kind);
        Directory.Delete(Path.Join(_lab.TenantFolder, "manifest"), recursive: true);
        Assert.Equal(CheckStatus.Failed, _lab.Check().Status);
    }

    [Theory]
    [InlineData(".json")]
    [InlineData(".gz")]
    [InlineData(".idx")]
    public void A_named_pipe_in_place_of_a_file_is_found_and_nothing_waits_for_it(string ending)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The system has no such files.");
        string[] files = [.. _lab.Files().Where(file => file.EndsWith(ending, StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            File.Delete(file);
            new UstarTarEntry(TarEntryType.Fifo, "pipe").ExtractToFile(file, overwrite: false);
        }

        ArchiveCheckResult result = _lab.Check();
        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Contains(result.Findings, static finding => finding.Reason.Contains("named pipe", StringComparison.Ordinal));
        AuditLogReader reader = new(new AuditReadOptions());
        Assert.True(reader.Read([_lab.Root], TestContext.Current.CancellationToken).Count() >= 0);
    }

    [Fact]
    public void A_link_is_no_part_of_an_archive()
    {
        string part = _lab.Files().First(static file => file.EndsWith(".gz", StringComparison.Ordinal));
        string elsewhere = _lab.Folder("elsewhere.gz");
        File.Move(part, elsewhere);
        File.CreateSymbolicLink(part, elsewhere);
        Assert.Equal(CheckStatus.Failed, _lab.Check().Status);
    }

    [Fact]
    public void A_folder_without_an_archive_is_an_error()
    {
        Directory.CreateDirectory(_lab.Folder("empty"));
        Assert.Equal(ArchiveProblem.NotAnArchive, Assert.Throws<ArchiveException>(() => ArchiveLab.CheckAll(_lab.Folder("empty"))).Problem);
        Assert.Equal(ArchiveProblem.ArchiveInputOutput, Assert.Throws<ArchiveException>(() => ArchiveLab.CheckAll(_lab.Folder("nowhere"))).Problem);
    }

    [Fact]
    public void A_changed_index_hides_nothing_from_a_search()
    {
        string index = _lab.Files().First(static file => file.EndsWith(".idx", StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(index);
        bytes.AsSpan(bytes.Length - 8).Clear();
        File.WriteAllBytes(index, bytes);
        (List<AuditRecord> records, ReadReport report) = _lab.Read(new AuditReadOptions { UserIds = ["lee@contoso.example"] });
        Assert.Equal(32, records.Count);
        Assert.Equal(InputProblemKind.CorruptArchive, Assert.Single(report.Problems).Kind);
    }

    public void Dispose() => _lab.Dispose();

    private void Swap(string one, string other)
    {
        string manifest = Path.Join(_lab.TenantFolder, "manifest");
        byte[] bytes = File.ReadAllBytes(Path.Join(manifest, one));
        File.WriteAllBytes(Path.Join(manifest, one), File.ReadAllBytes(Path.Join(manifest, other)));
        File.WriteAllBytes(Path.Join(manifest, other), bytes);
    }
}
