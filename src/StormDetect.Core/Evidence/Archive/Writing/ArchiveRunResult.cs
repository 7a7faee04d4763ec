using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a run added to the archive of one tenant.</summary>
public sealed class ArchiveRunResult
{
    /// <summary>OrganizationId of the tenant; empty for records that name none.</summary>
    public required string TenantId { get; init; }

    /// <summary>The folder of the tenant's archive.</summary>
    public required string Path { get; init; }

    /// <summary>Number of the run, which its parts and its manifest entry carry in their names.</summary>
    public required int Number { get; init; }

    /// <summary>SHA-256 at the end of the chain. Kept elsewhere, it is the anchor that proves later that nothing was taken from the end.</summary>
    public required string Head { get; init; }

    /// <summary>Records added.</summary>
    public required long Stored { get; init; }

    /// <summary>Records the archive had already.</summary>
    public required long AlreadyArchived { get; init; }

    /// <summary>Parts added: one a day that has new records.</summary>
    public required int Parts { get; init; }

    /// <summary>First day that got records (UTC); null where none did.</summary>
    public required DateTimeOffset? FirstDay { get; init; }

    /// <summary>Last day that got records (UTC); null where none did.</summary>
    public required DateTimeOffset? LastDay { get; init; }

    /// <summary>Bytes added on disk, indexes included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Records in the whole archive.</summary>
    public required long TotalRecords { get; init; }

    /// <summary>Bytes of the whole archive on disk, indexes included.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Up to when the log was collected without a hole (UTC); the beginning of the first search while nothing of it came whole; null while no run said what it covers. The next collection goes on from here.</summary>
    public required DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>Holes that were accepted as lost with this run: the archive had them before, and the run could not fill them. They stay blind and are not asked for again.</summary>
    public required IReadOnlyList<ArchiveGap> AcceptedLosses { get; init; }

    /// <summary>Files taken away that an earlier run left when it ended early.</summary>
    public required int Recovered { get; init; }

    /// <summary><see cref="FirstDay"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstDayText => UtcTimeText.Of(FirstDay);

    /// <summary><see cref="LastDay"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastDayText => UtcTimeText.Of(LastDay);

    /// <summary><see cref="CoveredUntil"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string CoveredUntilText => UtcTimeText.Of(CoveredUntil);

    /// <summary>The run in one line.</summary>
    /// <returns>Archive and number.</returns>
    public override string ToString() => FormattableString.Invariant($"{Path}, run {Number}");
}
