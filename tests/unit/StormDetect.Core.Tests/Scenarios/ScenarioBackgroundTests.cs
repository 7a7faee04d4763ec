using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using StormDetect.Core.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class ScenarioBackgroundTests
{
    private static readonly Lazy<WrittenScenario> s_busy = new(() => WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 150, Days = 21, Seed = 5, Activity = 0.5 }));

    [Fact]
    public void Without_background_the_bytes_are_those_of_earlier_versions()
    {
        // Written by an earlier version: a seed is a promise, and where it is changed CHANGELOG says so.
        using TemporaryFolder folder = new();
        AuditScenarioResult result = AuditScenario.Write(
            folder.Sub("a"), WrittenScenario.Small(7, [.. IntrusionCatalogue.AccessNames]) with { Background = false }, TestContext.Current.CancellationToken);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in result.LogFiles)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        Assert.Equal("059F5FEA6E03A1EEBEA43B4209B102A67C076E1EFC36D9B49BD2A8802C48AF85", Convert.ToHexString(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public void Background_adds_records_and_changes_none(int seed)
    {
        AuditScenarioOptions options = WrittenScenario.Small(seed, "storm-0558", "token-theft") with { Activity = 0.3 };
        WrittenScenario bare = WrittenScenario.Write(options with { Background = false });
        WrittenScenario busy = WrittenScenario.Write(options);
        HashSet<string> ids = [.. bare.Records.Select(record => WrittenScenario.Text(record, "Id"))];
        Assert.Equal(bare.Lines, busy.Lines.Where((_, index) => ids.Contains(WrittenScenario.Text(busy.Records[index], "Id"))));
        Assert.True(busy.Lines.Count > bare.Lines.Count);
        Assert.Equal(bare.MailAccess.Count(), busy.MailAccess.Count());
    }

    [Fact]
    public void People_and_administrators_change_things()
    {
        HashSet<string> operations = [.. s_busy.Value.Records.Select(record => WrittenScenario.Text(record, "Operation"))];
        Assert.Superset(
            new HashSet<string>(
            [
                "New-InboxRule", "UpdateInboxRules", "Set-Mailbox", "Add-MailboxPermission", "AddFolderPermissions", "ModifyFolderPermissions", "Consent to application.",
                "Add service principal.", "Add delegated permission grant.", "Change user license.", "SearchQueryInitiatedExchange", "Move", "HardDelete", "Send", "Set-AdminAuditLogConfig",
            ]),
            operations);
    }

    [Fact]
    public void Every_change_is_read_as_what_it_is()
    {
        int rules = 0;
        foreach (JsonObject record in s_busy.Value.Records)
        {
            switch (WrittenScenario.Text(record, "Operation"))
            {
                case "UpdateInboxRules":
                    rules++;
                    Assert.Equal(2, (int)record["RecordType"]!);
                    Assert.Contains(record["OperationProperties"]!.AsArray(), static property => (string)property!["Name"]! == "RuleOperation");
                    break;
                case "New-InboxRule":
                    Assert.Equal(1, (int)record["RecordType"]!);
                    Assert.Contains(record["Parameters"]!.AsArray(), static parameter => (string)parameter!["Name"]! == "Name");
                    Assert.Contains("\\", WrittenScenario.Text(record, "ObjectId"), StringComparison.Ordinal);
                    break;
                case "ModifyFolderPermissions" or "AddFolderPermissions":
                    Assert.NotEmpty((string)record["Item"]!["ParentFolder"]!["MemberUpn"]!);
                    break;
                case "Consent to application.":
                    Assert.Contains(record["ModifiedProperties"]!.AsArray(), static property => (string)property!["Name"]! == "ConsentAction.Permissions");
                    break;
                case "Move":
                    Assert.NotEmpty((string)record["DestFolder"]!["Path"]!);
                    Assert.NotEmpty(record["AffectedItems"]!.AsArray());
                    break;
                default:
                    break;
            }
        }

        Assert.True(rules > 0);
    }

    [Fact]
    public void Outlook_writes_a_mailbox_rules_again_in_bursts_of_blank_changes()
    {
        List<int> bursts = [];
        for (int seed = 1; seed <= 6 && !bursts.Exists(static count => count >= 100); seed++)
        {
            WrittenScenario scenario = WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 150, Days = 12, Seed = seed, Activity = 0.4 });
            bursts.AddRange(scenario.Records
                .Where(record => WrittenScenario.Text(record, "Operation") == "UpdateInboxRules")
                .GroupBy(record => (WrittenScenario.Text(record, "MailboxGuid"), WrittenScenario.Time(record).Date))
                .Where(static group => group.All(static record => record["OperationProperties"]!.AsArray().All(static property => property!["Value"] is null || (string)property["Name"]! is "RuleOperation" or "RuleId" or "RuleProvider")))
                .Where(static group => group.Max(WrittenScenario.Time) - group.Min(WrittenScenario.Time) < TimeSpan.FromMinutes(3))
                .Select(static group => group.Count()));
        }

        Assert.Contains(bursts, static count => count >= 100);
    }

    [Fact]
    public void The_service_provisions_as_system_only()
    {
        JsonObject[] service = [.. s_busy.Value.Records.Where(record => WrittenScenario.Text(record, "Operation").StartsWith("Install-", StringComparison.Ordinal)
            || WrittenScenario.Text(record, "ObjectId").Contains("DiscoverySearchMailbox", StringComparison.Ordinal))];
        Assert.NotEmpty(service);
        Assert.All(service, static record =>
        {
            Assert.Equal(3, (int)record["UserType"]!);
            Assert.StartsWith("NT ", WrittenScenario.Text(record, "UserId"), StringComparison.Ordinal);
        });
    }
}
