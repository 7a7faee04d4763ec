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

    private ArchiveIndex(List<Member> members) => Members = members;

    public static ReadOnlySpan<byte> Mark => "SDINDEX1"u8;

    public IReadOnlyList<Member> Members { get; }

    /// <summary>Reads an index.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ArchiveIndex Read(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Mark))
        {
            throw new InvalidDataException("the index does not begin as one.");
        }

        List<Member> members = [];
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

            members.Add(new Member(offset, packed, text, bytes.AsMemory(at, 16 * records), bytes.AsMemory(at + (16 * records), 8 * subjects)));
            at += (16 * records) + (8 * subjects);
            offset += packed;
        }

        return new ArchiveIndex(members);
    }

    public void CopyKeys(List<UInt128> into)
    {
        foreach (Member member in Members)
        {
            for (int i = 0; i < member.Records; i++)
            {
                into.Add(member.Key(i));
            }
        }
    }

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    /// <summary>A gzip member of the part.</summary>
    /// <param name="Offset">Where in the part it begins.</param>
    /// <param name="Packed">Its bytes there.</param>
    /// <param name="Text">Its bytes unpacked.</param>
    /// <param name="Keys">The keys of its records.</param>
    /// <param name="Subjects">The numbers of its users, mailboxes and operations, sorted.</param>
    internal sealed record Member(long Offset, int Packed, int Text, ReadOnlyMemory<byte> Keys, ReadOnlyMemory<byte> Subjects)
    {
        public int Records => Keys.Length / 16;

        public UInt128 Key(int i) => BinaryPrimitives.ReadUInt128LittleEndian(Keys.Span[(16 * i)..]);

        public bool HasSubject(ulong subject)
        {
            ReadOnlySpan<byte> subjects = Subjects.Span;
            int low = 0;
            int high = (subjects.Length / 8) - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                ulong found = BinaryPrimitives.ReadUInt64LittleEndian(subjects[(8 * middle)..]);
                if (found == subject)
                {
                    return true;
                }

                (low, high) = found < subject ? (middle + 1, high) : (low, middle - 1);
            }

            return false;
        }

        public bool HasId(HashSet<ulong> ids)
        {
            for (int i = 0; i < Records; i++)
            {
                if (ids.Contains((ulong)(Key(i) >> 64)))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
