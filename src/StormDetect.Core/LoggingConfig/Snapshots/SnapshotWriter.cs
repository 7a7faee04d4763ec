using System;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Writes a snapshot as JSON, one row a time.</summary>
internal static class SnapshotWriter
{
    public const string Format = "StormDetect.ConfigSnapshot";
    public const int Version = 1;
    private const int FlushAt = 1 << 16;

    public static void Write(Stream stream, ConfigSnapshot snapshot)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("schemaVersion", Version);
        json.WriteString("tenantId", snapshot.TenantId);
        json.WriteString("tenantName", snapshot.TenantName);
        json.WriteString("takenAt", Time(snapshot.TakenAt));
        if (snapshot.ScubaResults.Count > 0)
        {
            json.WriteStartObject("scubaResults");
            foreach ((string control, string result) in snapshot.ScubaResults.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(control, result);
            }

            json.WriteEndObject();
        }

        json.WriteStartArray("parts");
        foreach (PartContent part in snapshot.Contents.OrderBy(static part => part.Definition.Part))
        {
            Write(json, part);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PartContent part)
    {
        json.WriteStartObject();
        json.WriteString("part", part.Definition.Part.ToString());
        json.WriteString("state", part.State.ToString());
        json.WriteString("source", part.Source);
        json.WriteString("reason", part.Reason);
        if (part.ReadAt is { } time)
        {
            json.WriteString("readAt", Time(time));
        }

        if (part.DoneSlices.Count > 0)
        {
            json.WriteStartArray("doneSlices");
            foreach (string slice in part.DoneSlices)
            {
                json.WriteStringValue(slice);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("rows");
        foreach (ConfigRow row in part.Rows)
        {
            Write(json, row);
            if (json.BytesPending > FlushAt)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ConfigRow row)
    {
        json.WriteStartObject();
        for (int i = 0; i < row.Values.Count; i++)
        {
            string name = row.Definition.Properties[i];
            switch (row.Values[i])
            {
                case string text:
                    json.WriteString(name, text);
                    break;
                case string[] list:
                    json.WriteStartArray(name);
                    foreach (string entry in list)
                    {
                        json.WriteStringValue(entry);
                    }

                    json.WriteEndArray();
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => UtcTimeText.Of(time);
}
