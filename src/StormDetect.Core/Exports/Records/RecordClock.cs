using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>Finds and reads the time of records. Remembers the last date it read: logs are nearly in order, so most times differ in their hours only.</summary>
internal sealed class RecordClock
{
    private ulong _date; // the first eight characters: year and month, with their dashes
    private ushort _dayOfMonth;
    private long _midnight;

    /// <summary>Reads the time of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="ticks">The time in ticks (UTC).</param>
    /// <returns>Whether it has a possible one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(RecordView record, out long ticks)
    {
        ReadOnlySpan<byte> bytes = record.Bytes(AuditField.CreationTime);
        if (TryReadPlain(bytes, out ticks))
        {
            return true;
        }

        RawValue inner = record.Get(AuditField.CreationTime);
        if (!inner.IsEmpty && (RecordTime.TryParse(inner.Bytes, out ticks) || TryEscaped(inner, out ticks)))
        {
            return true;
        }

        // Missing, or in a form that cannot be read: what stands around the record says when as well.

        ReadOnlySpan<AuditField> outer =
            [AuditField.CreatedDateTime, AuditField.StartTime, AuditField.CreationDate, AuditField.TimeGenerated, AuditField.Timestamp, AuditField.Time];
        foreach (AuditField field in outer)
        {
            RawValue value = record.Get(field);
            if (!value.IsEmpty && (RecordTime.TryParse(value.Bytes, out ticks) || TryEscaped(value, out ticks)))
            {
                return true;
            }
        }

        ticks = 0;
        return false;
    }

    /// <summary>The form nearly every record has: 2026-09-01T08:30:00, perhaps with a Z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReadPlain(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!(text.Length == 19 || (text.Length == 20 && text[19] == (byte)'Z')) || text[10] != (byte)'T' || text[13] != (byte)':' || text[16] != (byte)':'
            || !TryPair(text, 11, out int hour) || !TryPair(text, 14, out int minute) || !TryPair(text, 17, out int second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ulong date = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort dayOfMonth = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        if (date != _date || dayOfMonth != _dayOfMonth)
        {
            if (!RecordTime.TryParse(text, out long whole))
            {
                return false;
            }

            (_date, _dayOfMonth, _midnight) = (date, dayOfMonth, whole - (whole % TimeSpan.TicksPerDay));
        }

        ticks = _midnight + (((hour * 3600L) + (minute * 60L) + second) * TimeSpan.TicksPerSecond);
        return true;
    }

    private static bool TryPair(ReadOnlySpan<byte> text, int at, out int value)
    {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }

    private static bool TryEscaped(RawValue value, out long ticks) => RecordTime.TryParse(System.Text.Encoding.UTF8.GetBytes(value.Text()), out ticks);
}
