namespace StormDetect.Core.Baselines;

/// <summary>What is remembered of the mail-access records of a day.</summary>
internal sealed class DayRecords
{
    public int Day;

    /// <summary>Records learned, and records that came after the day was closed.</summary>
    public int Learned, Late;

    /// <summary>Whether single records can still be told; of days long closed only the numbers are left.</summary>
    public bool HasHashes;

    public RecordHashes Hashes = RecordHashes.None;

    /// <summary>The hours in which the tenant logged anything.</summary>
    public uint Hours;
}
