using System;
using System.Text;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class TextSnifferTests
{
    [Theory]
    [InlineData("""{"Id":"1","Operation":"x"}""", true)]
    [InlineData("{\"Id\":\"1\"}\n{\"Id\":\"2\"}\n", true)]
    [InlineData("{\"Id\":\"1\"}\r\n{\"Id\":\"2\"}\r\n", true)]
    [InlineData(" \r\n\t{\"Id\":\"1\"}", true)]
    [InlineData("{\n \"Id\": \"}\"\n}\n{\n \"Id\": \"2\"\n}\n", false)]
    [InlineData("""{"Id":"1"}{"Id":"2"}""", false)]
    [InlineData("""{"Id":"1"} [{"Id":"2"}]""", false)]
    [InlineData("""{"value":[{"Id":"1"},{"Id":"2"}]}""", true)]
    [InlineData("{\"Id\":\"1\"}\ngarbage", true)]
    [InlineData("{\"Id\":\"1\",\"Oper\n{\"Id\":\"2\"}\n", true)]
    [InlineData("[{\"Id\":\"1\"}]\n[{\"Id\":\"2\"}]\n", true)]
    public void Values_behind_each_other_are_a_sequence(string text, bool singleLine)
    {
        TextForm form = Recognised(text);
        Assert.Equal(InputLayout.JsonSequence, form.Layout);
        Assert.Equal(singleLine, form.SingleLine);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [ ]\n")]
    [InlineData("""[{"Id":"1"},{"Id":"2"}]""")]
    [InlineData("[\n{\"Id\":\"1\"},\n{\"Id\":\"2\"}\n]")]
    [InlineData("""["{\"Id\":\"1\"}"]""")]
    [InlineData("""{"Id":"1","cut":""")]
    [InlineData("""{"Id":"1"},{"Id":"2"}""")]
    [InlineData("[")]
    public void One_value_around_all_is_a_tree(string text) => Assert.Equal(InputLayout.JsonTree, Recognised(text).Layout);

    [Fact]
    public void An_object_that_does_not_close_within_the_head_is_a_tree()
    {
        string head = "{\"value\":[" + Samples.Record(1) + ",";
        Assert.Equal(SniffVerdict.NeedsMore, Sniff(head, isWhole: false, isFinal: false, onlyAudit: false, out _));
        Assert.Equal(SniffVerdict.Log, Sniff(head, isWhole: false, isFinal: true, onlyAudit: false, out TextForm? form));
        Assert.Equal(InputLayout.JsonTree, form!.Layout);
    }

    [Theory]
    [InlineData("RecordId,CreationDate,AuditData\r\n", ',', 3)]
    [InlineData("RecordId;CreationDate;AuditData\n", ';', 3)]
    [InlineData("RecordId\tCreationDate\tAuditData\n", '\t', 3)]
    [InlineData("AuditData", ',', 1)]
    [InlineData("\"RecordType\", \"CreationDate\" ,\"AuditData\"\n1,2,3\n", ',', 3)]
    [InlineData("#TYPE Selected.System.Object\r\n\"auditdata\",\"x\"\r\n", ',', 2)]
    [InlineData("sep=;\r\nUserIds;Operations\r\n", ';', 2)]
    [InlineData("\r\n\r\nTimeGenerated [UTC],UserId\r\n", ',', 2)]
    [InlineData("\"odd \"\"name\"\"\",Operation\n", ',', 2)]
    public void A_header_with_an_audit_column_is_csv(string text, char delimiter, int columns)
    {
        TextForm form = Recognised(text);
        Assert.Equal(InputLayout.Csv, form.Layout);
        Assert.Equal((byte)delimiter, form.Header!.Delimiter);
        Assert.Equal(columns, form.Header.Columns.Length);
    }

    [Fact]
    public void Header_names_lose_quotes_and_blanks_and_are_found_in_any_case()
    {
        const string Text = "#TYPE X\r\n\"Record\"\"Type\" , auditdata ,\"TimeGenerated [UTC]\"\r\nrow";
        TextForm form = Recognised(Text);
        Assert.Equal(["Record\"Type", "auditdata", "TimeGenerated [UTC]"], form.Header!.Columns);
        Assert.Equal(1, form.Header.IndexOf("AuditData"));
        Assert.Equal(2, form.Header.IndexOf("TimeGenerated"));
        Assert.Equal(-1, form.Header.IndexOf("UserId"));
        Assert.Equal(Text.IndexOf("row", StringComparison.Ordinal), form.HeaderBytes);
    }

    [Theory]
    [InlineData("name,age\nx,1\n")]
    [InlineData("<html><body>Operation,UserId</body></html>")]
    [InlineData("<?xml version=\"1.0\"?>\n<Operation>")]
    [InlineData("2026-05-01 10:00:00 INFO Operation finished, UserId=1\n")]
    [InlineData("[2026-05-01 10:00] Operation, UserId\n")]
    [InlineData("[INFO] text")]
    [InlineData("{\\rtf1 Operation}")]
    [InlineData("{ not json }")]
    [InlineData("AuditData was here once.\nOperation")]
    [InlineData("{]")]
    public void Other_text_is_unknown(string text) => Assert.Equal(SniffVerdict.Unknown, Sniff(text, true, true, false, out _));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t \n")]
    public void White_space_is_empty(string text) => Assert.Equal(SniffVerdict.Empty, Sniff(text, true, true, false, out _));

    [Theory]
    [InlineData("%PDF-1.7\nOperation,UserId")]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0")]
    [InlineData("{\"a\0\":1}")]
    [InlineData("\u0001\u0002\u0003\u0004Operation,UserId")]
    public void Bytes_that_are_no_text_are_binary(string text) => Assert.Equal(SniffVerdict.Binary, Sniff(text, true, true, false, out _));

    [Theory]
    [InlineData("""{"attack":"x","recordIds":["1"],"firstSeen":"2026"}""", false)]
    [InlineData("record_id\tlabel\toperation\tuser\n", false)]
    [InlineData("""{"operation":"x","name":"y"}""", false)]
    [InlineData("""{"creationTime":"2026","operation":"x"}""", true)]
    [InlineData("""{"Identity":"x","AuditData":"{\"Operation\":\"y\"}"}""", true)]
    [InlineData("""{"_raw":"{\"CreationTime\":\"2026\",\"Operation\":\"y\"}"}""", true)]
    [InlineData("""{"o365.audit.Operation":"x","o365.audit.CreationTime":"2026"}""", true)]
    [InlineData("[]", true)]
    [InlineData("""{"@odata.context":"x","value":[]}""", true)]
    [InlineData("{}", false)]
    [InlineData("AuditData,x\n", true)]
    [InlineData("Timestamp,Message\n", false)]
    [InlineData("TimeGenerated,UserId,ClientIP,Operation,Parameters\n", true)]
    public void In_a_folder_only_audit_records_count(string text, bool isLog) =>
        Assert.Equal(isLog ? SniffVerdict.Log : SniffVerdict.Unknown, Sniff(text, true, true, onlyAudit: true, out _));

    private static TextForm Recognised(string text)
    {
        Assert.Equal(SniffVerdict.Log, Sniff(text, isWhole: true, isFinal: true, onlyAudit: false, out TextForm? form));
        return form!;
    }

    private static SniffVerdict Sniff(string text, bool isWhole, bool isFinal, bool onlyAudit, out TextForm? form) =>
        TextSniffer.Sniff(Encoding.Latin1.GetBytes(text), isWhole, isFinal, onlyAudit, out form);
}
