using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

/// <summary>A scenario in memory: lines, records, answer key.</summary>
internal sealed class WrittenScenario
{
    private WrittenScenario(AuditScenarioResult result, List<string> lines, string answers)
    {
        Result = result;
        Lines = lines;
        Answers = JsonNode.Parse(answers)!.AsObject();
        Records = [.. lines.Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public AuditScenarioResult Result { get; }

    public List<string> Lines { get; }

    public List<JsonObject> Records { get; }

    public JsonObject Answers { get; }

    public IEnumerable<JsonObject> MailAccess => Records.Where(record => Text(record, "Operation") == "MailItemsAccessed");

    public static AuditScenarioOptions Small(int seed, params string[] attacks) => new() { Mailboxes = 40, Days = 10, Seed = seed, Attacks = attacks };

    public static WrittenScenario Write(AuditScenarioOptions options)
    {
        using TemporaryFolder folder = new();
        AuditScenarioResult result = AuditScenario.Write(folder.Sub("scenario"), options, TestContext.Current.CancellationToken);
        return new WrittenScenario(result, [.. result.LogFiles.SelectMany(File.ReadLines)], File.ReadAllText(result.AnswerFile));
    }

    public static string Text(JsonObject record, string name) => (string?)record[name] ?? string.Empty;

    public static DateTimeOffset Time(JsonObject record) => DateTimeOffset.Parse(Text(record, "CreationTime") + "Z", System.Globalization.CultureInfo.InvariantCulture);

    public JsonArray Intrusions => Answers["intrusions"]!.AsArray();

    public IEnumerable<JsonObject> BenignOf(string kind) => Answers["benign"]!.AsArray().Select(entry => entry!.AsObject()).Where(entry => Text(entry, "kind") == kind);
}
