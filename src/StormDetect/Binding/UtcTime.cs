using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;

namespace StormDetect.Binding;

/// <summary>Times as objects: what a cmdlet, another module or a deserialised object holds.</summary>
internal static class UtcTime
{
    /// <summary>Reads a time that is an object, or text as JSON and CSV have it: in the invariant culture, UTC where it names no zone.</summary>
    /// <param name="value">The value.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>Whether it is a time.</returns>
    public static bool TryRead([NotNullWhen(true)] object? value, out DateTimeOffset time) =>
        TryGet(value, out time) || DateTimeOffset.TryParse(
            value as string, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Reads a time that is an object (text is another matter: it needs a format).</summary>
    /// <param name="value">A DateTimeOffset, a DateTime (UTC unless it says local), or what Import-Clixml makes of a DateTimeOffset.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>Whether it is a time.</returns>
    public static bool TryGet([NotNullWhen(true)] object? value, out DateTimeOffset time)
    {
        switch (value)
        {
            case DateTimeOffset offset:
                time = offset.ToUniversalTime();
                return true;
            case DateTime { Kind: DateTimeKind.Local } local:
                time = new DateTimeOffset(local.ToUniversalTime());
                return true;
            case DateTime other:
                time = new DateTimeOffset(DateTime.SpecifyKind(other, DateTimeKind.Utc));
                return true;
            case PSObject { BaseObject: PSCustomObject } bag:
                return TryGet(bag.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value as DateTime?, out time);
            case PSObject wrapped:
                return TryGet(wrapped.BaseObject, out time);
            default:
                time = default;
                return false;
        }
    }
}
