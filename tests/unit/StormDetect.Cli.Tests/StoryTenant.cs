using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Cli.Tests;

/// <summary>A synthetic tenant on disk, with what was planted in it.</summary>
internal sealed class StoryTenant
{
    private readonly JsonElement _answer;

    public StoryTenant(string folder, AuditScenarioOptions options)
    {
        // In the past whatever the clock shows: a hunt takes records of the future for somebody's wrong clock.
        AuditScenarioResult written = AuditScenario.Write(folder, options with { Start = new DateOnly(2025, 9, 1) }, CancellationToken.None);
        Logs = written.LogFiles;
        SignIns = written.SignInFiles;
        _answer = JsonDocument.Parse(File.ReadAllText(written.AnswerFile)).RootElement.GetProperty("intrusions").EnumerateArray()
            .Single(static intrusion => intrusion.GetProperty("attack").GetString() == "storm-0558");
    }

    public IReadOnlyList<string> Logs { get; }

    public IReadOnlyList<string> SignIns { get; }

    /// <summary>The mailboxes that were read, in lower case and in order.</summary>
    public string[] Mailboxes => Texts("mailboxes").Select(static name => name.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The records of the reads.</summary>
    public HashSet<string> RecordIds => Texts("recordIds").ToHashSet(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Networks => Texts("networks").ToHashSet(StringComparer.Ordinal);

    /// <summary>The days (UTC) on which mail was read.</summary>
    public DateOnly[] Days => Texts("days").Select(static day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();

    public static string[] Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(static text => text.GetString()!).ToArray();

    private string[] Texts(string name) => Texts(_answer, name);
}
