using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace StormDetect.Core.Archives;

/// <summary>A gzip member of a part, as the part's index knows it.</summary>
/// <param name="Offset">Where in the part it begins.</param>
/// <param name="Packed">Its bytes there.</param>
/// <param name="Text">Its bytes unpacked.</param>
/// <param name="Keys">The keys of its records.</param>
/// <param name="Subjects">The numbers of its users, mailboxes and operations, sorted.</param>
internal sealed record ArchiveIndexMember(long Offset, int Packed, int Text, ReadOnlyMemory<byte> Keys, ReadOnlyMemory<byte> Subjects)
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
