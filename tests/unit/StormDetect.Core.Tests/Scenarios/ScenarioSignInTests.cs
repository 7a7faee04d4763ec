using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class ScenarioSignInTests
{
    [Fact]
    public void Sign_ins_are_written_only_when_asked_for_and_change_no_record()
    {
        using TemporaryFolder folder = new();
        AuditScenarioOptions options = WrittenScenario.Small(4, "token-theft") with { Activity = 0.2, DaysPerFile = 3 };
        AuditScenarioResult without = AuditScenario.Write(folder.Sub("a"), options, TestContext.Current.CancellationToken);
        AuditScenarioResult with = AuditScenario.Write(folder.Sub("b"), options with { SignIns = true }, TestContext.Current.CancellationToken);
        Assert.Empty(without.SignInFiles);
        Assert.NotEmpty(with.SignInFiles);
        Assert.Equal(without.LogFiles.SelectMany(File.ReadAllBytes), with.LogFiles.SelectMany(File.ReadAllBytes));
    }

    [Fact]
    public void Interactive_ones_are_those_of_the_audit_log_and_the_others_are_not_in_it()
    {
        Signed signed = Signed.Write(WrittenScenario.Small(5, "storm-0558") with { Activity = 0.5 });
        HashSet<string> logged = [.. signed.Records.Where(record => (int)record["RecordType"]! == 15).Select(record => WrittenScenario.Text(record, "Id"))];
        HashSet<string> interactive = [.. signed.SignIns.Where(static entry => (bool)entry["isInteractive"]!).Select(static entry => (string)entry["id"]!)];
        HashSet<string> others = [.. signed.SignIns.Where(static entry => !(bool)entry["isInteractive"]!).Select(static entry => (string)entry["id"]!)];
        Assert.Equal(logged.Order(StringComparer.Ordinal), interactive.Order(StringComparer.Ordinal));
        Assert.NotEmpty(others);
        Assert.Empty(others.Intersect(logged));
        Assert.Superset(
            new HashSet<string>(["interactiveUser", "nonInteractiveUser", "servicePrincipal"]),
            new HashSet<string>(signed.SignIns.Select(static entry => (string)entry["signInEventTypes"]![0]!)));
        Assert.Equal(signed.SignIns.Count, signed.SignIns.Select(static entry => (string)entry["id"]!).Distinct().Count());
        Assert.All(signed.SignIns, static entry => Assert.Equal((string)entry["id"]!, Decoded((string)entry["uniqueTokenIdentifier"]!)));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Most_web_mail_tokens_are_explained_some_paths_never_and_forged_ones_not_at_all(int seed)
    {
        Signed signed = Signed.Write(WrittenScenario.Small(seed, "storm-0558"));
        HashSet<string> known = [.. signed.SignIns.Select(static entry => (string)entry["id"]!)];
        HashSet<string> forged = [.. signed.Result.Intrusions[0].RecordIds];
        JsonObject[] withToken = [.. signed.Records.Where(static record => WrittenScenario.Text(record, "Operation") == "MailItemsAccessed" && record["AppAccessContext"]?["UniqueTokenId"] is not null)];
        Assert.DoesNotContain(withToken, record => forged.Contains(WrittenScenario.Text(record, "Id")) && known.Contains(Token(record)));
        JsonObject[] web = [.. withToken.Where(record => !forged.Contains(WrittenScenario.Text(record, "Id")) && (int)record["LogonType"]! == 0
            && WrittenScenario.Text(record, "ClientInfoString").StartsWith("Client=OWA;Mozilla", StringComparison.Ordinal) && !WrittenScenario.Text(record, "ClientInfoString").Contains("OneOutlook", StringComparison.Ordinal))];
        Assert.True(web.Length > 100);
        Assert.InRange(web.Count(record => known.Contains(Token(record))) / (double)web.Length, 0.8, 1);
        JsonObject[] service = [.. withToken.Where(static record => WrittenScenario.Text(record, "ClientInfoString").Contains("RESTSystem", StringComparison.Ordinal))];
        Assert.DoesNotContain(service, record => known.Contains(Token(record)));
    }

    [Fact]
    public void A_copied_token_is_its_owners_sign_in_from_the_owners_network()
    {
        Signed signed = Signed.Write(WrittenScenario.Small(6, "token-theft"));
        HashSet<string> stolen = [.. signed.Result.Intrusions[0].Evidence.Single(static evidence => evidence.Finding == "OrphanedAccess").RecordIds];
        HashSet<string> servers = [.. signed.Records.Where(record => stolen.Contains(WrittenScenario.Text(record, "Id"))).Select(record => WrittenScenario.Text(record, "ClientIPAddress"))];
        Assert.NotEmpty(servers);
        Assert.DoesNotContain(signed.SignIns, entry => servers.Contains((string)entry["ipAddress"]!));
    }

    private static string Token(JsonObject record) => Decoded((string)record["AppAccessContext"]!["UniqueTokenId"]!);

    private static string Decoded(string text) => new Guid(Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + "==")).ToString("D");

    private sealed record Signed(AuditScenarioResult Result, List<JsonObject> Records, List<JsonObject> SignIns)
    {
        public static Signed Write(AuditScenarioOptions options)
        {
            using TemporaryFolder folder = new();
            AuditScenarioResult result = AuditScenario.Write(folder.Sub("a"), options with { SignIns = true }, TestContext.Current.CancellationToken);
            return new Signed(
                result,
                [.. result.LogFiles.SelectMany(File.ReadLines).Select(static line => JsonNode.Parse(line)!.AsObject()).DistinctBy(static record => WrittenScenario.Text(record, "Id"))],
                [.. result.SignInFiles.SelectMany(static file => JsonNode.Parse(File.ReadAllText(file))!["value"]!.AsArray()).Select(static entry => entry!.AsObject())]);
        }
    }
}
