namespace StormDetect.Core;

/// <summary>Something noteworthy about an archive.</summary>
/// <param name="Kind">What.</param>
/// <param name="File">The file it concerns, from the archive's folder; empty where it is no single file.</param>
/// <param name="Reason">The same as a sentence.</param>
public sealed record ArchiveFinding(ArchiveFindingKind Kind, string File, string Reason)
{
    /// <summary>The file, fit to be shown.</summary>
    public string File { get; init; } = PlainText.Cell(File);

    /// <summary>The same as a sentence, fit to be shown.</summary>
    public string Reason { get; init; } = PlainText.Cell(Reason);

    /// <summary>What it does to the answer whether the archive is intact: Failed where it is not, Unknown where it cannot be told, Passed for a note.</summary>
    public CheckStatus Status => Kind switch
    {
        ArchiveFindingKind.Unreadable => CheckStatus.Unknown,
        ArchiveFindingKind.UnfinishedRun or ArchiveFindingKind.DuplicateRecords or ArchiveFindingKind.Gap or ArchiveFindingKind.AcceptedLoss => CheckStatus.Passed,
        _ => CheckStatus.Failed,
    };

    /// <summary>The finding in one line.</summary>
    /// <returns>File and reason.</returns>
    public override string ToString() => File.Length == 0 ? Reason : $"{File}: {Reason}";
}
