using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace StormDetect.Core.Archives;

/// <summary>
/// Writes records in order to where they wait on the disk until all of the run are there. Packed lightly, because what waits may be many times what memory holds: blocks of packed and unpacked length and of records, each with what
/// is known of it and its line. All numbers little-endian.
/// </summary>
internal sealed class ArchiveSpill
{
    private const int BlockBytes = 64 << 10;
    private const int BlockHeader = 8;
    private const int RecordHeader = 8 + 16 + (4 * 8) + 4;

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

    /// <summary>Reads what was written.</summary>
    /// <param name="file">The file, which stays open.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    internal sealed class Source(SafeFileHandle file, long from, long to) : ArchiveSource
    {
        private byte[] _packed = [];
        private byte[] _block = [];
        private int _length;
        private int _next;
        private int _line;

        public override ReadOnlySpan<byte> Line => _block.AsSpan(_line, _next - _line);

        public override bool Next()
        {
            if (_next >= _length && !ReadBlock())
            {
                return false;
            }

            ReadOnlySpan<byte> record = _block.AsSpan(_next, RecordHeader);
            Slot = new ArchiveSlot(
                BinaryPrimitives.ReadInt64LittleEndian(record),
                BinaryPrimitives.ReadUInt128LittleEndian(record[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record[40..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record[48..]));
            _line = _next + RecordHeader;
            _next = _line + BinaryPrimitives.ReadInt32LittleEndian(record[56..]);
            return true;
        }

        public override void Dispose()
        {
            Give(ref _packed);
            Give(ref _block);
            base.Dispose();
        }

        private static void Give(ref byte[] buffer)
        {
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            buffer = [];
        }

        private static void Rent(ref byte[] buffer, int length)
        {
            if (buffer.Length < length)
            {
                Give(ref buffer);
                buffer = ArrayPool<byte>.Shared.Rent(length);
            }
        }

        private bool ReadBlock()
        {
            if (from >= to)
            {
                return false;
            }

            Span<byte> header = stackalloc byte[BlockHeader];
            ReadWhole(header, from);
            int packed = BinaryPrimitives.ReadInt32LittleEndian(header);
            _length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            Rent(ref _packed, packed);
            Rent(ref _block, _length);
            ReadWhole(_packed.AsSpan(0, packed), from + BlockHeader);
            if (!BrotliDecoder.TryDecompress(_packed.AsSpan(0, packed), _block.AsSpan(0, _length), out int written) || written != _length)
            {
                throw new IOException("What a run had put aside was changed.");
            }

            from += BlockHeader + packed;
            _next = 0;
            return true;
        }

        private void ReadWhole(Span<byte> into, long at)
        {
            while (into.Length > 0)
            {
                int read = RandomAccess.Read(file, into, at);
                if (read == 0)
                {
                    throw new IOException("What a run had put aside was cut.");
                }

                at += read;
                into = into[read..];
            }
        }
    }
}
