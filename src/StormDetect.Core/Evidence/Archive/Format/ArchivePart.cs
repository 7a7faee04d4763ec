using System;

namespace StormDetect.Core.Archives;

/// <summary>A part as the manifest has it: the records of one day that one run added.</summary>
internal sealed record ArchivePart
{
    public required int Day { get; init; }

    public required long Records { get; init; }

    /// <summary>Bytes of text, unpacked.</summary>
    public required long Text { get; init; }

    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Last { get; init; }

    public required long Bytes { get; init; }

    public required string Hash { get; init; }

    public required long IndexBytes { get; init; }

    public required string IndexHash { get; init; }
}
