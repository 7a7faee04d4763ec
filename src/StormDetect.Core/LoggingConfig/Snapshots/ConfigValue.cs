using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Turns what cmdlets, JSON and CSV hold into the two things a snapshot keeps: a text, or a list of texts.</summary>
internal static class ConfigValue
{
    private const int LongestText = 1024;
    private const int LongestList = 20_000;

    /// <summary>The value as a text or a list of texts; null where it is missing, or where an earlier export has lost it.</summary>
    public static object? Normalise(object? value) => value switch
    {
        null => null,
        string text => Lost(text) ? null : Bounded(text.Trim()),
        bool flag => flag ? "True" : "False",
        DateTimeOffset time => UtcTimeText.Of(time),
        DateTime time => Normalise(new DateTimeOffset(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        JsonElement element => FromJson(element),
        IDictionary => null,
        IEnumerable<KeyValuePair<string, object?>> => null,
        IEnumerable list => FromList(list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Bounded(value.ToString() ?? string.Empty),
    };

    /// <summary>A list from what may be one: a CSV cell separates by comma, semicolon, blank or line break. Null where it is not known.</summary>
    public static object? NormaliseWords(object? value)
    {
        object? normal = Normalise(value);
        return normal is string text ? text.Split([',', ';', ' ', '\n', '\r', '\t', '{', '}'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : normal;
    }

    /// <summary>As <see cref="NormaliseWords"/>, but a blank belongs to its entry.</summary>
    public static object? NormaliseList(object? value)
    {
        object? normal = Normalise(value);
        return normal is string text ? text.Split([',', ';', '\n', '\r', '{', '}'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : normal;
    }

    public static bool TryTime(string? text, out DateTimeOffset time)
    {
        if (UtcTimeText.TryParse(text, dayIncluded: false, out time))
        {
            return true;
        }

        // What .NET writes where nobody asked for a format; only the invariant one, in which month and day cannot be mistaken.
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, ["MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm:ss zzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, Styles, out time);
    }

    /// <summary>Days in a TimeSpan as .NET writes it (90.00:00:00) or ISO 8601 does (P90D); null where it is neither.</summary>
    public static double? Days(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.StartsWith('P'))
        {
            try
            {
                return System.Xml.XmlConvert.ToTimeSpan(text).TotalDays;
            }
            catch (Exception failure) when (failure is FormatException or OverflowException)
            {
                return null;
            }
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span.TotalDays : null;
    }

    private static string[]? FromList(IEnumerable list)
    {
        List<string> texts = [];
        foreach (object? item in list)
        {
            switch (Normalise(item))
            {
                case string text when texts.Count < LongestList:
                    texts.Add(text);
                    break;
                case string:
                    break;
                default:
                    // An entry that cannot be read, or is a list itself: the list is not what it was.
                    return null;
            }
        }

        return texts.ToArray();
    }

    private static object? FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Normalise(element.GetString()),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.Array => FromList(element.EnumerateArray().Select(static item => (object?)item).ToArray()),
        _ => null,
    };

    // Export-Csv and ConvertTo-Json leave the name of a type, or @{...}, where a list or object was. That is not its content.
    private static bool Lost(string text) =>
        text.StartsWith("System.", StringComparison.Ordinal) || text.StartsWith("@{", StringComparison.Ordinal)
        || (text.StartsWith("Microsoft.", StringComparison.Ordinal) && (text.EndsWith("[]", StringComparison.Ordinal) || text.Contains("MultiValuedProperty", StringComparison.Ordinal)))
        || text.StartsWith("Deserialized.", StringComparison.Ordinal);

    private static string Bounded(string text) => text.Length > LongestText ? text[..LongestText] : text;
}
