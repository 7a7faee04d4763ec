using System.Collections.Generic;

namespace StormDetect.Core.Baselines;

/// <summary>The mail-access records of a tenant and day that one reading thread saw.</summary>
internal sealed class DayLog
{
    /// <summary>What the baseline remembers of the day; null for nothing.</summary>
    public RecordHashes? Known;

    /// <summary>Records the baseline knows, and records it does not.</summary>
    public int Overlapping, New;

    /// <summary>The latter's hashes, where they are to be kept.</summary>
    public List<ulong>? Hashes;
}
