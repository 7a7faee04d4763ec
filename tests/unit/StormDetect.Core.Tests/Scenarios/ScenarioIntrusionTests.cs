using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using StormDetect.Core.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class ScenarioIntrusionTests
{
    public static TheoryData<string, string> WhatIsPlanted() => new()
    {
        { "bec-rule", "InboxRule" },
        { "delegate-grant", "MailboxChange" },
        { "illicit-consent", "MailboxChange" },
        { "app-credential", "MailboxChange" },
        { "audit-tamper", "MailboxChange" },
        { "transport-bcc", "MailboxChange" },
        { "mass-delete", "MailActivity" },
        { "sweep-search", "MailActivity" },
        { "mass-send", "MailActivity" },
        { "storm-0558", "OrphanedAccess" },
        { "token-theft", "OrphanedAccess" },
        { "common-app", "MailAccess" },
    };

    [Theory]
    [MemberData(nameof(WhatIsPlanted))]
    public void The_answers_name_records_for_each_kind_of_finding(string attack, string kind)
    {
        for (int seed = 41; seed <= 42; seed++)
        {
            WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(seed, attack) with { Activity = 0.1 });
            HashSet<string> ids = [.. scenario.Records.Select(record => WrittenScenario.Text(record, "Id"))];
            PlantedIntrusion planted = Assert.Single(scenario.Result.Intrusions);
            Assert.Contains(planted.Evidence, evidence => evidence.Finding == kind);
            Assert.All(planted.Evidence, evidence =>
            {
                Assert.NotEmpty(evidence.RecordIds);
                Assert.Subset(ids, new HashSet<string>(evidence.RecordIds));
            });
            JsonArray key = scenario.Intrusions[0]!["evidence"]!.AsArray();
            Assert.Equal(planted.Evidence.Select(static evidence => evidence.Finding), key.Select(static entry => (string)entry!["finding"]!));
            Assert.Equal(planted.Evidence.SelectMany(static evidence => evidence.RecordIds), key.SelectMany(static entry => entry!["recordIds"]!.AsArray()).Select(static id => (string)id!));
        }
    }

    [Fact]
    public void An_external_forward_leaves_by_rule_or_by_setting_to_an_address_outside()
    {
        HashSet<string> ways = [];
        for (int seed = 1; seed <= 12; seed++)
        {
            WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(seed, "external-forward") with { Activity = 0.05 });
            PlantedEvidence evidence = scenario.Result.Intrusions[0].Evidence.First(static part => part.Finding != "MailAccess");
            JsonObject record = scenario.Records.First(entry => WrittenScenario.Text(entry, "Id") == evidence.RecordIds[0]);
            string operation = WrittenScenario.Text(record, "Operation");
            ways.Add(operation);
            string target = operation == "Set-Mailbox" ? Parameter(record, "ForwardingSmtpAddress") : Parameter(record, "ForwardTo") + Parameter(record, "RedirectTo") + Parameter(record, "ForwardAsAttachmentTo");
            string domain = WrittenScenario.Text(record, "UserId").Split('@')[1];
            Assert.Contains("@", target, StringComparison.Ordinal);
            Assert.False(target.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase), target);
            Assert.EndsWith(".example", target, StringComparison.Ordinal);
        }

        Assert.Equal(["New-InboxRule", "Set-Mailbox"], ways.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_an_intruder_keeps_out_of_the_log_is_not_in_it_and_the_answers_say_so()
    {
        HashSet<string> causes = [];
        for (int seed = 1; seed <= 16; seed++)
        {
            AuditScenarioOptions options = WrittenScenario.Small(seed, "audit-tamper") with { Mailboxes = 20, Activity = 0.2 };
            WrittenScenario tampered = WrittenScenario.Write(options);
            WrittenScenario clean = WrittenScenario.Write(options with { Attacks = [] });
            JsonObject key = tampered.Intrusions[0]!.AsObject();
            JsonObject[] blind = [.. key["blind"]!.AsArray().Select(static entry => entry!.AsObject())];
            Assert.Equal(blind.Length > 0, (int)key["unseenReads"]! > 0);
            causes.UnionWith(blind.Select(static entry => (string)entry["cause"]!));
            Assert.All(blind, entry => Assert.DoesNotContain(tampered.MailAccess, record => IsIn(record, entry)));

            // Nothing else is gone.
            HashSet<string> left = [.. tampered.Records.Select(record => WrittenScenario.Text(record, "Id"))];
            Assert.All(
                clean.Records.Where(record => !left.Contains(WrittenScenario.Text(record, "Id"))),
                record => Assert.Contains(blind, entry => IsWithin(record, entry)));
        }

        Assert.Equal(["actor-bypassed", "audit-set", "ingestion-off"], causes.Order(StringComparer.Ordinal));
    }

    private static bool IsWithin(JsonObject record, JsonObject blind) =>
        WrittenScenario.Time(record) >= Time(blind, "from") && WrittenScenario.Time(record) < Time(blind, "to");

    private static bool IsIn(JsonObject record, JsonObject blind)
    {
        string actor = (string)blind["actor"]!;
        string mailbox = (string)blind["mailbox"]!;
        return IsWithin(record, blind)
            && (actor.Length == 0 || (actor.Equals(WrittenScenario.Text(record, "UserId"), StringComparison.OrdinalIgnoreCase) && (int)record["UserType"]! != 5))
            && (mailbox.Length == 0 || mailbox.Equals(WrittenScenario.Text(record, "MailboxOwnerUPN"), StringComparison.OrdinalIgnoreCase));
    }

    private static DateTimeOffset Time(JsonObject entry, string name) => DateTimeOffset.Parse((string)entry[name]!, CultureInfo.InvariantCulture);

    private static string Parameter(JsonObject record, string name) =>
        (string?)record["Parameters"]!.AsArray().FirstOrDefault(parameter => (string)parameter!["Name"]! == name)?["Value"] ?? string.Empty;
}
