using System;

namespace StormDetect.Core;

/// <summary>What a baseline knows of one tenant, and what a run made of its records.</summary>
public sealed record MailAccessBaselineTenant
{
    /// <summary>OrganizationId; empty for records without one.</summary>
    public required string TenantId { get; init; }

    /// <summary>The first day counted (UTC), or null while there is none.</summary>
    public required DateTimeOffset? FirstDay { get; init; }

    /// <summary>Days before this time (UTC) are closed: learned, and not learned again. Null while there is none.</summary>
    public required DateTimeOffset? ClosedThrough { get; init; }

    /// <summary>The latest record known (UTC), or null.</summary>
    public required DateTimeOffset? LastRecord { get; init; }

    /// <summary>Days learned.</summary>
    public required int LearnedDays { get; init; }

    /// <summary>Days that may still grow: those of the warm-up, and those that end less than 26 hours before the latest record. Each run judges them again.</summary>
    public required int OpenDays { get; init; }

    /// <summary>Mailboxes known.</summary>
    public required int MailboxCount { get; init; }

    /// <summary>Stories of severity Medium and above that may go on.</summary>
    public required int OpenStories { get; init; }

    /// <summary>Stories somebody was told of.</summary>
    public required int ReportedStories { get; init; }

    /// <summary>Approvals on file, also expired and withdrawn ones.</summary>
    public required int Approvals { get; init; }

    /// <summary>Records of this run that the baseline did not know.</summary>
    public long NewRecords { get; init; }

    /// <summary>Records of this run that the baseline knew already: they counted once.</summary>
    public long OverlappingRecords { get; init; }

    /// <summary>Records of this run that came after their day was closed: judged, not learned.</summary>
    public long LateRecords { get; init; }

    /// <summary>The tenant in one line.</summary>
    /// <returns>Id, watermark, days.</returns>
    public override string ToString()
    {
        string closed = ClosedThrough is { } end ? FormattableString.Invariant($", closed through {end.AddDays(-1):yyyy-MM-dd}") : string.Empty;
        return FormattableString.Invariant($"{(TenantId.Length == 0 ? "(no tenant id)" : PlainText.Safe(TenantId))}: {LearnedDays} days learned{closed}, {OpenDays} open");
    }
}
