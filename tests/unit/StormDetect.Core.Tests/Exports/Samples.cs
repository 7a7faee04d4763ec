using System.Text;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Small pieces of logs.</summary>
internal static class Samples
{
    public const string Header = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData\r\n";

    public static string Record(int number) =>
        $$"""{"CreationTime":"2026-05-01T10:00:00","Id":"{{number:D8}}","Operation":"MailItemsAccessed","UserId":"a\"}\n{b@contoso.com"}""";

    public static string Lines(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(Record(i)).Append('\n');
        }

        return text.ToString();
    }

    public static string Row(int number) => $"{number:D8},2026-05-01T10:00:00Z,50,MailItemsAccessed,a@contoso.com,\"{Record(number).Replace("\"", "\"\"")}\"\r\n";

    public static string Rows(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(Row(i));
        }

        return text.ToString();
    }
}
