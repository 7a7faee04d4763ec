using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using StormDetect.Core.Tests.Exports;
using StormDetect.Core.Tests.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>An archive says what the exports said that were put into it.</summary>
public sealed class ArchiveRoundTripTests : IDisposable
{
    private readonly ArchiveLab _lab = new();

    public static TheoryData<ExportForm, int> Forms() => FormsAgreeTests.Forms();

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_comes_back_whole(ExportForm form, int variant)
    {
        string export = _lab.WriteBytes(Reading.Form(Reading.Lines, form, (ScenarioFormVariant)variant));
        (List<AuditRecord> expected, ReadReport expectedReport) = Reading.Read(new AuditReadOptions { IncludeAuditData = true }, export);
        AuditArchiveResult result = _lab.Export(export);
        Assert.Equal(expectedReport.Kept, result.Archives.Sum(static archive => archive.Stored));

        (List<AuditRecord> actual, ReadReport report) = _lab.Read(new AuditReadOptions { IncludeAuditData = true });
        Assert.Empty(report.Problems);
        Assert.Empty(report.DroppedRows);
        Assert.Empty(report.LossyRows);
        Assert.Equal(0, report.Duplicates);
        Assert.Equal(0, report.ConflictingIds);
        Assert.Equal(expected.Select(NaiveRecord.Describe).Order(StringComparer.Ordinal), actual.Select(NaiveRecord.Describe).Order(StringComparer.Ordinal));

        // Rows of cells have no JSON of their own; in the archive they have.
        Dictionary<string, string> own = expected.Where(static record => record.AuditData is not null).ToDictionary(static record => record.Id, Describe);
        Assert.Equal(own.Values.Order(StringComparer.Ordinal), actual.Where(record => own.ContainsKey(record.Id)).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal(CheckStatus.Passed, Assert.Single(ArchiveLab.CheckAll(_lab.Root)).Status);
    }

    [Fact]
    public void Lines_are_kept_byte_for_byte()
    {
        _lab.Export(_lab.Write(Reading.Lines));
        Assert.Equal(Reading.Lines.Order(StringComparer.Ordinal), Unpack().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_stands_around_a_record_is_kept()
    {
        const string Row = """{"id":"x","createdDateTime":"2026-06-01T10:00:00Z","service":"Exchange","administrativeUnits":["a"],"auditData":{"Id":"00000000-0000-4000-8000-000000000001","CreationTime":"2026-06-01T10:00:00","Operation":"MailItemsAccessed","UserId":"k","Odd \u00e4":"\\\"\u0041"}}""";
        _lab.Export(_lab.Write($"[{Row}]"));
        Assert.Equal(Row, Assert.Single(Unpack()));
    }

    [Fact]
    public void Cells_of_a_damaged_row_are_kept_and_it_stays_damaged()
    {
        string cut = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,Note\n00000000-0000-4000-8000-000000000001,2026-06-01T10:00:00.0000000Z,50,MailItemsAccessed,kim@contoso.example,,\"say \"\"hi\"\"\tor \\ not\"\n";
        _lab.Export(_lab.WriteBytes(Encoding.UTF8.GetBytes(cut)));
        Assert.Contains("\"Note\":\"say \\\"hi\\\"\\u0009or \\\\ not\"", Assert.Single(Unpack()), StringComparison.Ordinal);
        (List<AuditRecord> records, ReadReport report) = _lab.Read();
        Assert.Equal("kim@contoso.example", Assert.Single(records).UserId);
        Assert.Equal(1, report.Lossy);
    }

    [Theory]
    [InlineData(ExportForm.ActivityApi)]
    [InlineData(ExportForm.PurviewCsv)]
    public void Hunts_find_in_an_archive_what_they_find_in_the_export(ExportForm form)
    {
        string export = _lab.WriteBytes(Reading.Form(Reading.Lines, form, 0));
        _lab.Export(export);
        MailHuntResult expected = Hunt(export);
        MailHuntResult actual = Hunt(_lab.Root);
        Assert.NotEmpty(expected.Findings);
        Assert.Equal(expected.Findings.Select(f => (f.Id, f.Severity, f.RecordIdsText)), actual.Findings.Select(f => (f.Id, f.Severity, f.RecordIdsText)));
        Assert.Equal((expected.Verdict, expected.VerdictText), (actual.Verdict, actual.VerdictText));
        Assert.Empty(actual.ReadReport.Problems);
    }

    [Fact]
    public void Objects_are_kept_with_their_own_JSON()
    {
        (List<AuditRecord> records, _) = Reading.Read(new AuditReadOptions { IncludeAuditData = true }, _lab.Write(Reading.Lines));
        using (AuditArchiveExport export = new(_lab.Root, new AuditArchiveOptions { Clock = TimeProvider.System }))
        {
            records.ForEach(export.Add);
            AuditArchiveResult result = export.Complete(new ArchiveProvenance { Source = "Objects" }, TestContext.Current.CancellationToken);
            Assert.Equal(0, result.NotWhole);
        }

        Assert.Equal(records.Select(Describe).Order(StringComparer.Ordinal), _lab.Read(new AuditReadOptions { IncludeAuditData = true }).Records.Select(Describe).Order(StringComparer.Ordinal));

        // The same by file is nothing new.
        Assert.Equal(0, _lab.Export(_lab.Write(Reading.Lines)).Archives.Sum(static archive => archive.Stored));
    }

    [Fact]
    public void Objects_without_their_JSON_are_refused_and_counted()
    {
        AuditRecord bare = Reading.One(ArchiveLab.Record(1, ArchiveLab.Day(1)));
        Assert.Null(bare.AuditData);
        using AuditArchiveExport export = new(_lab.Root, new AuditArchiveOptions { Clock = TimeProvider.System });
        export.Add(bare);
        AuditArchiveResult result = export.Complete(new ArchiveProvenance(), TestContext.Current.CancellationToken);
        Assert.Equal(1, result.NotWhole);
        Assert.Empty(result.Archives);
    }

    public void Dispose() => _lab.Dispose();

    private static string Describe(AuditRecord record) =>
        $"{NaiveRecord.Describe(record)} {record.Id} {record.AuditData?.Replace("\n", " ", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal)}";

    private static MailHuntResult Hunt(string path)
    {
        MailHunt hunt = new(new MailHuntOptions { Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
        hunt.AddFiles([path], TestContext.Current.CancellationToken);
        return hunt.Complete(TestContext.Current.CancellationToken);
    }

    private List<string> Unpack()
    {
        List<string> lines = [];
        foreach (string part in _lab.Files().Where(static file => file.EndsWith(".jsonl.gz", StringComparison.Ordinal)))
        {
            using StreamReader text = new(new GZipStream(File.OpenRead(part), CompressionMode.Decompress));
            lines.AddRange(text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return lines;
    }
}
