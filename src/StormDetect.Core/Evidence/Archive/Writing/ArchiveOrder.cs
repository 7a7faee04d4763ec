using System;

namespace StormDetect.Core.Archives;

/// <summary>
/// The order of records in a part: by second, then by key. It follows from the records alone, so that the same ones make the same part, in whatever order, from however many files and on however many threads they
/// are read. Of the same record in several forms the longest comes first, which is the one that says most; it is the one that is kept.
/// </summary>
internal static class ArchiveOrder
{
    public static int Compare(in ArchiveSlot a, ReadOnlySpan<byte> lineOfA, in ArchiveSlot b, ReadOnlySpan<byte> lineOfB)
    {
        int order = a.Second.CompareTo(b.Second);
        order = order != 0 ? order : a.Key.CompareTo(b.Key);
        order = order != 0 ? order : lineOfB.Length.CompareTo(lineOfA.Length);
        return order != 0 ? order : lineOfA.SequenceCompareTo(lineOfB);
    }
}
