using System;

namespace StormDetect.Core.Exports;

/// <summary>A stream on its way from a file to its text, and what is known of it.</summary>
/// <param name="Name">The file, with the entry name behind a <c>|</c>.</param>
/// <param name="IsNamed">Whether the user gave it by name, and so is told if it is no log.</param>
/// <param name="Stream">The bytes of this layer.</param>
/// <param name="Stored">How much of the file has been taken.</param>
internal sealed record InputLayer(string Name, bool IsNamed, LookaheadStream Stream, IStoredProgress Stored) : IDisposable
{
    /// <summary>What may still be unpacked; null while nothing is packed.</summary>
    public UnpackedBudget? Budget { get; init; }

    /// <summary>How many gzip streams it stood in.</summary>
    public int GzipDepth { get; init; }

    /// <summary>How many zip archives it stood in.</summary>
    public int ZipDepth { get; init; }

    /// <summary>Whether the file name says that this is a log or an archive of logs, so that it is worth a word if it is not.</summary>
    public bool PromisesLog =>
        PromisesArchive || Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        || Name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the file name says that this is an archive.</summary>
    public bool PromisesArchive =>
        Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();
}
