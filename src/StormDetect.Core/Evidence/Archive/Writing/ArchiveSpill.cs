using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace StormDetect.Core.Archives;

/// <summary>
/// Writes records in order to where they wait on the disk until all of the run are there. Packed lightly, because what waits may be many times what memory holds: blocks of packed and unpacked length and of records, each with what
/// is known of it and its line. All numbers little-endian.
/// </summary>
internal sealed class ArchiveSpill
{
    public const int BlockHeader = 8;
    public const int RecordHeader = 8 + 16 + (4 * 8) + 4;

    private const int BlockBytes = 64 << 10;

    // The fastest that still packs to a fifth.
    private const int Quality = 0;
    private const int Window = 18;
    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes * 2);
    private readonly ArrayBufferWriter<byte> _packed = new(BlockBytes);

    /// <summary>What is packed and not yet taken away.</summary>
    public ReadOnlySpan<byte> Packed => _packed.WrittenSpan;

    public void Add(in ArchiveSlot slot, ReadOnlySpan<byte> line)
    {
        Span<byte> target = _block.GetSpan(RecordHeader + line.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target, slot.Ticks);
        BinaryPrimitives.WriteUInt128LittleEndian(target[8..], slot.Key);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], slot.Operation);
        BinaryPrimitives.WriteUInt64LittleEndian(target[32..], slot.User);
        BinaryPrimitives.WriteUInt64LittleEndian(target[40..], slot.Mailbox);
        BinaryPrimitives.WriteUInt64LittleEndian(target[48..], slot.Other);
        BinaryPrimitives.WriteInt32LittleEndian(target[56..], line.Length);
        line.CopyTo(target[RecordHeader..]);
        _block.Advance(RecordHeader + line.Length);
        if (_block.WrittenCount >= BlockBytes)
        {
            Pack();
        }
    }

    /// <summary>Packs what is left.</summary>
    public void Pack()
    {
        if (_block.WrittenCount == 0)
        {
            return;
        }

        Span<byte> target = _packed.GetSpan(BlockHeader + BrotliEncoder.GetMaxCompressedLength(_block.WrittenCount));
        _ = BrotliEncoder.TryCompress(_block.WrittenSpan, target[BlockHeader..], out int packed, Quality, Window);
        BinaryPrimitives.WriteInt32LittleEndian(target, packed);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], _block.WrittenCount);
        _packed.Advance(BlockHeader + packed);
        _block.ResetWrittenCount();
    }

    /// <summary>What was packed is taken away.</summary>
    public void Clear() => _packed.ResetWrittenCount();
}
