using System;

namespace StormDetect.Core.Facts;

/// <summary>Times in facts: whole seconds since 2000-01-01 UTC, so that a row stays small. Audit times have no finer resolution.</summary>
internal static class FactTime
{
    private static readonly long s_epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int s_epochDay = new DateOnly(2000, 1, 1).DayNumber;

    public const int SecondsPerDay = 86_400;

    // Windows can be asked for that begin in the year 1 or end in 9999. A day less than a number holds, so that no day or hour goes over its edge.
    private const int First = int.MinValue + SecondsPerDay, Last = int.MaxValue - SecondsPerDay;

    /// <summary>A time in seconds: before December 1931 and after January 2068 the first and the last that are counted with.</summary>
    public static int FromTicks(long utcTicks) => (int)Math.Clamp((utcTicks - s_epoch) / TimeSpan.TicksPerSecond, First, Last);

    public static DateTimeOffset ToTime(int seconds) => new(s_epoch + (seconds * TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public static int Day(int seconds) => s_epochDay + FloorDivide(seconds, SecondsPerDay);

    /// <summary>Whole hours since 2000-01-01 UTC.</summary>
    public static int HourNumber(int seconds) => FloorDivide(seconds, 3600);

    public static int StartOfDay(int day) => (day - s_epochDay) * SecondsPerDay;

    /// <summary>The hour of the UTC day.</summary>
    public static int Hour(int seconds) => (seconds - (FloorDivide(seconds, SecondsPerDay) * SecondsPerDay)) / 3600;

    private static int FloorDivide(int a, int b) => a >= 0 ? a / b : ((a + 1) / b) - 1;
}
