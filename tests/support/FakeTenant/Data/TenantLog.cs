using System;
using System.Buffers;

namespace StormDetect.FakeTenant;

/// <summary>The rows of an audit log in order of CreationTime, duplicates included.</summary>
internal abstract class TenantLog
{
    public abstract int Count { get; }

    public abstract LogEntry this[int row] { get; }

    /// <summary>Just the time, which is asked for most.</summary>
    public abstract long Time(int row);

    /// <summary>Writes a record, flat, without a line break.</summary>
    public abstract void Write(int row, IBufferWriter<byte> output);

    /// <summary>The first row at or after a time.</summary>
    public int From(long time)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (Time(middle) < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    public byte[] Read(int row)
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        Write(row, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
