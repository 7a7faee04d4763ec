using System;

namespace StormDetect.Core.Archives;

/// <summary>How many of the records that a run put aside have become parts.</summary>
/// <param name="told">Told of it; null for nobody.</param>
/// <param name="total">Records to join; those counted again that are joined more than once.</param>
internal sealed class ArchiveMergeProgress(Action<long, long>? told, long total)
{
    private long _done;

    public void Add(long records)
    {
        _done += records;
        told?.Invoke(_done, total);
    }
}
