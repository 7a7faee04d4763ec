using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>A snapshot file that was written, and how much of the configuration it knows.</summary>
public sealed record ConfigSnapshotSummary
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The tenant's id; empty where no source said it.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name; empty where no source said it.</summary>
    public required string TenantName { get; init; }

    /// <summary>When it was taken (UTC).</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The parts.</summary>
    public required IReadOnlyList<ConfigPartInfo> Parts { get; init; }

    /// <summary>Names of the parts that were read to their end.</summary>
    public IReadOnlyList<string> ReadParts => Names(static state => state == ConfigPartState.Read);

    /// <summary><see cref="ReadParts"/> as text.</summary>
    public string ReadPartsText => PlainText.Line(ReadParts);

    /// <summary>Names of the parts that failed, or were not read to their end.</summary>
    public IReadOnlyList<string> IncompleteParts => Names(static state => state is ConfigPartState.Partial or ConfigPartState.Unreadable);

    /// <summary><see cref="IncompleteParts"/> as text.</summary>
    public string IncompletePartsText => PlainText.Line(IncompleteParts);

    /// <summary>The summary of a snapshot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="snapshot">What is in it.</param>
    /// <returns>The summary.</returns>
    public static ConfigSnapshotSummary Of(string path, long bytes, ConfigSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new ConfigSnapshotSummary { Path = path, Bytes = bytes, TenantId = snapshot.TenantId, TenantName = snapshot.TenantName, TakenAt = snapshot.TakenAt, Parts = snapshot.Parts };
    }

    /// <summary><see cref="TakenAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string TakenAtText => UtcTimeText.Of(TakenAt);

    /// <summary>The summary in one line.</summary>
    /// <returns>File and parts.</returns>
    public override string ToString() => FormattableString.Invariant($"{PlainText.Safe(Path)}: {ReadParts.Count} of {Parts.Count} parts read");

    private string[] Names(Func<ConfigPartState, bool> isWanted) => Parts.Where(part => isWanted(part.State)).Select(static part => part.Part.ToString()).ToArray();
}
