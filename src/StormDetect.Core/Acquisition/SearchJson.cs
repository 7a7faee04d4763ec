using System;
using System.Text.Json;

namespace StormDetect.Core.Acquisition;

/// <summary>Queries, slices and intervals as JSON. No key is one by which readers know an audit record.</summary>
internal static class SearchJson
{
    public static byte[] Write(Action<Utf8JsonWriter> write, bool isIndented = false) => JsonFields.Object(write, new JsonWriterOptions { Indented = isIndented });

    public static void Query(Utf8JsonWriter writer, AuditLogQuery query)
    {
        writer.WriteStartObject("asked");
        JsonFields.Time(writer, "start", query.Start);
        JsonFields.Time(writer, "end", query.End);
        writer.WriteString("name", query.Name);
        JsonFields.Texts(writer, "operations", query.Operations);
        JsonFields.Texts(writer, "recordTypes", query.RecordTypes);
        JsonFields.Texts(writer, "userIds", query.UserIds);
        JsonFields.Texts(writer, "ipAddresses", query.IpAddresses);
        if (query.Except.Count > 0)
        {
            JsonFields.Windows(writer, "except", query.Except);
        }

        writer.WriteEndObject();
    }

    public static AuditLogQuery Query(JsonElement element)
    {
        JsonElement query = element.GetProperty("asked");
        return new AuditLogQuery
        {
            Start = JsonFields.Time(query, "start"),
            End = JsonFields.Time(query, "end"),
            Name = JsonFields.TextOrNone(query, "name"),
            Operations = JsonFields.Texts(query, "operations"),
            RecordTypes = JsonFields.Texts(query, "recordTypes"),
            UserIds = JsonFields.Texts(query, "userIds"),
            IpAddresses = JsonFields.Texts(query, "ipAddresses"),
            Except = query.TryGetProperty("except", out _) ? JsonFields.Windows(query, "except") : [],
        };
    }

    public static void Slice(Utf8JsonWriter writer, AuditSlice slice)
    {
        JsonFields.Window(writer, slice.From, slice.To);
        if (slice.Operation.Length > 0)
        {
            writer.WriteString("op", slice.Operation);
        }

        if (slice.Content.Length > 0)
        {
            writer.WriteString("only", slice.Content);
        }
    }

    public static AuditSlice Slice(JsonElement element) => new(JsonFields.Time(element, "from"), JsonFields.Time(element, "to")) { Operation = JsonFields.TextOrNone(element, "op"), Content = JsonFields.TextOrNone(element, "only") };

    public static void Report(Utf8JsonWriter writer, SliceReport report)
    {
        Slice(writer, report.Slice);
        writer.WriteString("state", report.State.ToString());
        writer.WriteNumber("attempts", report.Attempts);
        JsonFields.NumberIfAny(writer, "announced", report.Announced);
        JsonFields.NumberIfAny(writer, "recounted", report.Recounted);
        writer.WriteNumber("received", report.Received);
        writer.WriteNumber("duplicates", report.Duplicates);
        writer.WriteNumber("outsideWindow", report.OutsideWindow);
        writer.WriteNumber("unreadable", report.Unreadable);
        writer.WriteNumber("conflictingIds", report.ConflictingIds);
        writer.WriteNumber("kept", report.Kept);
        if (report.Quiet.Count > 0)
        {
            JsonFields.Texts(writer, "quiet", report.Quiet);
        }

        JsonFields.Texts(writer, "flags", report.Flags);
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
            Content = slice.Content,
            State = Enum.Parse<SliceState>(JsonFields.TextOrNone(element, "state")),
            Attempts = (int)JsonFields.NumberOrZero(element, "attempts"),
            Announced = JsonFields.NumberOrNull(element, "announced"),
            Recounted = JsonFields.NumberOrNull(element, "recounted"),
            Received = JsonFields.NumberOrZero(element, "received"),
            Duplicates = JsonFields.NumberOrZero(element, "duplicates"),
            OutsideWindow = JsonFields.NumberOrZero(element, "outsideWindow"),
            Unreadable = JsonFields.NumberOrZero(element, "unreadable"),
            ConflictingIds = JsonFields.NumberOrZero(element, "conflictingIds"),
            Kept = JsonFields.NumberOrZero(element, "kept"),
            Quiet = JsonFields.Texts(element, "quiet"),
            Flags = JsonFields.Texts(element, "flags"),
            Problem = JsonFields.TextOrNone(element, "problem"),
            FileName = JsonFields.TextOrNone(element, "file"),
        };
    }
}
