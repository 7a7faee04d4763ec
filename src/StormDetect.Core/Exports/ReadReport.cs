using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>What a reader read, kept and dropped: completeness as data. Every row of the input is in exactly one of kept, duplicate and dropped.</summary>
public sealed class ReadReport
{
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    /// <summary>Bytes of uncompressed text read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Rows found in all inputs.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows kept as distinct records.</summary>
    public required long Kept { get; init; }

    /// <summary>Rows that repeat a kept record: equal in id and content.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Records that share an id with another but differ in content. They are kept: two records, one of them with a wrong id.</summary>
    public required long ConflictingIds { get; init; }

    /// <summary>Rows dropped, by reason.</summary>
    public required IReadOnlyList<DropCount> Dropped { get; init; }

    /// <summary>What to do about dropped rows, as a sentence; empty where there is nothing to advise.</summary>
    public string Advice => !Dropped.Any(static drop => drop.Reason == DropReason.InvalidUtf8)
        ? string.Empty
        : "InvalidUtf8 is text that is neither UTF-8 nor UTF-16, such as a file in a code page, or one that an editor saved in another encoding than it was read in. Export it again as UTF-8 (in Excel 'CSV UTF-8', in Windows PowerShell Export-Csv"
            + " -Encoding UTF8), or convert it in PowerShell 7 from the code page it was written in: Get-Content FILE -Encoding 1252 | Set-Content NEW -Encoding utf8.";

    /// <summary>The first dropped rows (at most 100), in input order.</summary>
    public required IReadOnlyList<DroppedRow> DroppedRows { get; init; }

    /// <summary>Kept records that an earlier tool damaged: AuditData cut away, or nested values destroyed. They say less than they should.</summary>
    public required long Lossy { get; init; }

    /// <summary>The first of these (at most 100), with what the row still says.</summary>
    public required IReadOnlyList<DroppedRow> LossyRows { get; init; }

    /// <summary>The files and archive entries read.</summary>
    public required IReadOnlyList<FileReadReport> Files { get; init; }

    /// <summary>Inputs that could not be read.</summary>
    public required IReadOnlyList<InputProblem> Problems { get; init; }

    /// <summary>
    /// What was named for a hunt, and could not be read: logs, and what was given beside them, such as indicators, words, sign-ins. While there is any, a hunt that finds nothing cannot conclude.
    /// </summary>
    public IReadOnlyList<string> UnreadInputs { get; internal set; } = [];

    /// <summary>What was lost of folders that are of one tenant; looked for in logs of several folders only.</summary>
    internal IReadOnlyList<FolderLoss> FolderLosses { get; set; } = [];

    /// <summary>What archives among the inputs have not, between what they cover.</summary>
    public IReadOnlyList<ArchiveGap> ArchiveGaps { get; init; } = [];

    /// <summary>Searches of a live audit log that the records came from, with what those could not see.</summary>
    public IReadOnlyList<SearchReport> Searches { get; internal set; } = [];

    /// <summary>Records that hunts left out of the time the log is of, because they are dated as none of the others.</summary>
    public IReadOnlyList<StrayRecords> StrayRecords { get; private set; } = [];

    /// <summary>Time of the earliest record kept (UTC), or null. Where <see cref="StrayRecords"/> are left out, the hour in which the others begin.</summary>
    public required DateTimeOffset? FirstRecord
    {
        get => _first;
        init => _first = Earliest = value;
    }

    /// <summary>Time of the latest record kept (UTC), or null. Where <see cref="StrayRecords"/> are left out, the end of the hour in which the others end.</summary>
    public required DateTimeOffset? LastRecord
    {
        get => _last;
        init => _last = value;
    }

    /// <summary>Time of the earliest record kept, whatever its date.</summary>
    internal DateTimeOffset? Earliest { get; private init; }

    /// <summary>Leaves records out of the time that the log is of.</summary>
    /// <param name="strays">The records.</param>
    /// <param name="first">The earliest time of any other.</param>
    /// <param name="last">The latest time of any other.</param>
    internal void LeaveOut(IReadOnlyList<StrayRecords> strays, DateTimeOffset first, DateTimeOffset last)
    {
        StrayRecords = strays;
        _first = _first < first ? first : _first;
        _last = _last > last ? last : _last;
    }
}
