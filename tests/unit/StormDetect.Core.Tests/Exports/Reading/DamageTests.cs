using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>One bad row never takes its neighbours along, and the report says which it was and where.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string, DropReason> BadLines() => new()
    {
        { """{"Id":"x","Operation":"Send","CreationTime":"2026-09-01T1""", DropReason.MalformedJson },
        { """{"Id":"x","Operation":}""", DropReason.MalformedJson },
        { """{"Id":"x" "Operation":"Send"}""", DropReason.MalformedJson },
        { """{"Id":"x","Operation":"Send","CreationTime":"2026-09-01T10:00:00","List":[1,{"a":2}""", DropReason.MalformedJson },
        { "not json at all", DropReason.MalformedJson },
        { """{"Id":"x","CreationTime":"2026-09-01T10:00:00"}""", DropReason.NotAnAuditRecord },
        { """{"Id":"x","Operation":"Send","CreationTime":"1601-01-01T00:00:00"}""", DropReason.InvalidTime },
        { """{"Id":"x","Operation":"Send"}""", DropReason.InvalidTime },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void A_bad_line_is_dropped_alone(string bad, DropReason reason)
    {
        string before = Reading.Access(id: Reading.Guid(1)) + "\n" + Reading.Access(id: Reading.Guid(2)) + "\n";
        string path = _folder.Write("log.jsonl", before + bad + "\n" + Reading.Access(id: Reading.Guid(3)) + "\n");
        AssertOneDropped(path, reason, before.Length, [1, 2, 3]);
    }

    [Fact]
    public void Records_behind_an_object_larger_than_any_are_read()
    {
        string records = string.Join('\n', Enumerable.Range(1, 3000).Select(static i => Reading.Access("\"Folders\":[{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"Id\":\"x\"}]}]", Reading.Guid(i))));
        string path = _folder.Write("log.jsonl", "{\"Id\":\"" + new string('x', 4_000_000) + "\"}\n" + records + "\n");
        Assert.Equal(3000, Reading.Read(path).Records.Count);
    }

    [Fact]
    public void A_line_that_is_not_UTF8_is_dropped_alone()
    {
        string before = Reading.Access(id: Reading.Guid(1)) + "\n";
        byte[] text = [.. Encoding.UTF8.GetBytes(before), .. Encoding.Latin1.GetBytes(Reading.Access("\"ObjectId\":\"caf\u00e9!\"", Reading.Guid(2)) + "\n"), .. Encoding.UTF8.GetBytes(Reading.Access(id: Reading.Guid(3)))];
        AssertOneDropped(_folder.Write("log.jsonl", text), DropReason.InvalidUtf8, before.Length, [1, 3]);
        Assert.Contains("-Encoding utf8", Reading.Read(_folder.Write("log.jsonl", text)).Report.Advice, StringComparison.Ordinal);
        Assert.Empty(Reading.Read(_folder.Write("plain.jsonl", before)).Report.Advice);
    }

    [Fact]
    public void A_raw_line_break_in_a_string_drops_its_record_alone()
    {
        string before = Pretty(1) + "\n";
        string path = _folder.Write("log.json", before + Pretty(2).Replace("Accessed", "Acc\nessed", StringComparison.Ordinal) + "\n" + Pretty(3) + "\n" + Pretty(4) + "\n");
        AssertOneDropped(path, DropReason.MalformedJson, before.Length, [1, 3, 4]);
    }

    [Fact]
    public void Records_glued_on_one_line_are_all_read()
    {
        string path = _folder.Write("log.jsonl", Reading.Access(id: Reading.Guid(1)) + "\n" + string.Concat(Enumerable.Range(2, 3).Select(i => Reading.Access(id: Reading.Guid(i)))) + "\n" + Reading.Access(id: Reading.Guid(5)) + "\n");
        (List<AuditRecord> records, ReadReport report) = Reading.Read(path);
        Assert.Equal(Ids(1, 2, 3, 4, 5), records.Select(r => r.Id));
        Assert.Empty(report.Dropped);
    }

    [Fact]
    public void Bad_csv_rows_are_dropped_alone()
    {
        StringBuilder csv = new("RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n");
        csv.Append(Row(1));
        int short_ = csv.Length;
        csv.Append("x,2026-09-01T10:00:00Z,50\n").Append(Row(2));
        int long_ = csv.Length;
        csv.Append(Row(3).TrimEnd()).Append(",more\n").Append(Row(4));
        int open = csv.Length;
        csv.Append("x,2026-09-01T10:00:00Z,50,Send,u,\"{\"\"Id\"\":\n").Append(Row(5));
        string path = _folder.Write("log.csv", csv.ToString());
        (List<AuditRecord> records, ReadReport report) = Reading.Read(path);
        Assert.Equal(Ids(1, 2, 4, 5), records.Select(r => r.Id));
        Assert.Equal([short_, long_, open], report.DroppedRows.Select(d => (int)d.ByteOffset));
        Assert.All(report.DroppedRows, d => Assert.Equal((DropReason.MalformedCsvRow, path), (d.Reason, d.File)));
        Reading.AssertBalanced(report);
    }

    [Theory]
    [InlineData("[", "]", 3)]
    [InlineData("[", "]", 4000)]
    [InlineData("{\"@odata.context\":\"c\",\"value\":[", "],\"@odata.nextLink\":\"https://x/{y}[z]\"}", 3)]
    [InlineData("{\"@odata.context\":\"c\",\"value\":[", "],\"@odata.nextLink\":\"https://x/{y}[z]\"}", 4000)]
    [InlineData("{\"count\":1,\"records\":[", "]}", 3)]
    [InlineData("{\"count\":1,\"records\":[", "]}", 4000)]
    [InlineData("{\"took\":5,\"hits\":{\"total\":{\"value\":2},\"hits\":[", "]}}", 3)]
    [InlineData("{\"took\":5,\"hits\":{\"total\":{\"value\":2},\"hits\":[", "]}}", 4000)]
    public void Arrays_and_pages_of_any_size(string head, string tail, int count)
    {
        bool elastic = head.Contains("hits", StringComparison.Ordinal);
        string text = head + string.Join(",", Enumerable.Range(1, count).Select(i => elastic ? "{\"_index\":\"i\",\"_source\":" + Large(i) + "}" : Large(i))) + tail;
        Assert.Equal(count > 1000, text.Length > 1 << 20);
        (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("page.json", text + "\n"));
        Assert.Equal(Ids([.. Enumerable.Range(1, count)]), records.Select(r => r.Id));
        Assert.Empty(report.Dropped);
        Assert.Equal(text.Length + 1, report.Bytes);

        // The same page after another, in the same file.
        (_, report) = Reading.Read(_folder.Write("pages.json", text + "\n" + text + "\n"));
        Assert.Equal((count, count), (report.Kept, report.Duplicates));
        Assert.Empty(report.Dropped);
        Reading.AssertBalanced(report);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4000)]
    public void A_cut_array_says_so(int count)
    {
        string text = "[" + string.Join(",", Enumerable.Range(1, count + 1).Select(i => Large(i)));
        (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("cut.json", text[..^40]));
        Assert.Equal(Ids([.. Enumerable.Range(1, count)]), records.Select(r => r.Id));
        Assert.NotEmpty(report.DroppedRows);
        Assert.All(report.DroppedRows, d => Assert.Equal(DropReason.MalformedJson, d.Reason));
        Reading.AssertBalanced(report);
    }

    [Theory]
    [InlineData(",", 5, false)]
    [InlineData(",\n", 5, false)]
    [InlineData(",\n", 5, true)]
    [InlineData(",", 4000, false)]
    [InlineData(",\n", 4000, false)]
    [InlineData(",\n", 4000, true)]
    public void A_damaged_record_in_an_array_is_dropped_alone(string comma, int count, bool pretty)
    {
        // A raw line break in a string, a record cut in a string, a record whose grammar is broken.
        Func<string, string>[] damages =
        [
            json => json.Replace("Accessed", "Acc\nessed", StringComparison.Ordinal),
            json => json[..(json.IndexOf("Accessed", StringComparison.Ordinal) + 3)] + "\n",
            json => json.Replace("\"Operation\":", "\"Operation\"", StringComparison.Ordinal),
        ];
        foreach (Func<string, string> damage in damages)
        {
            string[] parts = [.. Enumerable.Range(1, count).Select(i => pretty ? Pretty(i) : Large(i))];
            parts[2] = damage(parts[2]);
            string text = "[" + string.Join(comma, parts) + "]\n";
            string path = _folder.Write("array.json", text);
            int offset = 1 + parts[0].Length + parts[1].Length + (2 * comma.Length);
            AssertOneDropped(path, DropReason.MalformedJson, offset, [.. Enumerable.Range(1, count).Where(i => i != 3)]);
        }
    }

    [Theory]
    [InlineData("{\"@odata.context\":\"c\",\"value\":[", "]}", "")]
    [InlineData("{\"@odata.context\":\"c\",\"value\":[", "]}", "\n")]
    [InlineData("{\n\"Stats\":{\"ExecutionTime\":1},\n\"Schema\":[{\"Name\":\"Timestamp\",\"Type\":\"DateTime\"}],\n\"Results\":[\n", "]\n}", "\n")]
    public void A_damaged_record_in_a_page_is_dropped_alone(string head, string tail, string between)
    {
        Func<string, string>[] damages =
        [
            json => json.Replace("Accessed", "Acc\0essed", StringComparison.Ordinal),
            json => json.Replace("\"Operation\":", "\"Operation\"", StringComparison.Ordinal),
            json => json.Replace("Accessed", "Acc\u0001essed", StringComparison.Ordinal),
        ];
        foreach (Func<string, string> damage in damages)
        {
            string[] parts = [.. Enumerable.Range(1, 5).Select(Large)];
            parts[2] = damage(parts[2]);
            string page = head + string.Join("," + between, parts) + tail;
            int offset = head.Length + parts[0].Length + parts[1].Length + 2 + (2 * between.Length);
            AssertOneDropped(_folder.Write("page.json", page + "\n"), DropReason.MalformedJson, offset, [1, 2, 4, 5]);

            // The same page before another.
            AssertOneDropped(_folder.Write("pages.json", page + "\n" + head + Large(6) + tail + "\n"), DropReason.MalformedJson, offset, [1, 2, 4, 5, 6]);
        }
    }

    [Theory]
    [InlineData("[", "]", 5)]
    [InlineData("[", "]", 4000)]
    [InlineData("{\"value\":[", "]}", 5)]
    [InlineData("{\"value\":[", "]}", 4000)]
    public void A_record_without_its_closing_brackets_does_not_swallow_those_behind_it(string head, string tail, int count)
    {
        Func<string, string>[] damages =
        [
            static json => json[..^1],
            static json => json[..json.LastIndexOf('{')],
            static json => json[..json.IndexOf("\"Filler", StringComparison.Ordinal)],
            static json => json + "}",
        ];
        foreach (Func<string, string> damage in damages)
        {
            string[] parts = [.. Enumerable.Range(1, count).Select(Large)];
            parts[2] = damage(parts[2]);
            (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("array.json", head + string.Join(",", parts) + tail + "\n"));
            Assert.Empty(Ids([.. Enumerable.Range(1, count).Where(static i => i != 3)]).Except(records.Select(static r => r.Id)));
            Reading.AssertBalanced(report);
        }
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("", 4000)]
    [InlineData("\n", 5)]
    [InlineData("\n", 4000)]
    public void A_damaged_record_does_not_swallow_those_glued_to_it(string between, int count)
    {
        // Objects behind each other, and lines of arrays.
        Func<string, string>[] damages =
        [
            static json => json[..^1],
            static json => json + "}",
            static json => json[..json.IndexOf("\"Filler", StringComparison.Ordinal)],
            static json => json.Replace("Accessed", "Acc\0essed", StringComparison.Ordinal),
        ];
        foreach (Func<string, string> damage in damages)
        {
            string[] parts = [.. Enumerable.Range(1, count).Select(Large)];
            parts[2] = damage(parts[2]);
            string text = between.Length == 0 ? string.Concat(parts) : string.Join(between, parts.Chunk(50).Select(static chunk => "[" + string.Join(",", chunk) + "]"));
            (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("log.json", text + "\n"));
            Assert.Empty(Ids([.. Enumerable.Range(1, count).Where(static i => i != 3)]).Except(records.Select(static r => r.Id)));
            Reading.AssertBalanced(report);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(4000)]
    public void A_cut_page_says_so_and_keeps_what_is_whole(int count)
    {
        string text = "{\"@odata.context\":\"c\",\"value\":[" + string.Join(",", Enumerable.Range(1, count + 1).Select(i => Large(i)));
        foreach (string cut in new[] { text[..^40], text[..text.LastIndexOf("{\"Id\":\"0000", StringComparison.Ordinal)] })
        {
            (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("cut.json", cut));
            Assert.Equal(Ids([.. Enumerable.Range(1, count)]), records.Select(r => r.Id));
            Assert.All(report.Dropped, d => Assert.Equal(DropReason.MalformedJson, d.Reason));
            Assert.NotEmpty(report.Dropped);
            Reading.AssertBalanced(report);
        }
    }

    [Fact]
    public void A_record_that_closes_before_the_damage_is_read()
    {
        string whole = Reading.Access(id: Reading.Guid(1));
        string path = _folder.Write("log.json", whole + "{\"Id\":\"x\u0001\"}\n" + Reading.Access(id: Reading.Guid(2)) + Reading.Access(id: Reading.Guid(3)) + "\n");
        AssertOneDropped(path, DropReason.MalformedJson, whole.Length, [1, 2, 3]);
    }

    [Fact]
    public void A_record_larger_than_any_block_is_read_wherever_it_stands()
    {
        string huge = Reading.Access("\"Folders\":[" + string.Join(',', Enumerable.Range(1, 40_000).Select(static i => $"{{\"Path\":\"\\\\f{i}\",\"FolderItems\":[{{\"Id\":\"{i}\"}}]}}")) + "]", Reading.Guid(1));
        Assert.True(huge.Length > 1 << 20);
        string page = "{\"value\":[" + string.Join(",", Enumerable.Range(10, 4000).Select(Large)) + "]}\n";
        int[] ofPage = [.. Enumerable.Range(10, 4000)];
        (string Text, int[] Ids)[] cases =
        [
            (huge, [1]),
            (huge + "\n" + Large(2) + "\n" + Large(3) + "\n", [1, 2, 3]),
            (page + huge + "\n" + Large(2), [.. ofPage, 1, 2]),
        ];
        foreach ((string text, int[] ids) in cases)
        {
            (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("log.json", text));
            Assert.Empty(report.Dropped);
            Assert.Equal(Ids(ids), records.Select(r => r.Id));
            Assert.Equal(40_000, records.First(r => r.Id == Reading.Guid(1)).ItemCount);
        }
    }

    [Fact]
    public void What_describes_the_rows_of_an_answer_is_no_row()
    {
        string schema = "{\"Stats\":{\"ExecutionTime\":1},\"Schema\":[{\"Name\":\"Timestamp\",\"Type\":\"DateTime\"},{\"Name\":\"RawEventData\",\"Type\":\"Object\"}],\"Results\":[";
        string row(int i) => "{\"Timestamp\":\"2026-09-01T10:00:00Z\",\"ActionType\":\"MailItemsAccessed\",\"RawEventData\":" + Large(i) + "}";
        foreach (int count in new[] { 3, 4000 })
        {
            (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("answer.json", schema + string.Join(",", Enumerable.Range(1, count).Select(row)) + "]}"));
            Assert.Empty(report.Dropped);
            Assert.Equal(count, records.Count);
        }

        // Among rows it is one.
        Assert.Equal([new DropCount(DropReason.NotAnAuditRecord, 1)], Reading.Read(_folder.Write("other.json", "{\"Results\":[{\"Name\":\"x\"}," + row(1) + "]}")).Report.Dropped);
    }

    [Fact]
    public void A_zero_byte_early_in_a_file_costs_its_record_alone()
    {
        string lines = string.Join('\n', Enumerable.Range(2, 20).Select(Large));
        string path = _folder.Write("log.jsonl", Large(1).Replace("Accessed", "Acc\0essed", StringComparison.Ordinal) + "\n" + lines);
        AssertOneDropped(path, DropReason.MalformedJson, 0, [.. Enumerable.Range(2, 20)]);
    }

    [Fact]
    public void Equal_ids_and_content_are_one_record_and_equal_ids_alone_are_two()
    {
        string one = Reading.Access("\"ItemCount\":1");
        (List<AuditRecord> records, ReadReport report) = Reading.Text(
            one + "\n" + one + "\n" + one.Replace("a@contoso", "A@CONTOSO", StringComparison.Ordinal) + "\n" + one.Replace("10:00:00", "10:00:01", StringComparison.Ordinal) + "\n" + one.Replace("a@", "b@", StringComparison.Ordinal));
        Assert.Equal(3, records.Count);
        Assert.Equal((3, 2, 2, 5), (report.Kept, report.Duplicates, report.ConflictingIds, report.Rows));
    }

    [Fact]
    public void Ids_that_identify_nothing_do_not_make_duplicates()
    {
        string[] lines = [.. Enumerable.Range(0, 20).Select(i => Reading.Access($"\"Number\":{i}", "ANONYMIZED"))];
        (List<AuditRecord> records, ReadReport report) = Reading.Text(string.Join('\n', [.. lines, lines[0]]));
        Assert.Equal(20, records.Count);
        Assert.Equal((20, 1), (report.Kept, report.Duplicates));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertOneDropped(string path, DropReason reason, long offset, int[] kept)
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Read(path);
        DroppedRow dropped = Assert.Single(report.DroppedRows);
        Assert.Equal((reason, path, offset), (dropped.Reason, dropped.File, dropped.ByteOffset));
        Assert.NotEmpty(dropped.Detail);
        Assert.Equal(Ids(kept), records.Select(r => r.Id));
        Assert.Equal(kept.Length + 1, report.Rows);
        Reading.AssertBalanced(report);
    }

    private static string[] Ids(params int[] numbers) => [.. numbers.Select(n => Reading.Guid(n))];

    private static string Large(int number) => Reading.Access($"\"Filler\":\"{new string('x', 300)}\",\"Folders\":[{{\"Id\":\"1\"}},{{\"Id\":\"2\"}}]", Reading.Guid(number));

    private static string Pretty(int number) =>
        "{\n  \"Id\": \"" + Reading.Guid(number) + "\",\n  \"CreationTime\": \"2026-09-01T10:00:00\",\n  \"Operation\": \"MailItemsAccessed\",\n  \"Filler\": \"" + new string('x', 300)
        + "\",\n  \"Folders\": [\n    {\n      \"Id\": \"1\"\n    },\n    {\n      \"Id\": \"2\"\n    }\n  ]\n}";

    private static string Row(int number) =>
        $"{Reading.Guid(number)},2026-09-01T10:00:00Z,50,MailItemsAccessed,a@x,\"{Reading.Access(id: Reading.Guid(number)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n";
}
