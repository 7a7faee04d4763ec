using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Archives;

/// <summary>Records of one day, in order, on their way into one gzip member: about 256 KiB of text, which can be unpacked without what stands before it.</summary>
internal sealed class ArchiveMember
{
    private readonly ArrayBufferWriter<byte> _text = new(16 << 10);
    private readonly List<UInt128> _keys = [];
    private readonly HashSet<ulong> _subjects = [];

    public int TextBytes => _text.WrittenCount;

    public int Records => _keys.Count;

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    public void Add(in ArchiveSlot slot, ReadOnlySpan<byte> line)
    {
        Span<byte> target = _text.GetSpan(line.Length + 1);
        line.CopyTo(target);
        target[line.Length] = (byte)'\n';
        _text.Advance(line.Length + 1);
        _keys.Add(slot.Key);
        First = Math.Min(First, slot.Ticks);
        Last = Math.Max(Last, slot.Ticks);
        Note(slot.Operation);
        Note(slot.User);
        Note(slot.Mailbox);
        Note(slot.Other);
    }

    public void Clear()
    {
        _text.ResetWrittenCount();
        _keys.Clear();
        _subjects.Clear();
        First = long.MaxValue;
        Last = long.MinValue;
    }

    public byte[] Pack()
    {
        using MemoryStream packed = new(_text.WrittenCount / 6);
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(_text.WrittenSpan);
        }

        return packed.ToArray();
    }

    /// <summary>Writes the member's share of the index (<see cref="ArchiveIndex"/>).</summary>
    public byte[] Index(int packed)
    {
        ulong[] subjects = [.. _subjects];
        Array.Sort(subjects);
        byte[] block = new byte[ArchiveIndex.BlockHeader + (16 * _keys.Count) + (8 * subjects.Length)];
        Span<byte> rest = block;
        Put(ref rest, packed);
        Put(ref rest, TextBytes);
        Put(ref rest, _keys.Count);
        Put(ref rest, subjects.Length);
        foreach (UInt128 key in CollectionsMarshal.AsSpan(_keys))
        {
            BinaryPrimitives.WriteUInt128LittleEndian(rest, key);
            rest = rest[16..];
        }

        foreach (ulong subject in subjects)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, subject);
            rest = rest[8..];
        }

        return block;
    }

    private void Note(ulong subject)
    {
        if (subject != 0)
        {
            _subjects.Add(subject);
        }
    }

    private static void Put(ref Span<byte> into, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into, value);
        into = into[4..];
    }
}
