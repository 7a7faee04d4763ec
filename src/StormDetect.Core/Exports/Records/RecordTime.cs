using System;
using System.Buffers.Text;

namespace StormDetect.Core.Exports;

/// <summary>
/// Reads the times of audit records: ISO 8601 with or without zone (none means UTC), with T or a blank, the US form of older portal and
/// Search-UnifiedAuditLog exports (<c>9/20/2023 4:05:03 AM</c>), Sentinel's portal form (<c>5/7/2022, 12:55:53.000 PM</c>) and Windows PowerShell's
/// <c>/Date(1616672202000)/</c>. A slash date without AM or PM is only taken where day and month cannot be mistaken.
/// </summary>
internal static class RecordTime
{
    // No Microsoft 365 audit record is older than the service; a later year than this is a damaged field, and is more seconds than facts can hold.
    private const int FirstYear = 2005;
    private const int LastYear = 2067;
    private static readonly long s_first = new DateTime(FirstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long s_end = new DateTime(LastYear + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>Whether a record can have been made at a time.</summary>
    /// <param name="ticks">The time in ticks (UTC).</param>
    /// <returns>False before the service began, and for years that only a damaged field has.</returns>
    public static bool IsPossible(long ticks) => ticks >= s_first && ticks < s_end;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text as it stands in the input.</param>
    /// <param name="ticks">The time in ticks (UTC).</param>
    /// <returns>Whether it is a possible time.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        text = text.Trim(" \t\r\n"u8);
        if (text.Length >= 19 && text[4] == (byte)'-' && text[7] == (byte)'-')
        {
            return TryIso(text, out ticks);
        }

        if (text.Length >= 8 && text.IndexOf("Date("u8) is >= 0 and <= 3)
        {
            return TryEpoch(text, out ticks);
        }

        return TrySlashes(text, out ticks);
    }

    private static bool TryIso(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != (byte)':' || text[16] != (byte)':'
            || !Number(text[..4], out int year) || !Number(text.Slice(5, 2), out int month) || !Number(text.Slice(8, 2), out int day)
            || !Number(text.Slice(11, 2), out int hour) || !Number(text.Slice(14, 2), out int minute) || !Number(text.Slice(17, 2), out int second)
            || !TryTicks(year, month, day, hour, minute, second, out ticks))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[19..];
        if (!rest.IsEmpty && rest[0] == (byte)'.')
        {
            long unit = TimeSpan.TicksPerSecond / 10;
            int i = 1;
            for (; i < rest.Length && char.IsAsciiDigit((char)rest[i]); i++)
            {
                ticks += (rest[i] - '0') * unit;
                unit /= 10;
            }

            rest = rest[i..];
        }

        return rest.Length switch
        {
            0 => true,
            1 => rest[0] is (byte)'Z' or (byte)'z',
            _ => TryOffset(rest, ref ticks),
        };
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, ref long ticks)
    {
        int sign = rest[0] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        int minutesAt = rest.Length == 6 && rest[3] == (byte)':' ? 4 : 3;
        if (sign == 0 || rest.Length != minutesAt + 2 || !Number(rest.Slice(1, 2), out int hours) || !Number(rest.Slice(minutesAt, 2), out int minutes)
            || hours > 14 || minutes > 59)
        {
            return false;
        }

        ticks -= sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
        return true;
    }

    private static bool TryEpoch(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        ReadOnlySpan<byte> number = text[(text.IndexOf((byte)'(') + 1)..];
        if (!Utf8Parser.TryParse(number, out long milliseconds, out int used) || used == 0
            || milliseconds is < 0 or > 4_102_444_800_000)
        {
            return false;
        }

        ticks = DateTime.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond);
        return IsPossible(ticks);
    }

    private static bool TrySlashes(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!Part(ref text, (byte)'/', out int first) || !Part(ref text, (byte)'/', out int second) || !Leading(ref text, out int year))
        {
            return false;
        }

        text = text.TrimStart(", "u8);
        if (!Part(ref text, (byte)':', out int hour) || !Leading(ref text, out int minute))
        {
            return false;
        }

        int seconds = 0;
        if (!text.IsEmpty && text[0] == (byte)':')
        {
            text = text[1..];
            if (!Leading(ref text, out seconds))
            {
                return false;
            }
        }

        if (!text.IsEmpty && text[0] == (byte)'.')
        {
            text = text[1..];
            _ = Leading(ref text, out _); // fractions of a second are of no use here
        }

        // PowerShell 7.4 and later print a narrow no-break space (U+202F) before AM and PM.
        text = text.TrimStart((byte)' ');
        text = text.StartsWith("\u202f"u8) ? text[3..] : text;
        bool american = true;
        if (text.Length >= 2 && (text[1] | 0x20) == 'm' && hour is >= 1 and <= 12)
        {
            hour = (text[0] | 0x20) switch
            {
                'a' => hour % 12,
                'p' => (hour % 12) + 12,
                _ => 99,
            };
        }
        else if (!text.IsEmpty)
        {
            return false;
        }
        else
        {
            // Without AM or PM it may be a day-first culture's.
            american = second > 12;
            if (!american && first <= 12 && first != second)
            {
                return false;
            }
        }

        return american
            ? TryTicks(year, first, second, hour, minute, seconds, out ticks)
            : TryTicks(year, second, first, hour, minute, seconds, out ticks);
    }

    private static bool Part(ref ReadOnlySpan<byte> text, byte separator, out int value)
    {
        bool good = Leading(ref text, out value) && !text.IsEmpty && text[0] == separator;
        text = good ? text[1..] : text;
        return good;
    }

    private static bool Leading(ref ReadOnlySpan<byte> text, out int value)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        end = end < 0 ? text.Length : end;
        bool good = Number(text[..end], out value);
        text = text[end..];
        return good;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > 7)
        {
            return false;
        }

        foreach (byte digit in digits)
        {
            int number = digit - '0';
            if ((uint)number > 9)
            {
                return false;
            }

            value = (value * 10) + number;
        }

        return true;
    }

    private static bool TryTicks(int year, int month, int day, int hour, int minute, int second, out long ticks)
    {
        ticks = 0;
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks;
        return true;
    }
}
