using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StormDetect.Core.Baselines;

/// <summary>Writes the bytes of a baseline.</summary>
internal sealed class BaselineWriter : BaselineStream
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public override bool IsReading => false;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public override void Long(ref long value)
    {
        ulong zigzag = ((ulong)value << 1) ^ (ulong)(value >> 63);
        Span<byte> span = _bytes.GetSpan(10);
        int length = 0;
        while (zigzag >= 0x80)
        {
            span[length++] = (byte)(zigzag | 0x80);
            zigzag >>= 7;
        }

        span[length++] = (byte)zigzag;
        _bytes.Advance(length);
    }

    public override void Bits(ref ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public override void Id(ref Guid value)
    {
        value.TryWriteBytes(_bytes.GetSpan(16));
        _bytes.Advance(16);
    }

    public override void Text(ref string value)
    {
        string text = value.Length > BaselineReader.LongestText ? value[..BaselineReader.LongestText] : value;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Bytes(ref bytes);
    }

    public override void Bytes(ref byte[] value)
    {
        Count(value.Length, 1);
        _bytes.Write(value);
    }

    public override int Count(int count, int leastBytes)
    {
        long value = count;
        Long(ref value);
        return count;
    }

    public override void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("A baseline would be written that could not be read again.");
        }
    }
}
