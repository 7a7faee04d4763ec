using System;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>
/// Turns what a user gives for a time into UTC, the same on every machine: a text without a zone is UTC, and a text that another culture would read
/// otherwise is refused. A <see cref="DateTime"/> is taken by its kind; without a kind it is UTC.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcTimeAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether a bare day means its end: <c>-End 2026-06-30</c> includes that day. Only text and <see cref="DateOnly"/> are bare days: midnight of a <see cref="DateTime"/> is what scripts count days with
    /// (<c>-Start $day -End $day.AddDays(1)</c>), and those windows would overlap.
    /// </summary>
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
            DateOnly day => UtcTimeText.OfDay(day.ToDateTime(TimeOnly.MinValue), DayIncluded),
            string text => UtcTimeText.TryParse(text, DayIncluded, out DateTimeOffset read) ? read : throw NotUnderstood(text),
            _ => throw NotUnderstood(value),
        };
    }

    private static ArgumentTransformationMetadataException NotUnderstood(object value) => new(Strings.Format(Strings.TimeNotUnderstood, value));
}
