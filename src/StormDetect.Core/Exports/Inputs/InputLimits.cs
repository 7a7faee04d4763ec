namespace StormDetect.Core.Exports;

/// <summary>Sizes that bound what an input may cost. Tests make them small; nobody else needs to change them.</summary>
internal sealed record InputLimits
{
    /// <summary>Bytes no record has: 64 MiB.</summary>
    public const int LargestRecord = 64 << 20;

    /// <summary>Bytes of text handed out at once: what stays in a core's own cache while it is checked, split and read.</summary>
    public int BlockBytes { get; init; } = 1 << 18;

    /// <summary>Bytes looked at first to recognise a text; more are read, up to <see cref="MaxHeadBytes"/>, while that is undecided.</summary>
    public int HeadBytes { get; init; } = 64 << 10;

    /// <summary>Bytes looked at at most to recognise a text.</summary>
    public int MaxHeadBytes { get; init; } = 1 << 20;

    /// <summary>Bytes a block may grow to in search of the end of a record. Audit records end below 1 MiB; this bounds what damage can cost.</summary>
    public int MaxRecordBytes { get; init; } = LargestRecord;

    /// <summary>
    /// Bytes one input, or all entries of one archive, may unpack to: 512 GiB, twenty times a year's log of the largest tenants we know of.
    /// </summary>
    public long MaxUnpackedBytes { get; init; } = 512L << 30;

    /// <summary>Times an archive may unpack to its own size once it is past <see cref="RatioGraceBytes"/>. Logs reach 20 to 50.</summary>
    public int MaxRatio { get; init; } = 1000;

    /// <summary>Bytes of unpacked text below which the ratio does not matter.</summary>
    public long RatioGraceBytes { get; init; } = 64 << 20;

    /// <summary>Bytes an archive inside an archive may have: it is held in memory, because nothing is unpacked to disk.</summary>
    public int MaxNestedArchiveBytes { get; init; } = 256 << 20;
}
