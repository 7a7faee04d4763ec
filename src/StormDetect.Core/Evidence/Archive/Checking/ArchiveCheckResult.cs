using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What is known about the archive of one tenant once every file of it was checked.</summary>
public sealed class ArchiveCheckResult
{
    /// <summary>OrganizationId of the tenant; empty for records that name none.</summary>
    public required string TenantId { get; init; }

    /// <summary>The folder of the tenant's archive.</summary>
    public required string Path { get; init; }

    /// <summary>Passed when every file is what the chain says and none is missing; Failed when one is not; Unknown when one could not be read.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>Whether the archive is intact.</summary>
    public bool IsIntact => Status == CheckStatus.Passed;

    /// <summary>The answer as a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>SHA-256 at the end of the chain; to be noted elsewhere as an anchor.</summary>
    public required string Head { get; init; }

    /// <summary>Runs in the manifest.</summary>
    public required int Runs { get; init; }

    /// <summary>Parts in the manifest.</summary>
    public required int Parts { get; init; }

    /// <summary>Records in the manifest.</summary>
    public required long Records { get; init; }

    /// <summary>Records that are there more than once.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Bytes on disk, indexes included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Time of the first record (UTC); null where there is none.</summary>
    public required DateTimeOffset? FirstRecord { get; init; }

    /// <summary>Time of the last record (UTC); null where there is none.</summary>
    public required DateTimeOffset? LastRecord { get; init; }

    /// <summary>Up to when the log was collected without a hole (UTC); null while no run said what it covers.</summary>
    public required DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>Stretches of time that are missing between the first and the last that are covered, and that nobody has accepted as lost.</summary>
    public required IReadOnlyList<ArchiveGap> Gaps { get; init; }

    /// <summary>Stretches of time that are missing and that somebody has accepted as lost, with cause, reason, operator and time. No run asks for them again; hunts count them as blind.</summary>
    public required IReadOnlyList<ArchiveGap> AcceptedLosses { get; init; }

    /// <summary>Everything noteworthy, what breaks the archive first.</summary>
    public required IReadOnlyList<ArchiveFinding> Findings { get; init; }

    /// <summary>How the archive stands to the retention asked for; null where none was.</summary>
    public required ArchiveRetention? Retention { get; init; }

    /// <summary><see cref="FirstRecord"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstRecordText => UtcTimeText.Of(FirstRecord);

    /// <summary><see cref="LastRecord"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastRecordText => UtcTimeText.Of(LastRecord);

    /// <summary><see cref="CoveredUntil"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string CoveredUntilText => UtcTimeText.Of(CoveredUntil);

    /// <summary>The archive in one line.</summary>
    /// <returns>The <see cref="Summary"/>.</returns>
    public override string ToString() => Summary;
}
