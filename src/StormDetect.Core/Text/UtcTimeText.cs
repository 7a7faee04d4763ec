using System;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>
/// Times as people type them, read the same on every machine: a time without a zone is UTC, and a text that another culture would read otherwise
/// (<c>3/4/2026</c>) is not a time.
/// </summary>
public static class UtcTimeText
{
    private static readonly string[] s_days = ["yyyy-MM-dd", "yyyyMMdd"];
    private static readonly string[] s_times = Times();

    /// <summary>Reads a time.</summary>
    /// <param name="text">An ISO 8601 day or time, with or without a zone.</param>
    /// <param name="dayIncluded">Whether a bare day means its end, as the end of a window that includes the day.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(string? text, bool dayIncluded, out DateTimeOffset time)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string trimmed = (text ?? string.Empty).Trim();
        if (DateTime.TryParseExact(trimmed, s_days, CultureInfo.InvariantCulture, Styles, out DateTime day))
        {
            time = OfDay(day, dayIncluded);
            return true;
        }

        return DateTimeOffset.TryParseExact(trimmed, s_times, CultureInfo.InvariantCulture, Styles, out time);
    }

    /// <summary>The time a bare day stands for.</summary>
    /// <param name="day">The day; its time of day and kind are ignored.</param>
    /// <param name="dayIncluded">Whether it means the day's end.</param>
    /// <returns>Its first instant, or the first of the next day (UTC).</returns>
    public static DateTimeOffset OfDay(DateTime day, bool dayIncluded)
    {
        DateTimeOffset start = new(DateTime.SpecifyKind(day.Date, DateTimeKind.Utc));
        return dayIncluded && day.Date < DateTime.MaxValue.Date ? start.AddDays(1) : start;
    }

    /// <summary>Writes a time as every machine reads it.</summary>
    /// <param name="time">The time; null for none.</param>
    /// <returns>ISO 8601 in UTC, to the second, such as <c>2026-06-30T14:05:00Z</c>; empty for none.</returns>
    public static string Of(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string[] Times()
    {
        string[] clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
        string[] zones = ["", "K", "zzz", " zzz"];
        string[] formats = new string[2 * clocks.Length * zones.Length];
        int index = 0;
        foreach (char separator in "T ")
        {
            foreach (string clock in clocks)
            {
                foreach (string zone in zones)
                {
                    formats[index++] = $"yyyy-MM-dd'{separator}'{clock}{zone}";
                }
            }
        }

        return formats;
    }
}
