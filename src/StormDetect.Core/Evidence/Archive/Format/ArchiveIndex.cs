using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace StormDetect.Core.Archives;

/// <summary>
/// The index of a part: a mark, and per gzip member its packed and unpacked bytes, its records' keys in their order, and the numbers of the users, mailboxes and operations in it, sorted. All numbers little-endian.
/// It can be made again from the part; it only saves unpacking.
/// </summary>
internal sealed class ArchiveIndex
{
    public const int BlockHeader = 16;

    private ArchiveIndex(List<ArchiveIndexMember> members) => Members = members;

    public static ReadOnlySpan<byte> Mark => "SDINDEX1"u8;

    public IReadOnlyList<ArchiveIndexMember> Members { get; }

    /// <summary>Reads an index.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ArchiveIndex Read(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Mark))
        {
            throw new InvalidDataException("the index does not begin as one.");
        }

        List<ArchiveIndexMember> members = [];
        int at = Mark.Length;
        long offset = 0;
        while (at < bytes.Length)
        {
            if (bytes.Length - at < BlockHeader)
            {
                throw new InvalidDataException("the index is cut.");
            }

            int packed = Int(bytes, at);
            int text = Int(bytes, at + 4);
            int records = Int(bytes, at + 8);
            int subjects = Int(bytes, at + 12);
            at += BlockHeader;
            if (packed <= 0 || text <= 0 || records <= 0 || subjects < 0 || (16L * records) + (8L * subjects) > bytes.Length - at)
            {
                throw new InvalidDataException("the index is damaged.");
            }

            members.Add(new ArchiveIndexMember(offset, packed, text, bytes.AsMemory(at, 16 * records), bytes.AsMemory(at + (16 * records), 8 * subjects)));
            at += (16 * records) + (8 * subjects);
            offset += packed;
        }

        return new ArchiveIndex(members);
    }

    public void CopyKeys(List<UInt128> into)
    {
        foreach (ArchiveIndexMember member in Members)
        {
            for (int i = 0; i < member.Records; i++)
            {
                into.Add(member.Key(i));
            }
        }
    }

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
}
