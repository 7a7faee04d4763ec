using System;

namespace StormDetect.Core.Facts;

/// <summary>Times in facts: whole seconds since 2000-01-01 UTC, so that a row stays small. Audit times have no finer resolution.</summary>
internal static class FactTime
{
    private static readonly long s_epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int s_epochDay = new DateOnly(2000, 1, 1).DayNumber;

    public const int SecondsPerDay = 86_400;

    public static int FromTicks(long utcTicks) => (int)((utcTicks - s_epoch) / TimeSpan.TicksPerSecond);

    public static DateTimeOffset ToTime(int seconds) => new(s_epoch + (seconds * TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public static int Day(int seconds) => s_epochDay + FloorDivide(seconds, SecondsPerDay);

    /// <summary>Whole hours since 2000-01-01 UTC.</summary>
    public static int HourNumber(int seconds) => FloorDivide(seconds, 3600);

    public static int StartOfDay(int day) => (day - s_epochDay) * SecondsPerDay;

    /// <summary>The hour of the UTC day.</summary>
    public static int Hour(int seconds) => (seconds - (FloorDivide(seconds, SecondsPerDay) * SecondsPerDay)) / 3600;

    private static int FloorDivide(int a, int b) => a >= 0 ? a / b : ((a + 1) / b) - 1;
}
