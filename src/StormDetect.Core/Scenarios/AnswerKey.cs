using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StormDetect.Core.Scenarios;

/// <summary>Writes answers.json: what was planted, and what happened that only looks odd.</summary>
internal static class AnswerKey
{
    /// <summary>Additions do not change it; anything else does.</summary>
    private const int SchemaVersion = 1;

    public static List<PlantedIntrusion> Write(string path, ScenarioTenant tenant, List<Intrusion> intrusions)
    {
        List<PlantedIntrusion> planted = [];
        using MemoryStream text = new();
        using Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("tenantId", tenant.Text.Id);
        json.WriteString("organizationName", tenant.Text.Name);
        WriteOptions(json, tenant.Options);
        json.WriteStartArray("intrusions");
        foreach (Intrusion intrusion in intrusions)
        {
            planted.Add(WriteIntrusion(json, tenant, intrusion));
        }

        json.WriteEndArray();
        json.WriteStartArray("benign");
        foreach (BenignEvent entry in tenant.Benign)
        {
            WriteBenign(json, tenant, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();

        // The writer breaks lines as the machine does; equal options give equal bytes everywhere.
        string portable = Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).ReplaceLineEndings("\n") + "\n";
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(Encoding.UTF8.GetBytes(portable));
        return planted;
    }

    private static void WriteOptions(Utf8JsonWriter json, AuditScenarioOptions options)
    {
        json.WriteStartObject("options");
        json.WriteNumber("mailboxes", options.Mailboxes);
        json.WriteNumber("days", options.Days);
        json.WriteNumber("seed", options.Seed);
        json.WriteString("start", options.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        WriteList(json, "attacks", options.Attacks);
        WriteList(json, "drifts", options.Drifts);
        json.WriteNumber("activity", options.Activity);
        json.WriteBoolean("benignEvents", options.BenignEvents);
        json.WriteBoolean("background", options.Background);
        json.WriteBoolean("signIns", options.SignIns);
        json.WriteNumber("daysPerFile", options.DaysPerFile);
        json.WriteNumber("minimumBytes", options.MinimumBytes);
        json.WriteEndObject();
    }

    private static PlantedIntrusion WriteIntrusion(Utf8JsonWriter json, ScenarioTenant tenant, Intrusion intrusion)
    {
        List<PlantedRecord> access = [.. intrusion.Records.Where(record => record.IsMailAccess).OrderBy(record => record.Time)];
        if (access.Count == 0)
        {
            // Its reads were throttled or kept out of the log: the rest tells of it, or else what nobody sees.
            access = [.. (intrusion.Records.Count > 0 ? intrusion.Records : intrusion.Unseen).OrderBy(record => record.Time)];
        }

        if (access.Count == 0)
        {
            throw new InvalidOperationException($"The intrusion '{intrusion.Attack}' left no record; please report the options.");
        }

        PlantedIntrusion planted = new(
            intrusion.Attack,
            // As the log spells them at the time: a renamed mailbox is named twice, its guid once.
            [.. access.OrderBy(record => record.Mailbox.Index).Select(record => record.Mailbox.AddressOn(record.Time / 86_400)).Distinct()],
            BenignPlanner.Text(intrusion.Client.AppId),
            access.Exists(record => record.ShowsClientAppId) ? BenignPlanner.Text(intrusion.Client.ClientAppId) : string.Empty,
            At(tenant, access[0].Time),
            At(tenant, access[^1].Time),
            Ids(intrusion, static record => record.IsMailAccess))
        {
            Evidence = Evidence(intrusion),
            UnseenReads = intrusion.UnseenReads,
        };
        json.WriteStartObject();
        json.WriteString("attack", planted.Attack);
        json.WriteString("description", intrusion.Description);
        WriteList(json, "mailboxes", planted.Mailboxes);
        WriteList(json, "mailboxGuids", access.Select(record => record.Mailbox).Distinct().OrderBy(mailbox => mailbox.Index).Select(mailbox => mailbox.Guid.ToString("D")));
        json.WriteString("appId", planted.AppId);
        json.WriteString("clientAppId", planted.ClientAppId);
        WriteList(json, "networks", access.Select(record => record.Address.Network.ToString()).Distinct());
        WriteList(json, "sessionIds", access.Where(record => record.SessionId != default).Select(record => record.SessionId.ToString("D")).Distinct());
        json.WriteString("firstSeen", Text(planted.FirstSeen));
        json.WriteString("lastSeen", Text(planted.LastSeen));
        WriteList(json, "days", access.Select(record => Text(planted.FirstSeen.AddDays((record.Time / 86_400) - (access[0].Time / 86_400)))[..10]).Distinct());
        WriteList(json, "recordIds", planted.RecordIds);
        WriteList(json, "relatedRecordIds", intrusion.Records.Where(record => !record.IsMailAccess).Select(record => record.Id.ToString("D")));
        json.WriteStartArray("evidence");
        foreach (PlantedEvidence evidence in planted.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("finding", evidence.Finding);
            WriteList(json, "recordIds", evidence.RecordIds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("unseenReads", planted.UnseenReads);
        json.WriteStartArray("blind");
        foreach (LogSilence silence in intrusion.Silences)
        {
            json.WriteStartObject();
            json.WriteString("cause", silence.Cause);
            json.WriteString("actor", silence.Actor?.ToString() ?? string.Empty);
            json.WriteString("mailbox", silence.Mailbox?.ToString() ?? string.Empty);
            json.WriteString("from", Text(At(tenant, silence.From)));
            json.WriteString("to", Text(At(tenant, silence.To)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return planted;
    }

    /// <summary>What each kind of finding should name, where there is something to name.</summary>
    public static List<PlantedEvidence> Evidence(Intrusion intrusion)
    {
        (string Finding, Func<PlantedRecord, bool> Belongs)[] kinds =
        [
            ("MailAccess", static record => record.Part == PlantedPart.MailAccess),
            ("InboxRule", static record => record.Part == PlantedPart.InboxRule),
            ("MailboxChange", static record => record.Part == PlantedPart.MailboxChange),
            ("MailActivity", static record => record.Part == PlantedPart.MailActivity),
            ("OrphanedAccess", static record => record.IsMailAccess && record.HasNoSignIn),
        ];
        return [.. kinds.Select(kind => new PlantedEvidence(kind.Finding, Ids(intrusion, kind.Belongs))).Where(static evidence => evidence.RecordIds.Count > 0)];
    }

    private static string[] Ids(Intrusion intrusion, Func<PlantedRecord, bool> belongs) =>
        [.. intrusion.Records.Where(belongs).OrderBy(static record => record.Time).Select(static record => record.Id.ToString("D"))];

    private static void WriteBenign(Utf8JsonWriter json, ScenarioTenant tenant, BenignEvent entry)
    {
        json.WriteStartObject();
        json.WriteString("kind", entry.Kind);
        json.WriteString("description", entry.Description);
        json.WriteString("from", Text(At(tenant, entry.From)));
        json.WriteString("to", Text(At(tenant, entry.To)));
        WriteList(json, "mailboxes", entry.Mailboxes.Select(mailbox => mailbox.ToString()));
        json.WriteString("appId", entry.AppId);
        json.WriteString("clientAppId", entry.ClientAppId);
        WriteList(json, "networks", entry.Networks);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static DateTimeOffset At(ScenarioTenant tenant, int seconds) => new DateTimeOffset(tenant.Text.Start).AddSeconds(seconds);

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
