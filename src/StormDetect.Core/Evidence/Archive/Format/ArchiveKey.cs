using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>
/// What makes two records of an archive the same one, as 16 bytes: half of it the id folded, by which a record is found; half of it a SHA-256 over the same tuple the readers compare (id, second, operation, user).
/// Where the id is no GUID, the whole text decides.
/// </summary>
internal static class ArchiveKey
{
    public static UInt128 Of(RecordView record, ulong operation, ulong user, ReadOnlySpan<byte> line) =>
        record.HasGuid ? Of(record.RecordKey, record.Time, operation, user) : Of(line);

    public static UInt128 Of(Guid id, int second, ulong operation, ulong user)
    {
        Span<byte> tuple = stackalloc byte[16 + 4 + 8 + 8];
        id.TryWriteBytes(tuple, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32LittleEndian(tuple[16..], second);
        BinaryPrimitives.WriteUInt64LittleEndian(tuple[20..], operation);
        BinaryPrimitives.WriteUInt64LittleEndian(tuple[28..], user);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(tuple, hash);
        return new UInt128(IdOf(id), BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    public static UInt128 Of(ReadOnlySpan<byte> line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line, hash);
        return new UInt128(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    /// <summary>The half of the key by which a record is found.</summary>
    public static ulong IdOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }
}
