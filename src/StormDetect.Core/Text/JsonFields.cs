using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core;

/// <summary>The members that our own files of JSON are made of: texts, numbers, times in UTC and stretches of time. What is missing or of another kind is a <see cref="FormatException"/>, an <see cref="InvalidOperationException"/> or a <see cref="KeyNotFoundException"/>.</summary>
internal static class JsonFields
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Writes an object.</summary>
    /// <param name="members">Writes its members.</param>
    /// <param name="options">How.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Object(Action<Utf8JsonWriter> members, JsonWriterOptions options)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException(name);

    public static string TextOrNone(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? string.Empty : string.Empty;

    public static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static long NumberOrZero(JsonElement element, string name) => NumberOrNull(element, name) ?? 0;

    public static long? NumberOrNull(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    public static void NumberIfAny(Utf8JsonWriter json, string name, long? number)
    {
        if (number is long value)
        {
            json.WriteNumber(name, value);
        }
    }

    public static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static string[] Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement texts) ? texts.EnumerateArray().Select(static text => text.GetString() ?? string.Empty).ToArray() : [];

    public static void Time(Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteString(name, time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    public static void TimeIfAny(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is DateTimeOffset value)
        {
            Time(json, name, value);
        }
    }

    /// <summary>Reads a time; with all seven digits of a second too, as earlier versions wrote them.</summary>
    public static DateTimeOffset Time(JsonElement element, string name) =>
        DateTimeOffset.ParseExact(Text(element, name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset? TimeOrNull(JsonElement element, string name) => element.TryGetProperty(name, out _) ? Time(element, name) : null;

    public static void Window(Utf8JsonWriter json, DateTimeOffset from, DateTimeOffset to)
    {
        Time(json, "from", from);
        Time(json, "to", to);
    }

    public static ArchiveWindow Window(JsonElement element) => new(Time(element, "from"), Time(element, "to"));

    public static void Windows(Utf8JsonWriter json, string name, IReadOnlyList<ArchiveWindow> windows)
    {
        json.WriteStartArray(name);
        foreach (ArchiveWindow window in windows)
        {
            json.WriteStartObject();
            Window(json, window.From, window.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static ArchiveWindow[] Windows(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(Window).ToArray();
}
