using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>What Export-Clixml wrote of Search-UnifiedAuditLog says the same as the records themselves.</summary>
public sealed class ClixmlInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("MS", false, false)]
    [InlineData("Props", true, false)]
    [InlineData("MS", false, true)]
    public void Clixml_says_the_same_as_the_records(string properties, bool utf16, bool isList)
    {
        string text = Clixml(Reading.Lines, properties, isList);
        string path = _folder.Write("audit.xml", utf16 ? [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)] : Encoding.UTF8.GetBytes(text));
        string plain = _folder.Write("plain.jsonl", string.Join('\n', Reading.Lines));
        (List<AuditRecord> records, ReadReport report) = Reading.Read(path);
        Assert.Empty(report.Problems);
        Assert.Empty(report.DroppedRows);
        Assert.Equal(Reading.Lines.Length, report.Kept);
        Assert.Equal(Reading.Lines.Select(static line => NaiveRecord.Describe(line, false)), records.Select(NaiveRecord.Describe));
        Assert.Equal(Reading.Dump(Reading.Facts(plain).Facts), Reading.Dump(Reading.Facts(path).Facts));
    }

    [Fact]
    public void Line_breaks_and_literal_underscores_come_back()
    {
        string line = Reading.Access("\"Subject\":\"_x0041_ stays\"").Replace(",", ",\r\n", StringComparison.Ordinal);
        AuditRecord record = Assert.Single(Reading.Read(new AuditReadOptions { IncludeAuditData = true }, _folder.Write("one.xml", Encoding.UTF8.GetBytes(Clixml([line], "MS", false)))).Records);
        Assert.Equal(line, record.AuditData);
    }

    [Fact]
    public void A_cut_file_is_told_and_what_was_whole_counts()
    {
        string text = Clixml(Reading.Lines, "MS", false);
        (List<AuditRecord> records, ReadReport report) = Reading.Read(_folder.Write("cut.xml", Encoding.UTF8.GetBytes(text[..(text.Length / 2)])));
        Assert.InRange(records.Count, Reading.Lines.Length / 3, Reading.Lines.Length - 1);
        InputProblem problem = Assert.Single(report.Problems);
        Assert.Equal(InputProblemKind.ReadFailed, problem.Kind);
        Assert.Contains("Clixml is damaged or cut", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_clixml_is_named_as_what_it_is_and_ignored_in_a_folder()
    {
        const string rules = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\"><Props><S N=\"Name\">a</S></Props></Obj></Objs>";
        string path = _folder.Write("rules.xml", Encoding.UTF8.GetBytes(rules));
        InputProblem problem = Assert.Single(Reading.Read(path).Report.Problems);
        Assert.Equal(InputProblemKind.UnknownForm, problem.Kind);
        Assert.Contains("Clixml", problem.Message, StringComparison.Ordinal);
        _folder.Write("audit.jsonl", Encoding.UTF8.GetBytes(Reading.Access()));
        ReadReport folder = Reading.Read(_folder.Path).Report;
        Assert.Empty(folder.Problems);
        Assert.Equal(1, folder.Kept);
    }

    [Fact]
    public void Nothing_outside_of_the_file_is_read()
    {
        string text = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + Clixml([Reading.Access()], "MS", false);
        Assert.NotEmpty(Reading.Read(_folder.Write("dtd.xml", Encoding.UTF8.GetBytes(text))).Report.Problems);
        string inside = Clixml([Reading.Access()], "MS", false).Replace("<Obj ", "<!DOCTYPE x [<!ENTITY e \"x\">]><Obj ", StringComparison.Ordinal);
        Assert.NotEmpty(Reading.Read(_folder.Write("inside.xml", Encoding.UTF8.GetBytes(inside))).Report.Problems);
    }

    public void Dispose() => _folder.Dispose();

    private static string Clixml(string[] lines, string properties, bool isList)
    {
        StringBuilder text = new("<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n");
        _ = text.Append(isList ? "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Object[]</T></TN><LST>" : string.Empty);
        for (int i = 0; i < lines.Length; i++)
        {
            string data = Escape(lines[i]);
            _ = text.Append("<Obj RefId=\"").Append(i + 1).Append("\"><TNRef RefId=\"0\" /><ToString>x</ToString><").Append(properties).Append('>')
                .Append("<Obj N=\"RecordType\" RefId=\"r").Append(i).Append("\"><ToString>ExchangeItem</ToString><I32>2</I32></Obj>")
                .Append("<S N=\"AuditData\">").Append(data).Append("</S><I32 N=\"ResultIndex\">").Append(i + 1).Append("</I32><Nil N=\"ObjectState\" /></").Append(properties).Append("></Obj>\r\n");
        }

        return text.Append(isList ? "</LST></Obj>" : string.Empty).Append("</Objs>").ToString();
    }

    private static string Escape(string text) => text.Replace("_x", "_x005F_x", StringComparison.Ordinal).Replace("\r", "_x000D_", StringComparison.Ordinal).Replace("\n", "_x000A_", StringComparison.Ordinal)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
