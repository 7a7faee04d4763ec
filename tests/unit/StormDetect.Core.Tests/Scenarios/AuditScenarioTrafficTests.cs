using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class AuditScenarioTrafficTests
{
    private static readonly Lazy<WrittenScenario> s_clean = new(() => WrittenScenario.Write(WrittenScenario.Small(11)));

    private static WrittenScenario Clean => s_clean.Value;

    [Fact]
    public void A_clean_tenant_has_no_intrusion()
    {
        Assert.Empty(Clean.Result.Intrusions);
        Assert.Empty(Clean.Intrusions);
        Assert.NotEmpty(Clean.Answers["benign"]!.AsArray());
    }

    [Fact]
    public void Two_records_in_a_hundred_come_twice_and_are_the_same_bytes()
    {
        IGrouping<string, int>[] groups = [.. Enumerable.Range(0, Clean.Lines.Count).GroupBy(index => WrittenScenario.Text(Clean.Records[index], "Id"))];
        Assert.All(groups.Where(group => group.Count() > 1), group => Assert.Single(group.Select(index => Clean.Lines[index]).Distinct()));
        Assert.InRange(groups.Count(group => group.Count() > 1) / (double)groups.Length, 0.012, 0.03);
    }

    [Fact]
    public void Records_come_out_of_order_and_some_in_a_later_file()
    {
        DateTimeOffset[] times = [.. Clean.Records.Select(WrittenScenario.Time)];
        Assert.True(Enumerable.Range(1, times.Length - 1).Count(i => times[i] < times[i - 1]) > times.Length / 10);

        // Late at the first and only time, not the second copy of a punctual one.
        HashSet<string> once = [.. Clean.Records.GroupBy(record => WrittenScenario.Text(record, "Id")).Where(group => group.Count() == 1).Select(group => group.Key)];
        DateTimeOffset latest = times[0];
        int late = 0;
        for (int i = 0; i < times.Length; i++)
        {
            latest = times[i] > latest ? times[i] : latest;
            late += times[i] < latest.AddHours(-20) && once.Contains(WrittenScenario.Text(Clean.Records[i], "Id")) ? 1 : 0;
        }

        Assert.True(late > 0);
    }

    [Fact]
    public void A_throttled_mailbox_falls_silent_for_Bind_only()
    {
        JsonObject throttled = Clean.BenignOf("throttled").First();
        string mailbox = (string)throttled["mailboxes"]![0]!;
        DateTimeOffset from = DateTimeOffset.Parse((string)throttled["from"]!, CultureInfo.InvariantCulture);
        DateTimeOffset to = DateTimeOffset.Parse((string)throttled["to"]!, CultureInfo.InvariantCulture);
        JsonObject[] binds = [.. Clean.MailAccess.Where(record => (int)record["RecordType"]! == 50 && WrittenScenario.Text(record, "MailboxOwnerUPN") == mailbox)];

        Assert.Equal(TimeSpan.FromHours(24), to - from + TimeSpan.FromSeconds(1));
        Assert.True(binds.Count(record => WrittenScenario.Time(record) < from && WrittenScenario.Time(record) >= from.AddHours(-24)) > 1_000);
        Assert.DoesNotContain(binds, record => WrittenScenario.Time(record) >= from && WrittenScenario.Time(record) < to);
        Assert.Contains(Clean.Records, record => WrittenScenario.Text(record, "UserId").Equals(mailbox, StringComparison.OrdinalIgnoreCase)
            && WrittenScenario.Time(record) >= from && WrittenScenario.Time(record) < to);
    }

    [Fact]
    public void Web_sessions_mostly_have_their_sign_in_and_its_id_is_the_token()
    {
        HashSet<string> sessions = [.. Clean.Records.Where(record => WrittenScenario.Text(record, "Operation") == "UserLoggedIn").SelectMany(Sessions)];
        string[] used = [.. Clean.MailAccess.Where(IsWebMail).Select(record => WrittenScenario.Text(record, "SessionId")).Where(id => id.Length > 0).Distinct()];
        Assert.True(used.Length > 30);
        Assert.InRange(used.Count(sessions.Contains) / (double)used.Length, 0.5, 0.99);

        Dictionary<string, DateTimeOffset> signIns = Clean.Records
            .Where(record => WrittenScenario.Text(record, "Operation") == "UserLoggedIn")
            .DistinctBy(record => WrittenScenario.Text(record, "Id"))
            .ToDictionary(record => WrittenScenario.Text(record, "Id"), WrittenScenario.Time);
        int joined = 0;
        foreach (JsonObject context in Clean.MailAccess.Select(record => record["AppAccessContext"]?.AsObject()).OfType<JsonObject>().Where(context => context.ContainsKey("UniqueTokenId")))
        {
            string text = ((string)context["UniqueTokenId"]!).Replace('-', '+').Replace('_', '/') + "==";
            string id = new Guid(Convert.FromBase64String(text)).ToString("D");
            if (signIns.TryGetValue(id, out DateTimeOffset signedIn))
            {
                joined++;
                Assert.Equal(signedIn.AddSeconds(-300), DateTimeOffset.Parse((string)context["IssuedAtTime"]! + "Z", CultureInfo.InvariantCulture));
            }
        }

        Assert.True(joined > 100, $"{joined} records name a token whose sign-in is in the log.");
    }

    [Fact]
    public void Services_come_from_new_addresses_nearly_every_time()
    {
        string[] addresses = [.. Clean.MailAccess
            .Where(record => WrittenScenario.Text(record, "ClientInfoString").Contains("RESTSystem", StringComparison.Ordinal))
            .DistinctBy(record => WrittenScenario.Text(record, "Id"))
            .Select(record => WrittenScenario.Text(record, "ClientIPAddress"))];
        Assert.True(addresses.Length > 200);
        Assert.True(addresses.Distinct().Count() > addresses.Length * 0.9);
    }

    [Fact]
    public void People_rest_at_weekends()
    {
        // 5 and 6 September 2026 are a weekend, 3 and 4 are not.
        int Owners(int day) => Clean.MailAccess.Count(record => IsWebMail(record) && WrittenScenario.Time(record).Day == day);
        Assert.True(Owners(5) + Owners(6) < (Owners(3) + Owners(4)) / 2);
    }

    [Fact]
    public void Benign_events_differ_between_seeds()
    {
        HashSet<string> mixes = [];
        HashSet<string> kinds = [];
        for (int seed = 1; seed <= 8; seed++)
        {
            string[] found = [.. WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 40, Days = 10, Seed = seed, Activity = 0.05 })
                .Answers["benign"]!.AsArray().Select(entry => (string)entry!["kind"]!)];
            mixes.Add(string.Join(' ', found.Order(StringComparer.Ordinal)));
            kinds.UnionWith(found);
        }

        Assert.True(mixes.Count >= 7);
        Assert.Superset(new HashSet<string>(["travel", "new-starter", "roll-out", "migration-job", "log-change", "throttled", "admin-access"]), kinds);
    }

    [Fact]
    public void What_intruders_do_honest_people_do_as_well()
    {
        // Else a hunt could go by an operation or a logon type that only planted records have.
        HashSet<string> operations = [];
        HashSet<int> logons = [];
        for (int seed = 1; seed <= 8; seed++)
        {
            WrittenScenario scenario = WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 60, Days = 20, Seed = seed, Activity = 0.05 });
            operations.UnionWith(scenario.Records.Select(record => WrittenScenario.Text(record, "Operation")));
            logons.UnionWith(scenario.MailAccess.Select(record => (int)record["LogonType"]!));
        }

        Assert.Superset(new HashSet<string>(["Consent to application.", "Add-MailboxPermission", "UserLoggedIn"]), operations);
        Assert.Equal([0, 1, 2], logons.Order());
    }

    [Theory]
    [InlineData("merger", 20)]
    [InlineData("client-change", 1)]
    [InlineData("renamed-users", 1)]
    [InlineData("ews-to-graph", 3)]
    public void Drift_happens_when_asked(string drift, int leastMailboxes)
    {
        WrittenScenario scenario = WrittenScenario.Write(WrittenScenario.Small(5) with { Activity = 0.3, Drifts = [drift] });
        string kind = drift == "ews-to-graph" ? "new-application" : drift;
        JsonObject entry = Assert.Single(scenario.BenignOf(kind).Take(1));
        string[] mailboxes = [.. entry["mailboxes"]!.AsArray().Select(name => (string)name!)];
        Assert.True(mailboxes.Length >= leastMailboxes);
        DateTimeOffset from = DateTimeOffset.Parse((string)entry["from"]!, CultureInfo.InvariantCulture);
        JsonObject[] before = [.. scenario.MailAccess.Where(record => WrittenScenario.Time(record) < from.AddHours(-14))];
        switch (drift)
        {
            case "merger":
                Assert.DoesNotContain(before, record => mailboxes.Contains(WrittenScenario.Text(record, "MailboxOwnerUPN")));
                break;
            case "renamed-users":
                Assert.True(scenario.MailAccess.GroupBy(record => WrittenScenario.Text(record, "MailboxGuid"))
                    .Count(group => group.Select(record => WrittenScenario.Text(record, "MailboxOwnerUPN")).Distinct().Count() == 2) >= mailboxes.Length / 2);
                break;
            default:
                string client = (string)entry["clientAppId"]!;
                Assert.Contains(scenario.MailAccess, record => WrittenScenario.Text(record, "ClientAppId") == client && WrittenScenario.Time(record) >= from);
                break;
        }
    }

    private static bool IsWebMail(JsonObject record) =>
        WrittenScenario.Text(record, "ClientInfoString").StartsWith("Client=OWA;", StringComparison.Ordinal) && (int)record["LogonType"]! == 0;

    private static IEnumerable<string> Sessions(JsonObject record) =>
        from property in record["DeviceProperties"]!.AsArray()
        where (string)property!["Name"]! == "SessionId"
        select (string)property!["Value"]!;
}
