using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class AuditLogReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Filters_keep_what_they_ask_for()
    {
        string path = _folder.Write("log.jsonl", string.Join('\n', Reading.Lines));
        List<AuditRecord> all = Reading.Read(path).Records;
        AuditRecord some = all.First(r => r.Operation == "MailItemsAccessed" && r.Mailbox is not null);
        AssertFilter(path, all, new() { Operations = [" mailitemsaccessed. "] }, r => r.Operation == "MailItemsAccessed");
        AssertFilter(path, all, new() { UserIds = [some.UserId!.ToUpperInvariant()] }, r => string.Equals(r.UserId, some.UserId, StringComparison.OrdinalIgnoreCase));
        AssertFilter(path, all, new() { RecordIds = [some.Id.ToUpperInvariant()] }, r => r.Id == some.Id);
        AssertFilter(path, all, new() { Start = some.CreationTime, End = some.CreationTime.AddHours(5) }, r => r.CreationTime >= some.CreationTime && r.CreationTime < some.CreationTime.AddHours(5));
        AssertFilter(path, all, new() { Operations = ["MailItemsAccessed"], Mailboxes = [some.Mailbox!.ToUpperInvariant()] }, r => r.Operation == "MailItemsAccessed" && r.Mailbox == some.Mailbox);
        AssertFilter(path, all, new() { Operations = ["MailItemsAccessed"], Mailboxes = [some.MailboxGuid!] }, r => r.Operation == "MailItemsAccessed" && r.MailboxGuid == some.MailboxGuid);
    }

    [Theory]
    [InlineData(ExportForm.PurviewCsv, 0)]
    [InlineData(ExportForm.SearchCsv, (int)ScenarioFormVariant.Pretty)]
    [InlineData(ExportForm.SearchJson, 0)]
    [InlineData(ExportForm.ActivityApi, 0)]
    [InlineData(ExportForm.Splunk, 0)]
    public void Raw_json_is_the_record(ExportForm form, int variant)
    {
        string[] lines = [.. Reading.Lines.Take(50)];
        string path = _folder.Write("log", Reading.Form(lines, form, (ScenarioFormVariant)variant));
        (List<AuditRecord> records, _) = Reading.Read(new AuditReadOptions { IncludeAuditData = true }, path);
        Assert.Equal(lines.Length, records.Count);
        Assert.All(records.Zip(lines), pair =>
        {
            using JsonDocument expected = JsonDocument.Parse(pair.Second);
            using JsonDocument actual = JsonDocument.Parse(pair.First.AuditData!);
            Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
        });
        Assert.All(Reading.Read(path).Records, record => Assert.Equal(record.Operation != "MailItemsAccessed", record.AuditData is not null));
    }

    [Fact]
    public void Stopping_early_closes_the_file()
    {
        string path = _folder.Write("log.json", "[" + string.Join(',', Reading.Lines) + "]");
        AuditLogReader reader = new(new AuditReadOptions());
        Assert.Single(reader.Read([path], TestContext.Current.CancellationToken).Take(1));
        using FileStream exclusive = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(exclusive.Length > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n")]
    [InlineData("null")]
    [InlineData("text")]
    [InlineData("{")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"Operation\":\"")]
    public void Text_that_is_no_record_is_dropped_once(string text)
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Text(text);
        Assert.Empty(records);
        Assert.Single(report.DroppedRows);
        Reading.AssertBalanced(report);
    }

    [Fact]
    public void Text_may_hold_one_record_or_many()
    {
        string one = Reading.Access();
        Assert.Single(Reading.Text("\r\n " + one + "\r\n").Records);
        Assert.Equal(2, Reading.Text($"[{one},{Reading.Access(id: Reading.Guid(2))}]").Records.Count);
        Assert.Equal(2, Reading.Text($"{{\"value\":[{one},{Reading.Access(id: Reading.Guid(2))}]}}").Records.Count);
        Assert.Single(Reading.Text(JsonSerializer.Serialize(new { AuditData = one, Operations = "x" })).Records);
    }

    [Fact]
    public void Records_added_as_objects_give_the_facts_of_their_file()
    {
        string path = _folder.Write("log.jsonl", string.Join('\n', Reading.Lines));
        MailAccessCollector collector = new();
        AuditScan scan = new([collector]);
        foreach (AuditRecord record in Reading.Read(path).Records)
        {
            scan.Object(record);
            scan.Object(record);
        }

        ReadReport report = scan.Complete();
        Assert.Equal((report.Kept, 0), (report.Duplicates, report.Dropped.Count));
        Assert.Equal(Reading.Dump(Reading.Facts(path).Facts, sketches: false), Reading.Dump(collector.Builder.Build(), sketches: false));
    }

    [Fact]
    public void A_record_read_from_a_file_and_added_as_an_object_is_one()
    {
        string path = _folder.Write("log.jsonl", """{"Id":"00000000-0000-4000-8000-000000000001","CreationTime":"2026-09-01T10:00:00","Operation":"Add service principal. ","UserId":"a@x"}""" + "\n");
        MailAccessHunt hunt = new(new MailAccessHuntOptions());
        hunt.AddFiles([path], TestContext.Current.CancellationToken);
        hunt.Add(Assert.Single(Reading.Read(path).Records));
        ReadReport report = hunt.Complete(TestContext.Current.CancellationToken).ReadReport;
        Assert.Equal((1, 1, 0), (report.Kept, report.Duplicates, report.ConflictingIds));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertFilter(string path, List<AuditRecord> all, AuditReadOptions options, Func<AuditRecord, bool> wanted)
    {
        string[] expected = [.. all.Where(wanted).Select(r => r.Id)];
        Assert.NotEmpty(expected);
        Assert.NotEqual(all.Count, expected.Length);
        Assert.Equal(expected, Reading.Read(options, path).Records.Select(r => r.Id));
    }
}
