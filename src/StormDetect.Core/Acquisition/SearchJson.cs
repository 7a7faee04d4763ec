using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.Acquisition;

/// <summary>Queries, slices and intervals as JSON. No key is one by which readers know an audit record.</summary>
internal static class SearchJson
{
    public static byte[] Write(Action<Utf8JsonWriter> write, bool isIndented = false)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = isIndented }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Time(Utf8JsonWriter writer, string name, DateTimeOffset time) => writer.WriteString(name, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public static DateTimeOffset Time(JsonElement element, string name) =>
        DateTimeOffset.Parse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? string.Empty : string.Empty;

    public static long Number(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;

    public static void Query(Utf8JsonWriter writer, AuditLogQuery query)
    {
        writer.WriteStartObject("asked");
        Time(writer, "start", query.Start);
        Time(writer, "end", query.End);
        writer.WriteString("name", query.Name);
        Texts(writer, "operations", query.Operations);
        Texts(writer, "recordTypes", query.RecordTypes);
        Texts(writer, "userIds", query.UserIds);
        Texts(writer, "ipAddresses", query.IpAddresses);
        if (query.Except.Count > 0)
        {
            writer.WriteStartArray("except");
            foreach (ArchiveWindow window in query.Except)
            {
                writer.WriteStartObject();
                Time(writer, "from", window.From);
                Time(writer, "to", window.To);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public static AuditLogQuery Query(JsonElement element)
    {
        JsonElement query = element.GetProperty("asked");
        return new AuditLogQuery
        {
            Start = Time(query, "start"),
            End = Time(query, "end"),
            Name = Text(query, "name"),
            Operations = Texts(query, "operations"),
            RecordTypes = Texts(query, "recordTypes"),
            UserIds = Texts(query, "userIds"),
            IpAddresses = Texts(query, "ipAddresses"),
            Except = query.TryGetProperty("except", out JsonElement except) ? except.EnumerateArray().Select(static window => new ArchiveWindow(Time(window, "from"), Time(window, "to"))).ToArray() : [],
        };
    }

    public static void Slice(Utf8JsonWriter writer, AuditSlice slice)
    {
        Time(writer, "from", slice.From);
        Time(writer, "to", slice.To);
        if (slice.Operation.Length > 0)
        {
            writer.WriteString("op", slice.Operation);
        }
    }

    public static AuditSlice Slice(JsonElement element) => new(Time(element, "from"), Time(element, "to")) { Operation = Text(element, "op") };

    public static void Report(Utf8JsonWriter writer, SliceReport report)
    {
        Slice(writer, new AuditSlice(report.From, report.To) { Operation = report.Operation });
        writer.WriteString("state", report.State.ToString());
        writer.WriteNumber("attempts", report.Attempts);
        Count(writer, "announced", report.Announced);
        Count(writer, "recounted", report.Recounted);
        writer.WriteNumber("received", report.Received);
        writer.WriteNumber("duplicates", report.Duplicates);
        writer.WriteNumber("outsideWindow", report.OutsideWindow);
        writer.WriteNumber("unreadable", report.Unreadable);
        writer.WriteNumber("conflictingIds", report.ConflictingIds);
        writer.WriteNumber("kept", report.Kept);
        Texts(writer, "flags", report.Flags);
        writer.WriteString("problem", report.Problem);
        writer.WriteString("file", report.FileName);
    }

    public static SliceReport Report(JsonElement element)
    {
        AuditSlice slice = Slice(element);
        return new SliceReport
        {
            From = slice.From,
            To = slice.To,
            Operation = slice.Operation,
            State = Enum.Parse<SliceState>(Text(element, "state")),
            Attempts = (int)Number(element, "attempts"),
            Announced = Count(element, "announced"),
            Recounted = Count(element, "recounted"),
            Received = Number(element, "received"),
            Duplicates = Number(element, "duplicates"),
            OutsideWindow = Number(element, "outsideWindow"),
            Unreadable = Number(element, "unreadable"),
            ConflictingIds = Number(element, "conflictingIds"),
            Kept = Number(element, "kept"),
            Flags = Texts(element, "flags"),
            Problem = Text(element, "problem"),
            FileName = Text(element, "file"),
        };
    }

    private static void Count(Utf8JsonWriter writer, string name, long? count)
    {
        if (count is long value)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static long? Count(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string[] Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement texts) ? texts.EnumerateArray().Select(static text => text.GetString() ?? string.Empty).ToArray() : [];
}
