using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;

namespace StormDetect.Cli.Tests;

/// <summary>A log written by hand: twelve people who read their own mail from the office, three times a day, and on demand somebody else.</summary>
internal static class SmallTenant
{
    public const int Days = 21;

    /// <summary>What an attacker would like a terminal to do: red text, a new window title, a cleared line, text from right to left.</summary>
    public const string Evil = "\u001b[31m\u001b]0;x\u0007\r\u009b2K\u202e";

    private const int People = 12;

    private static readonly DateTime s_first = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void Write(string path, bool intruder, string mailboxSuffix = "")
    {
        List<string> lines = [];
        for (int day = 0; day < Days; day++)
        {
            for (int person = 0; person < People; person++)
            {
                foreach (int hour in new[] { 8, 11, 15 })
                {
                    lines.Add(Record(s_first.AddDays(day).AddHours(hour).AddMinutes(person), person, "Client=MSExchangeRPC", "", $"192.0.2.{person + 10}", "", 4));
                }
            }

            if (intruder && day is 15 or 16)
            {
                for (int person = 2; intruder && person < 7; person++)
                {
                    for (int minute = 0; minute < 20; minute++)
                    {
                        lines.Add(Record(
                            s_first.AddDays(day).AddHours(2).AddMinutes(minute).AddSeconds(person), person, "Client=REST;;", "a298e343-7e6c-4373-bd51-349f5a807729", "198.51.100.77", mailboxSuffix, 20));
                    }
                }
            }
        }

        File.WriteAllLines(path, lines);
    }

    /// <summary>Everybody deletes a little every day; the intruder of the log deletes from where they read.</summary>
    public static void AddDeletions(string path)
    {
        List<string> lines = [];
        for (int day = 0; day < Days; day++)
        {
            for (int person = 0; person < People; person++)
            {
                lines.Add(Deletion(s_first.AddDays(day).AddHours(9).AddMinutes(person), person, "Client=MSExchangeRPC", "", $"192.0.2.{person + 10}", 1 + ((day + person) % 4)));
                if (day is 15 or 16 && person is >= 2 and < 7)
                {
                    lines.Add(Deletion(s_first.AddDays(day).AddHours(2).AddMinutes(30).AddSeconds(person), person, "Client=REST;;", "a298e343-7e6c-4373-bd51-349f5a807729", "198.51.100.77", 30));
                }
            }
        }

        File.AppendAllLines(path, lines);
    }

    private static string Deletion(DateTime time, int person, string client, string application, string address, int items)
    {
        JsonNode record = JsonNode.Parse(Record(time, person, client, application, address, string.Empty, 0))!;
        record["Id"] = new Guid(person, (short)time.DayOfYear, (short)time.Hour, (byte)time.Minute, (byte)time.Second, 1, 2, 3, 4, 5, 6).ToString();
        record["Operation"] = "HardDelete";
        record["RecordType"] = 3;
        JsonArray affected = [];
        for (int i = 0; i < items; i++)
        {
            affected.Add(new JsonObject { ["Subject"] = "s", ["ParentFolder"] = new JsonObject { ["Path"] = "\\Inbox" } });
        }

        record["AffectedItems"] = affected;
        record["Folder"] = new JsonObject { ["Path"] = "\\Inbox" };
        return record.ToJsonString();
    }

    public static string Record(DateTime time, int person, string client, string application, string address, string mailboxSuffix, int items)
    {
        JsonArray folderItems = [];
        for (int i = 0; i < items; i++)
        {
            folderItems.Add(new JsonObject { ["InternetMessageId"] = string.Create(CultureInfo.InvariantCulture, $"<{time:yyMMddHHmmss}.{person}.{i}@contoso.example>") });
        }

        string user = $"person{person}@contoso.example";
        return new JsonObject
        {
            ["CreationTime"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["Id"] = new Guid(person, (short)(time.DayOfYear), (short)time.Hour, (byte)time.Minute, (byte)time.Second, (byte)items, 0, 0, 0, 0, 0).ToString(),
            ["Operation"] = "MailItemsAccessed",
            ["OrganizationId"] = "11111111-2222-3333-4444-555555555555",
            ["RecordType"] = 50,
            ["UserType"] = 0,
            ["Workload"] = "Exchange",
            ["UserId"] = user + mailboxSuffix,
            ["AppId"] = application,
            ["ClientAppId"] = application,
            ["ClientIPAddress"] = address,
            ["ClientInfoString"] = client + mailboxSuffix,
            ["LogonType"] = 0,
            ["MailboxGuid"] = new Guid(person, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).ToString(),
            ["MailboxOwnerUPN"] = user + mailboxSuffix,
            ["OperationProperties"] = new JsonArray(
                new JsonObject { ["Name"] = "MailAccessType", ["Value"] = "Bind" },
                new JsonObject { ["Name"] = "IsThrottled", ["Value"] = "False" }),
            ["Folders"] = new JsonArray(new JsonObject { ["Path"] = "\\Inbox", ["FolderItems"] = folderItems }),
            ["OperationCount"] = items,
        }.ToJsonString();
    }
}
