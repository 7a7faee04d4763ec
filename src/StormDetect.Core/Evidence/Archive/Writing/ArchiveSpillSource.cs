using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace StormDetect.Core.Archives;

/// <summary>Reads what <see cref="ArchiveSpill"/> wrote.</summary>
/// <param name="file">The file, which stays open.</param>
/// <param name="from">Where it begins.</param>
/// <param name="to">Where it ends.</param>
internal sealed class ArchiveSpillSource(SafeFileHandle file, long from, long to) : ArchiveSource
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

        ReadOnlySpan<byte> record = _block.AsSpan(_next, ArchiveSpill.RecordHeader);
        Slot = new ArchiveSlot(
            BinaryPrimitives.ReadInt64LittleEndian(record),
            BinaryPrimitives.ReadUInt128LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[48..]));
        _line = _next + ArchiveSpill.RecordHeader;
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

        Span<byte> header = stackalloc byte[ArchiveSpill.BlockHeader];
        ReadWhole(header, from);
        int packed = BinaryPrimitives.ReadInt32LittleEndian(header);
        _length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        Rent(ref _packed, packed);
        Rent(ref _block, _length);
        ReadWhole(_packed.AsSpan(0, packed), from + ArchiveSpill.BlockHeader);
        if (!BrotliDecoder.TryDecompress(_packed.AsSpan(0, packed), _block.AsSpan(0, _length), out int written) || written != _length)
        {
            throw new IOException("What a run had put aside was changed.");
        }

        from += ArchiveSpill.BlockHeader + packed;
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
