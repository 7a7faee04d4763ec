using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class AuditScenarioRecordTests
{
    private static readonly Lazy<WrittenScenario> s_all = new(() => WrittenScenario.Write(WrittenScenario.Small(7, [.. AuditScenario.AttackNames])));

    private static WrittenScenario All => s_all.Value;

    [Fact]
    public void Every_line_is_a_record_with_the_fields_every_record_has()
    {
        Assert.Equal(All.Result.RecordCount, All.Lines.Count);
        string tenant = (string)All.Answers["tenantId"]!;
        foreach (JsonObject record in All.Records)
        {
            Assert.True(Guid.TryParse(WrittenScenario.Text(record, "Id"), out _));
            Assert.Equal(tenant, WrittenScenario.Text(record, "OrganizationId"));
            Assert.NotEmpty(WrittenScenario.Text(record, "Operation"));
            Assert.NotEmpty(WrittenScenario.Text(record, "UserId"));
            Assert.NotEmpty(WrittenScenario.Text(record, "UserKey"));
            Assert.NotEmpty(WrittenScenario.Text(record, "Workload"));
            Assert.Equal(1, (int)record["Version"]!);
            Assert.InRange((int)record["UserType"]!, 0, 5);
            Assert.InRange(WrittenScenario.Time(record), new DateTimeOffset(2026, 9, 1, 0, 0, 0, default), new DateTimeOffset(2026, 9, 10, 23, 59, 59, default));
        }
    }

    [Fact]
    public void Bind_and_Sync_have_the_shapes_of_real_records()
    {
        HashSet<string> types = [];
        foreach (JsonObject record in All.MailAccess)
        {
            JsonArray properties = record["OperationProperties"]!.AsArray();
            Assert.Equal("MailAccessType", (string)properties[0]!["Name"]!);
            string type = (string)properties[0]!["Value"]!;
            types.Add(type);
            Assert.Equal(type == "Bind" ? 50 : 2, (int)record["RecordType"]!);
            Assert.True(Guid.TryParse(WrittenScenario.Text(record, "MailboxGuid"), out _));
            Assert.EndsWith(".example", WrittenScenario.Text(record, "MailboxOwnerUPN"), StringComparison.Ordinal);
            Assert.EndsWith(")\r\n", WrittenScenario.Text(record, "OriginatingServer"), StringComparison.Ordinal);
            if (type == "Bind")
            {
                int items = record["Folders"]!.AsArray().Sum(folder => folder!["FolderItems"]!.AsArray().Count);
                Assert.Equal(items, (int)record["OperationCount"]!);
                Assert.False(record.ContainsKey("ClientIP"));
            }
            else
            {
                Assert.NotEmpty((string)record["Item"]!["ParentFolder"]!["Name"]!);
                Assert.False(record.ContainsKey("AppId"));
                Assert.False(record.ContainsKey("Folders"));
                Assert.Equal("OUTLOOK.EXE", WrittenScenario.Text(record, "ClientProcessName"));
            }
        }

        Assert.Equal(2, types.Count);
    }

    [Fact]
    public void Only_reserved_addresses_are_named()
    {
        foreach (JsonObject record in All.Records)
        {
            string address = WrittenScenario.Text(record, record.ContainsKey("ClientIPAddress") ? "ClientIPAddress" : "ClientIP").TrimStart('[');
            string[] reserved = ["100.", "198.18.", "198.19.", "192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"];
            Assert.True(address.Length == 0 || reserved.Any(prefix => address.StartsWith(prefix, StringComparison.Ordinal)), address);
        }
    }

    [Fact]
    public void The_mix_is_that_of_a_mail_log()
    {
        double mailAccess = All.MailAccess.Count() / (double)All.Records.Count;
        Assert.InRange(mailAccess, 0.5, 0.8);
        Assert.InRange(All.Lines.Average(line => line.Length), 1_200, 2_200);
        string[] operations = [.. All.Records.Select(record => WrittenScenario.Text(record, "Operation")).Distinct()];
        Assert.Superset(
            new HashSet<string>(["MailItemsAccessed", "UserLoggedIn", "UserLoginFailed", "Send", "Create", "Update", "MoveToDeletedItems", "SoftDelete", "HardDelete", "FileAccessed", "Set-Mailbox", "Set-AdminAuditLogConfig"]),
            new HashSet<string>(operations));
    }

    [Fact]
    public void The_forms_that_real_logs_mix_all_occur_over_some_seeds()
    {
        HashSet<string> seen = [];
        for (int seed = 1; seed <= 6; seed++)
        {
            WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(seed) with { Days = 5, Activity = 0.5 });
            foreach ((JsonObject record, string line) in scenario.Records.Zip(scenario.Lines))
            {
                Note(seen, record, line);
            }
        }

        string[] expected =
        [
            "context absent", "context empty", "context api", "context full", "slash escaped", "throttle flag missing", "throttle True", "no app", "no client app",
            "v6", "delegate", "application", "localised", "\\u", "other case", "RESTSystem", "OWA", "MSExchangeRPC", "OutlookService", "ActiveSync", "WebServices", "port", "Not Available",
        ];
        Assert.Equal([], expected.Except(seen));
    }

    private static void Note(HashSet<string> seen, JsonObject record, string line)
    {
        if (WrittenScenario.Text(record, "Operation") != "MailItemsAccessed")
        {
            if ((int)record["RecordType"]! == 1 && WrittenScenario.Text(record, "ClientIP").Contains(':', StringComparison.Ordinal))
            {
                seen.Add("port");
            }

            return;
        }

        JsonObject? context = record["AppAccessContext"]?.AsObject();
        seen.Add("context " + (context is null ? "absent" : context.Count == 0 ? "empty" : context.Count == 1 ? "api" : "full"));
        JsonArray properties = record["OperationProperties"]!.AsArray();
        seen.Add(properties.Count == 1 ? "throttle flag missing" : "throttle " + (string)properties[1]!["Value"]!);
        string client = WrittenScenario.Text(record, "ClientInfoString");
        foreach (string family in (string[])["RESTSystem", "OWA", "MSExchangeRPC", "OutlookService", "ActiveSync", "WebServices"])
        {
            if (client.Contains(family, StringComparison.Ordinal))
            {
                seen.Add(family);
            }
        }

        Flag("slash escaped", line.Contains("\\/", StringComparison.Ordinal));
        Flag("no app", !record.ContainsKey("AppId"));
        Flag("no client app", record.ContainsKey("AppId") && !record.ContainsKey("ClientAppId"));
        Flag("v6", WrittenScenario.Text(record, "ClientIPAddress").Contains(':', StringComparison.Ordinal));
        Flag("delegate", (int)record["LogonType"]! == 2);
        Flag("application", (int)record["UserType"]! == 5);
        Flag("localised", line.Contains("Posteingang", StringComparison.Ordinal) || line.Contains("Postvak IN", StringComparison.Ordinal) || line.Contains("te de r", StringComparison.Ordinal));
        Flag("\\u", line.Contains("\\u00", StringComparison.Ordinal));
        Flag("Not Available", line.Contains("\"Path\":\"Not Available\"", StringComparison.Ordinal));
        string user = WrittenScenario.Text(record, "UserId");
        string owner = WrittenScenario.Text(record, "MailboxOwnerUPN");
        Flag("other case", user != owner && string.Equals(user, owner, StringComparison.OrdinalIgnoreCase));

        void Flag(string name, bool found)
        {
            if (found)
            {
                seen.Add(name);
            }
        }
    }
}
