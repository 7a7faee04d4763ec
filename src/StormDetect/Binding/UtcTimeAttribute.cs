using System;
using System.Globalization;
using System.Management.Automation;

namespace StormDetect.Binding;

/// <summary>
/// Turns what a user gives for a time into UTC, the same on every machine: a text without a zone is UTC, and a text that another culture would read
/// otherwise is refused. A <see cref="DateTime"/> is taken by its kind; without a kind it is UTC.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcTimeAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_days = ["yyyy-MM-dd", "yyyyMMdd"];

    private static readonly string[] s_times = Times();

    /// <summary>Whether a bare day means its end: <c>-End 2026-06-30</c> includes that day.</summary>
    public bool DayIncluded { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (UtcTime.TryGet(inputData, out DateTimeOffset time))
        {
            return time;
        }

        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            DateOnly day => FromDay(day.ToDateTime(TimeOnly.MinValue)),
            string text => FromText(text.Trim()),
            _ => throw NotUnderstood(value),
        };
    }

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

    private DateTimeOffset FromText(string text)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParseExact(text, s_days, CultureInfo.InvariantCulture, Styles, out DateTime day))
        {
            return FromDay(day);
        }

        return DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time)
            ? time
            : throw NotUnderstood(text);
    }

    private DateTimeOffset FromDay(DateTime day)
    {
        DateTimeOffset start = new(DateTime.SpecifyKind(day, DateTimeKind.Utc));
        return DayIncluded && start.UtcDateTime.Date < DateTime.MaxValue.Date ? start.AddDays(1) : start;
    }

    private static ArgumentTransformationMetadataException NotUnderstood(object value) => new(Strings.Format(Strings.TimeNotUnderstood, value));
}
