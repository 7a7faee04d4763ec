using System;
using System.Collections.Generic;
using System.Numerics;

namespace StormDetect.Core.Baselines;

/// <summary>
/// The records of a day, each as the first bits of its hash, in order, kept as Rice-coded steps. Days still open keep 56 bits (among a million records and a million more, one is
/// taken for another once in 70,000 days); days that are closed keep 12 more bits than it takes to number them, which costs 14 bits a record and tells all but one in 4,000 late ones.
/// </summary>
internal sealed class RecordHashes
{
    public const int OpenBits = 56;
    private const int ClosedExtraBits = 12;

    private readonly ulong[] _values;
    private readonly int _bits;

    private RecordHashes(ulong[] values, int bits) => (_values, _bits) = (values, bits);

    public static RecordHashes None { get; } = new([], OpenBits);

    public int Count => _values.Length;

    public bool Contains(ulong hash) => Array.BinarySearch(_values, hash >> (64 - _bits)) >= 0;

    /// <summary>These and others, by their whole hashes.</summary>
    public RecordHashes With(IReadOnlyCollection<ulong> hashes)
    {
        if (hashes.Count == 0)
        {
            return this;
        }

        ulong[] all = new ulong[_values.Length + hashes.Count];
        _values.CopyTo(all, 0);
        int at = _values.Length;
        foreach (ulong hash in hashes)
        {
            all[at++] = hash >> (64 - _bits);
        }

        return new RecordHashes(Distinct(all), _bits);
    }

    /// <summary>These with as few bits as a closed day needs.</summary>
    public RecordHashes Closed()
    {
        int bits = Math.Min(_bits, BitOperations.Log2((uint)Count | 1) + 1 + ClosedExtraBits);
        return new RecordHashes(Distinct(Array.ConvertAll(_values, value => value >> (_bits - bits))), bits);
    }

    public static RecordHashes Transfer(BaselineStream stream, RecordHashes hashes)
    {
        int bits = hashes._bits;
        stream.Int(ref bits, 1, 64);
        ulong[] values = hashes._values;
        int length = values.Length;
        byte[] coded = stream.IsReading ? [] : Encode(values, bits);
        stream.Int(ref length, 0);
        stream.Bytes(ref coded);
        stream.Require(length <= coded.Length * 8L);
        return stream.IsReading ? new RecordHashes(Decode(stream, coded, length, bits), bits) : hashes;
    }

    private static ulong[] Distinct(ulong[] values)
    {
        Array.Sort(values);
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
            {
                values[kept++] = values[i];
            }
        }

        return kept == values.Length ? values : values[..kept];
    }

    /// <summary>The low bits of a step that are written as they are: about seven tenths of the mean step.</summary>
    private static int Low(int bits, int count) => Math.Clamp((int)Math.Floor(bits - Math.Log2(Math.Max(1, count)) - 0.5), 0, 62);

    private static byte[] Encode(ulong[] values, int bits)
    {
        int low = Low(bits, values.Length);
        List<byte> bytes = new((values.Length * (low + 3) / 8) + 1);
        uint pending = 0;
        int filled = 0;
        ulong last = 0;
        foreach (ulong value in values)
        {
            ulong step = value - last;
            last = value;
            for (ulong high = step >> low; high > 0; high--)
            {
                Put(1);
            }

            Put(0);
            for (int i = low - 1; i >= 0; i--)
            {
                Put((uint)(step >> i) & 1);
            }
        }

        while (filled != 0)
        {
            Put(0);
        }

        return bytes.ToArray();

        void Put(uint bit)
        {
            pending = (pending << 1) | bit;
            if (++filled == 8)
            {
                bytes.Add((byte)pending);
                (pending, filled) = (0, 0);
            }
        }
    }

    private static ulong[] Decode(BaselineStream stream, byte[] bytes, int count, int bits)
    {
        int low = Low(bits, count);
        long position = 0;
        long end = bytes.Length * 8L;
        ulong[] values = new ulong[count];
        ulong last = 0;
        for (int n = 0; n < count; n++)
        {
            ulong high = 0;
            while (Next() == 1)
            {
                high++;
            }

            ulong step = high;
            for (int i = 0; i < low; i++)
            {
                step = (step << 1) | Next();
            }

            stream.Require(n == 0 || step > 0);
            last += step;
            stream.Require(last >= step && (bits == 64 || last >> bits == 0));
            values[n] = last;
        }

        return values;

        uint Next()
        {
            stream.Require(position < end);
            uint bit = (uint)(bytes[position >> 3] >> (7 - (int)(position & 7))) & 1;
            position++;
            return bit;
        }
    }
}
