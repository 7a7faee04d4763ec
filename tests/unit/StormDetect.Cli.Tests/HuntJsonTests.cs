using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace StormDetect.Cli.Tests;

/// <summary>The JSON of a hunt is a contract with other people's programs.</summary>
public sealed class HuntJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _log;

    public HuntJsonTests()
    {
        _log = _folder.Sub("log.jsonl");
        SmallTenant.Write(_log, intruder: true);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_the_promised_envelope()
    {
        JsonElement json = Outcome.Of("hunt", _log, "--json", "-").Json;
        Assert.Equal(1, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("Suspicious", json.GetProperty("verdict").GetString());
        Assert.StartsWith("Suspicious: ", json.GetProperty("verdictText").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, json.GetProperty("coverage").GetProperty("blindIntervals").ValueKind);
        Assert.False(string.IsNullOrEmpty(json.GetProperty("coverage").GetProperty("sentence").GetString()));
        Assert.Equal(JsonValueKind.Array, json.GetProperty("readReport").GetProperty("dropped").ValueKind);
        Assert.NotEqual(0, json.GetProperty("findings").GetArrayLength());
        Assert.Equal(
            ["activeMailboxes", "blindPercent", "end", "findingCount", "fullyJudgedMailboxes", "highestSeverity", "start", "tenantId", "tenantName", "verdict", "verdictText"],
            Assert.Single(json.GetProperty("tenants").EnumerateArray()).EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tells_what_was_read_of_the_sign_ins_as_of_the_log()
    {
        string signIns = _folder.Sub("signins.json");
        File.WriteAllText(signIns, """{"value":[{"id":"5f0c2d4e-1111-4222-8333-944445555666","createdDateTime":"2026-06-02T08:00:00Z","userPrincipalName":"a@contoso.example","appId":"9199bf20-a13f-4107-85dc-02114787ef48","ipAddress":"192.0.2.1","isInteractive":true,"status":{"errorCode":0}}]}""");
        JsonElement files = Outcome.Of("hunt", _log, "--signins", signIns, "--json", "-").Json.GetProperty("signInReport").GetProperty("files");
        Assert.Equal(signIns, files[0].GetProperty("file").GetString());
        Assert.Contains("  Sign-ins: 1 row in 1 file; 1 kept", Outcome.Of("hunt", _log, "--signins", signIns).Output, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Outcome.Of("hunt", _log, "--json", "-").Json.GetProperty("signInReport").ValueKind);
    }

    [Fact]
    public void Has_every_property_of_a_finding()
    {
        JsonElement finding = Outcome.Of("hunt", _log, "--json", "-").Json.GetProperty("findings")[0];
        string[] promised =
        [
            "id", "detectionId", "severity", "title", "tenantId", "tenantName", "mailboxes", "userIds", "firstSeen", "lastSeen", "reasons", "recordIds", "recordCount", "techniques", "nextSteps",
            "pValue", "score", "explanation", "suppressedBecause", "isKnown", "appId", "appName", "appOwner", "clientAppId", "clientAppName", "clientAppOwner", "clientFamily", "networks", "accessCount", "itemCount", "syncedFolderCount", "sessionIds",
            "activities", "movedItemCount", "deletedItemCount", "deletedSentItemCount", "purgedItemCount", "searchCount", "sentMessageCount", "recipientCount",
        ];
        Assert.Equal(promised.Order(StringComparer.Ordinal), finding.EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("MailAccess.Anomaly", finding.GetProperty("detectionId").GetString());
        Assert.Equal("Rest", finding.GetProperty("clientFamily").GetString());
        Assert.Contains(finding.GetProperty("severity").GetString(), new[] { "Medium", "High", "Critical" });
        Assert.Equal(["code", "expected", "observed", "text", "weight"], finding.GetProperty("reasons")[0].EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.String, finding.GetProperty("nextSteps")[0].GetProperty("kind").ValueKind);
    }

    [Fact]
    public void Names_everything_in_camel_case_and_repeats_no_list_as_text()
    {
        List<string> names = [];
        Collect(Outcome.Of("hunt", _log, "--json", "-").Json, names);
        Assert.All(names, static name => Assert.True(char.IsLower(name[0]), name));
        Assert.DoesNotContain("mailboxesText", names);
        Assert.DoesNotContain("reasonsText", names);
        Assert.DoesNotContain("networksText", names);
        Assert.DoesNotContain("recordIdsText", names);
    }

    [Fact]
    public void Is_all_that_standard_output_gets()
    {
        Outcome outcome = Outcome.Of("hunt", _log, "--json", "-");
        Assert.Equal(2, outcome.Code);
        Assert.StartsWith("{", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("}", outcome.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public void Goes_to_a_file_beside_the_text_and_is_the_same_there()
    {
        string file = _folder.Sub("result.json");
        Outcome outcome = Outcome.Of("hunt", _log, "--json", file);
        Assert.Equal(2, outcome.Code);
        Assert.StartsWith("Verdict: Suspicious", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(Outcome.Of("hunt", _log, "--json", "-").Output, File.ReadAllText(file));
        Assert.Equal((byte)'{', File.ReadAllBytes(file)[0]);
    }

    [Fact]
    public void Is_an_error_where_it_cannot_be_written()
    {
        Outcome outcome = Outcome.Of("hunt", _log, "--json", Path.Combine(_folder.Path, "none", "result.json"));
        Assert.Equal(1, outcome.Code);
        Assert.NotEmpty(outcome.Error);
    }

    private static void Collect(JsonElement element, List<string> names)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                names.Add(property.Name);
                Collect(property.Value, names);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Collect(item, names);
            }
        }
    }
}
