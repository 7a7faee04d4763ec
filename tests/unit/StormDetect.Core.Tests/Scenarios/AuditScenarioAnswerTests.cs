using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class AuditScenarioAnswerTests
{
    public static TheoryData<string, int> AttacksAndSeeds()
    {
        TheoryData<string, int> data = [];
        foreach (string attack in AuditScenario.AttackNames)
        {
            for (int seed = 21; seed <= 23; seed++)
            {
                data.Add(attack, seed);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AttacksAndSeeds))]
    public void The_key_says_what_the_log_says(string attack, int seed)
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(seed, attack) with { Activity = 0.2 });
        PlantedIntrusion planted = Assert.Single(scenario.Result.Intrusions);
        JsonObject key = Assert.Single(scenario.Intrusions)!.AsObject();
        Dictionary<string, JsonObject> byId = scenario.Records.DistinctBy(record => WrittenScenario.Text(record, "Id")).ToDictionary(record => WrittenScenario.Text(record, "Id"));
        JsonObject[] records = [.. planted.RecordIds.Select(id => byId[id])];

        Assert.NotEmpty(records);
        Assert.Equal(attack, planted.Attack);
        Assert.Equal(planted.RecordIds.Count, planted.RecordIds.Distinct().Count());
        Assert.All(records, record => Assert.Equal("MailItemsAccessed", WrittenScenario.Text(record, "Operation")));
        Assert.Equal(planted.Mailboxes.Order(StringComparer.Ordinal), records.Select(record => WrittenScenario.Text(record, "MailboxOwnerUPN")).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(planted.FirstSeen, records.Min(WrittenScenario.Time));
        Assert.Equal(planted.LastSeen, records.Max(WrittenScenario.Time));
        Assert.Single(records.Select(record => WrittenScenario.Text(record, "AppId")).Append(planted.AppId).Distinct());
        Assert.All(records, record => Assert.Contains(WrittenScenario.Text(record, "ClientAppId"), (string[])[planted.ClientAppId, string.Empty]));
        Assert.Contains(records, record => WrittenScenario.Text(record, "ClientAppId") == planted.ClientAppId);
        Assert.Equal(Texts(key, "recordIds"), planted.RecordIds);
        Assert.Equal(Texts(key, "mailboxes"), planted.Mailboxes);
        Assert.Equal((string)key["firstSeen"]!, planted.FirstSeen.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        Assert.Equal(
            Texts(key, "networks").Order(StringComparer.Ordinal),
            records.Select(record => Network.FromAddress(IPAddress.Parse(WrittenScenario.Text(record, "ClientIPAddress"))).ToString()).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Texts(key, "days"), records.Select(record => WrittenScenario.Text(record, "CreationTime")[..10]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Texts(key, "relatedRecordIds"), id => Assert.NotEqual("MailItemsAccessed", WrittenScenario.Text(byId[id], "Operation")));
    }

    [Fact]
    public void A_renamed_mailbox_is_in_the_key_under_the_names_the_log_has()
    {
        WrittenScenario scenario = WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 12, Days = 10, Seed = 3, Activity = 0.1, Attacks = AuditScenario.AttackNames, Drifts = ["renamed-users"] });
        Dictionary<string, JsonObject> byId = scenario.Records.DistinctBy(record => WrittenScenario.Text(record, "Id")).ToDictionary(record => WrittenScenario.Text(record, "Id"));
        Assert.All(scenario.Result.Intrusions, intrusion => Assert.Equal(
            intrusion.Mailboxes.Order(StringComparer.Ordinal),
            intrusion.RecordIds.Select(id => WrittenScenario.Text(byId[id], "MailboxOwnerUPN")).Distinct().Order(StringComparer.Ordinal)));
        Assert.Contains(scenario.Intrusions, key => Texts(key!.AsObject(), "mailboxes").Length > Texts(key.AsObject(), "mailboxGuids").Length);
    }

    [Fact]
    public void All_attacks_fit_into_one_tenant()
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(3, [.. AuditScenario.AttackNames, "storm-0558"]));
        Assert.Equal([.. AuditScenario.AttackNames, "storm-0558"], scenario.Result.Intrusions.Select(intrusion => intrusion.Attack));
        Assert.Equal(scenario.Result.Intrusions.Sum(intrusion => intrusion.RecordIds.Count), scenario.Result.Intrusions.SelectMany(intrusion => intrusion.RecordIds).Distinct().Count());
    }

    [Fact]
    public void With_three_weeks_of_log_attacks_have_history_before_them()
    {
        WrittenScenario scenario = WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 30, Days = 21, Seed = 4, Activity = 0.05, Attacks = AuditScenario.AttackNames });
        Assert.All(scenario.Result.Intrusions, intrusion => Assert.True(intrusion.FirstSeen >= new DateTimeOffset(2026, 9, 14, 0, 0, 0, default)));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void Storm_0558_works_in_Chinese_hours_and_signs_in_nowhere(int seed)
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(seed, "storm-0558") with { Activity = 0.3 });
        JsonObject[] records = Planted(scenario);
        HashSet<string> ids = [.. scenario.Records.Where(record => (int)record["RecordType"]! == 15).Select(record => WrittenScenario.Text(record, "Id"))];
        HashSet<string> signInAddresses = [.. scenario.Records.Where(record => (int)record["RecordType"]! == 15).Select(record => WrittenScenario.Text(record, "ClientIP"))];
        Assert.All(records, record =>
        {
            DateTimeOffset time = WrittenScenario.Time(record);
            Assert.InRange(time.Hour, 0, 9);
            Assert.DoesNotContain(time.DayOfWeek, (DayOfWeek[])[DayOfWeek.Saturday, DayOfWeek.Sunday]);
            Assert.DoesNotContain(WrittenScenario.Text(record, "ClientIPAddress"), signInAddresses);
            if (record["AppAccessContext"]?["UniqueTokenId"] is JsonNode token)
            {
                string text = ((string)token!).Replace('-', '+').Replace('_', '/') + "==";
                Assert.DoesNotContain(new Guid(Convert.FromBase64String(text)).ToString("D"), ids);
            }
        });

        // The pair of application and client is used by none of the victims otherwise.
        PlantedIntrusion planted = scenario.Result.Intrusions[0];
        HashSet<string> own = [.. planted.RecordIds];
        Assert.DoesNotContain(scenario.MailAccess, record => !own.Contains(WrittenScenario.Text(record, "Id"))
            && planted.Mailboxes.Contains(WrittenScenario.Text(record, "MailboxOwnerUPN"))
            && WrittenScenario.Text(record, "AppId") == planted.AppId
            && WrittenScenario.Text(record, "ClientAppId") == planted.ClientAppId);
    }

    [Fact]
    public void Token_theft_shows_the_owners_session_on_two_networks_within_the_hour()
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(6, "token-theft"));
        HashSet<string> own = [.. scenario.Result.Intrusions[0].RecordIds];
        JsonObject[] records = Planted(scenario);
        Assert.Contains(records, stolen => scenario.MailAccess.Any(record => !own.Contains(WrittenScenario.Text(record, "Id"))
            && WrittenScenario.Text(record, "SessionId") == WrittenScenario.Text(stolen, "SessionId")
            && WrittenScenario.Text(record, "ClientIPAddress") != WrittenScenario.Text(stolen, "ClientIPAddress")
            && (WrittenScenario.Time(record) - WrittenScenario.Time(stolen)).Duration() < TimeSpan.FromHours(1)));
    }

    [Fact]
    public void App_secret_uses_an_established_application_from_elsewhere()
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(8, "app-secret") with { Activity = 0.3 });
        PlantedIntrusion planted = scenario.Result.Intrusions[0];
        HashSet<string> own = [.. planted.RecordIds];
        JsonObject[] usual = [.. scenario.MailAccess.Where(record => !own.Contains(WrittenScenario.Text(record, "Id")) && WrittenScenario.Text(record, "ClientAppId") == planted.ClientAppId)];
        Assert.NotEmpty(usual);
        Assert.Empty(usual.Select(record => WrittenScenario.Text(record, "ClientIPAddress")).Intersect(Planted(scenario).Select(record => WrittenScenario.Text(record, "ClientIPAddress"))));
    }

    [Fact]
    public void Folder_sync_synchronises_and_binds_nothing() =>
        Assert.All(Planted(WrittenScenario.Write(WrittenScenario.Small(9, "folder-sync") with { Activity = 0.2 })), record => Assert.Equal(2, (int)record["RecordType"]!));

    [Fact]
    public void Delegate_abuse_is_somebody_elses_logon() =>
        Assert.All(Planted(WrittenScenario.Write(WrittenScenario.Small(9, "delegate-abuse") with { Activity = 0.2 })), record =>
        {
            Assert.NotEqual(0, (int)record["LogonType"]!);
            Assert.NotEqual(WrittenScenario.Text(record, "MailboxOwnerUPN"), WrittenScenario.Text(record, "UserId"));
        });

    [Fact]
    public void Low_and_slow_takes_few_items_a_day()
    {
        JsonObject[] records = Planted(WrittenScenario.Write(WrittenScenario.Small(9, "low-and-slow") with { Activity = 0.2 }));
        Assert.All(records.GroupBy(record => WrittenScenario.Text(record, "CreationTime")[..10]), day =>
        {
            Assert.InRange(day.Count(), 1, 2);
            Assert.All(day, record => Assert.InRange((int)record["OperationCount"]!, 1, 3));
        });
    }

    [Fact]
    public void An_illicit_application_is_new_and_somebody_consented()
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(9, "oauth-app") with { Activity = 0.2 });
        PlantedIntrusion planted = scenario.Result.Intrusions[0];
        Assert.Equal(planted.RecordIds.Count, scenario.MailAccess.Where(record => WrittenScenario.Text(record, "ClientAppId") == planted.ClientAppId).Select(record => WrittenScenario.Text(record, "Id")).Distinct().Count());
        Assert.Contains(scenario.Records, record => WrittenScenario.Text(record, "Operation") == "Consent to application." && WrittenScenario.Text(record, "ObjectId") == planted.ClientAppId);
    }

    private static JsonObject[] Planted(WrittenScenario scenario)
    {
        HashSet<string> ids = [.. scenario.Result.Intrusions.SelectMany(intrusion => intrusion.RecordIds)];
        JsonObject[] records = [.. scenario.Records.Where(record => ids.Contains(WrittenScenario.Text(record, "Id")))];
        Assert.NotEmpty(records);
        return records;
    }

    private static string[] Texts(JsonObject key, string name) => [.. key[name]!.AsArray().Select(text => (string)text!)];
}
