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

    public static int Day(int seconds) => s_epochDay + (int)Math.Floor(seconds / (double)SecondsPerDay);

    public static int StartOfDay(int day) => (day - s_epochDay) * SecondsPerDay;

    public static int Hour(int seconds) => (((seconds % SecondsPerDay) + SecondsPerDay) % SecondsPerDay) / 3600;
}
