using System;
using System.Buffers.Binary;
using System.Text;

namespace StormDetect.Core.Baselines;

/// <summary>Reads the bytes of a baseline, which may come from anywhere: every count and index is checked before it is used, and no list is made longer than the bytes at hand allow.</summary>
internal sealed class BaselineReader(byte[] bytes) : BaselineStream
{
    public const int LongestText = 4096;

    private int _position;

    public override bool IsReading => true;

    public bool IsAtEnd => _position == bytes.Length;

    public static BaselineException Corrupt() => new(
        BaselineProblem.Corrupt, "The baseline is damaged: it was cut off or changed. Restore it from a backup, or make a new one.");

    public override void Long(ref long value)
    {
        ulong zigzag = 0;
        for (int shift = 0; ; shift += 7)
        {
            Require(_position < bytes.Length && shift < 64);
            byte next = bytes[_position++];
            zigzag |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
    }

    public override void Bits(ref ulong value) => value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public override void Id(ref Guid value) => value = new Guid(Take(16));

    public override void Text(ref string value)
    {
        int length = Count(0, 1);
        Require(length <= LongestText * 3);
        value = Encoding.UTF8.GetString(Take(length));
    }

    public override void Bytes(ref byte[] value) => value = Take(Count(0, 1)).ToArray();

    public override int Count(int count, int leastBytes)
    {
        long value = 0;
        Long(ref value);
        Require(value >= 0 && value <= (bytes.Length - _position) / Math.Max(1, leastBytes));
        return (int)value;
    }

    public override void Require(bool condition)
    {
        if (!condition)
        {
            throw Corrupt();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        Require(length <= bytes.Length - _position);
        ReadOnlySpan<byte> span = bytes.AsSpan(_position, length);
        _position += length;
        return span;
    }
}
