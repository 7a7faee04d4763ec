using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>The same records say the same in whatever form they were exported.</summary>
public sealed class FormsAgreeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<ExportForm, int> Forms()
    {
        const ScenarioFormVariant Lines = ScenarioFormVariant.Lines;
        const ScenarioFormVariant Pretty = ScenarioFormVariant.Pretty;
        const ScenarioFormVariant Words = ScenarioFormVariant.TextEnums;
        const ScenarioFormVariant Numbers = ScenarioFormVariant.NumericRecordType;
        const ScenarioFormVariant AsText = ScenarioFormVariant.NestedAsText;
        const ScenarioFormVariant Crlf = ScenarioFormVariant.CarriageReturns;
        const ScenarioFormVariant Joined = ScenarioFormVariant.Concatenated;
        (ExportForm Form, ScenarioFormVariant[] Variants)[] forms =
        [
            (ExportForm.PurviewCsv, [0, ScenarioFormVariant.OldDates, ScenarioFormVariant.NoAdminUnits, Crlf, Pretty | Words, ScenarioFormVariant.OldDates | ScenarioFormVariant.NoAdminUnits | Crlf]),
            (ExportForm.SearchCsv, [0, Numbers, Words, Pretty | Words | Crlf, ScenarioFormVariant.ExtraColumns | Numbers]),
            (ExportForm.SearchJson, [0, Numbers | Words, Lines, Pretty | Joined, Pretty | Crlf]),
            (ExportForm.ActivityApi, [0, Lines, Lines | Crlf, Joined, Pretty | Joined, Pretty, Pretty | Crlf]),
            (ExportForm.GraphAuditLogRecord, [0, Pretty, Words, Crlf | Pretty]),
            (ExportForm.OfficeActivity, [0, Numbers, Lines, Lines | AsText, Crlf]),
            (ExportForm.EnrichedAuditLogs, [0, AsText, Joined]),
            (ExportForm.CloudAppEvents, [0, AsText, ScenarioFormVariant.Streamed, ScenarioFormVariant.Streamed | AsText]),
            (ExportForm.Splunk, [0, Crlf]),
            (ExportForm.Elastic, [0, ScenarioFormVariant.DottedKeys, ScenarioFormVariant.Streamed, ScenarioFormVariant.Streamed | ScenarioFormVariant.DottedKeys]),
        ];
        TheoryData<ExportForm, int> data = [];
        foreach ((ExportForm form, ScenarioFormVariant[] variants) in forms)
        {
            Array.ForEach(variants, variant => data.Add(form, (int)variant));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_says_the_same(ExportForm form, int variant)
    {
        string path = _folder.Write("export", Reading.Form(Reading.Lines, form, (ScenarioFormVariant)variant));
        (List<AuditRecord> records, ReadReport report) = Reading.Read(path);

        Assert.Empty(report.Problems);
        Assert.Empty(report.DroppedRows);
        Assert.Empty(report.LossyRows);
        Assert.Equal(Reading.Lines.Length, report.Kept);
        Assert.Equal(0, report.Duplicates);
        Reading.AssertBalanced(report);
        Assert.Equal(form, Assert.Single(report.Files).Form);
        Assert.All(records, record => Assert.Equal(form, record.Form));

        bool sentinel = form == ExportForm.OfficeActivity;
        Assert.Equal(
            Reading.Lines.Select(line => Trimmed(NaiveRecord.Describe(line, sentinel), sentinel)),
            records.Select(record => Trimmed(NaiveRecord.Describe(record), sentinel)));
    }

    [Fact]
    public void Mixed_forms_in_a_folder_are_duplicates_of_each_other()
    {
        string[] lines = [.. Reading.Lines.Take(300)];
        _folder.Write("1.jsonl", Reading.Form(lines, ExportForm.ActivityApi, ScenarioFormVariant.Lines));
        _folder.Write("2.csv", Reading.Form(lines, ExportForm.PurviewCsv, ScenarioFormVariant.OldDates));
        _folder.Write("3.json.gz", Packing.Gzip(Reading.Form(lines, ExportForm.GraphAuditLogRecord, 0)));
        _folder.Write("4.zip", Packing.Zip(
            ("a.csv", Reading.Form(lines, ExportForm.SearchCsv, ScenarioFormVariant.Pretty)),
            ("sub/b.json", Reading.Form(lines, ExportForm.CloudAppEvents, ScenarioFormVariant.NestedAsText))));
        _folder.Write("sub/5.json", Reading.Form(lines, ExportForm.OfficeActivity, ScenarioFormVariant.Lines));
        _folder.Write("sub/6.json", Reading.Form(lines, ExportForm.Elastic, ScenarioFormVariant.DottedKeys));

        (_, ReadReport report) = Reading.Read(_folder.Path);
        Assert.Empty(report.Problems);
        Assert.Empty(report.DroppedRows);
        Assert.Equal(300, report.Kept);
        Assert.Equal(6 * 300, report.Duplicates);
        Assert.Equal(0, report.ConflictingIds);
        Assert.Equal(7, report.Files.Count);
        Assert.Equal(7, report.Files.Select(file => file.Form).Distinct().Count());

        (_, ReadReport scanned) = Reading.Facts(_folder.Path);
        Assert.Equal((report.Rows, report.Kept, report.Duplicates), (scanned.Rows, scanned.Kept, scanned.Duplicates));
    }

    [Theory]
    [InlineData(ExportForm.PurviewCsv)]
    [InlineData(ExportForm.SearchCsv)]
    [InlineData(ExportForm.SearchJson)]
    [InlineData(ExportForm.GraphAuditLogRecord)]
    [InlineData(ExportForm.CloudAppEvents)]
    [InlineData(ExportForm.Splunk)]
    [InlineData(ExportForm.Elastic)]
    [InlineData(ExportForm.EnrichedAuditLogs)]
    public void Facts_of_every_form_with_the_whole_record_are_equal(ExportForm form)
    {
        string plain = _folder.Write("plain.jsonl", string.Join('\n', Reading.Lines));
        string other = _folder.Write("other", Reading.Form(Reading.Lines, form, 0));
        List<string> expected = Reading.Dump(Reading.Facts(plain).Facts);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Reading.Dump(Reading.Facts(other).Facts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_forms_of_a_record_the_one_that_says_more_is_taken_whatever_comes_first(bool zipped)
    {
        string plain = _folder.Write("plain.jsonl", string.Join('\n', Reading.Lines));
        List<string> expected = Reading.Dump(Reading.Facts(plain).Facts);
        (string Name, byte[] Text)[] files =
        [
            .. Reading.Lines.Chunk(60).SelectMany(static (lines, i) => new[]
            {
                ($"{i:000}-a.csv", Reading.Form(lines, ExportForm.OfficeActivity, 0)),
                ($"{i:000}-b.json", Reading.Form(lines, ExportForm.OfficeActivity, ScenarioFormVariant.Lines)),
                ($"{i:000}-c.jsonl", Reading.Form(lines, ExportForm.ActivityApi, ScenarioFormVariant.Lines)),
            }),
        ];
        if (zipped)
        {
            _folder.Write("both/all.zip", Packing.Zip(files));
        }
        else
        {
            Array.ForEach(files, file => _folder.Write("both/" + file.Name, file.Text));
        }

        string both = System.IO.Path.Combine(_folder.Path, "both");
        (MailAccessFacts facts, ReadReport report) = Reading.Facts(both);
        Assert.Equal(expected, Reading.Dump(facts));
        Assert.Equal((Reading.Lines.Length, 2 * Reading.Lines.Length), (report.Kept, report.Duplicates));
        Assert.Equal(files.Length, report.Files.Count);
        (List<AuditRecord> records, report) = Reading.Read(both);
        Assert.Equal(Reading.Lines.Select(static line => NaiveRecord.Describe(line)), records.Select(NaiveRecord.Describe));
        Assert.Equal(2 * Reading.Lines.Length, report.Duplicates);
    }

    [Fact]
    public void Splunk_csv_is_read_by_its_raw_event_also_beside_extracted_fields()
    {
        string plain = _folder.Write("plain.jsonl", string.Join('\n', Reading.Lines));
        string csv = _folder.Write("splunk.csv", "\"_time\",Operation,\"Parameters{}.Name\",\"_raw\"\n" + string.Concat(Reading.Lines.Select(static line =>
            "\"2026-09-01T00:00:00.000+0000\",Taken,\"a\",\"" + line.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"\n")));
        (MailAccessFacts facts, ReadReport report) = Reading.Facts(csv);
        Assert.Equal(ExportForm.Splunk, Assert.Single(report.Files).Form);
        Assert.Equal(Reading.Dump(Reading.Facts(plain).Facts), Reading.Dump(facts));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    public void Splunk_csv_with_other_raw_text_is_read_by_its_fields(string raw)
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("splunk.csv", $"_raw,Id,CreationTime,Operation,UserId\n{raw},{Reading.Guid(1)},2026-09-01T10:00:00,Send,a@contoso.example\n"));
        Assert.Equal("Send", Assert.Single(records).Operation);
        Assert.Empty(report.LossyRows);
    }

    [Fact]
    public void A_hunt_over_csv_finds_what_one_over_lines_finds()
    {
        string plain = _folder.Write("plain.jsonl", string.Join('\n', Reading.Lines));
        string csv = _folder.Write("other.csv", Reading.Form(Reading.Lines, ExportForm.PurviewCsv, 0));
        MailAccessHuntResult expected = Hunt(plain);
        MailAccessHuntResult actual = Hunt(csv);
        Assert.Equal(expected.Findings.Select(f => (f.Id, f.Severity, f.RecordIdsText)), actual.Findings.Select(f => (f.Id, f.Severity, f.RecordIdsText)));
        Assert.Equal((expected.Verdict, expected.VerdictText), (actual.Verdict, actual.VerdictText));
        Assert.NotEmpty(expected.Findings);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Encodings_do_not_change_records(string encoding)
    {
        Encoding of = Encoding.GetEncoding(encoding);
        string text = Encoding.UTF8.GetString(Reading.Form(Reading.Lines.Take(100), ExportForm.SearchCsv, 0));
        string path = _folder.Write("wide.csv", [.. of.GetPreamble(), .. of.GetBytes(text)]);
        (List<AuditRecord> records, ReadReport report) = Reading.Read(path);
        Assert.Empty(report.DroppedRows);
        Assert.Equal(Reading.Lines.Take(100).Select(line => NaiveRecord.Describe(line)), records.Select(NaiveRecord.Describe));
    }

    public void Dispose() => _folder.Dispose();

    // Sentinel has no column for the address of a sign-in.
    private static string Trimmed(string description, bool sentinel) =>
        sentinel && !description.Contains("MailItemsAccessed", StringComparison.Ordinal) ? description[..description.LastIndexOf('|')] : description;

    private static MailAccessHuntResult Hunt(string path)
    {
        MailAccessHunt hunt = new(new MailAccessHuntOptions { MinimumSeverity = Severity.Informational });
        hunt.AddFiles([path], TestContext.Current.CancellationToken);
        return hunt.Complete(TestContext.Current.CancellationToken);
    }
}
