using System;

namespace StormDetect.Core;

/// <summary>
/// What a hunt says of one tenant of the log, by itself: as if it had been hunted alone. A tenant that could not be judged stays open whatever was found, or not found, in others.
/// </summary>
public sealed class TenantVerdict
{
    /// <summary>OrganizationId of the tenant; empty for records that leave it out.</summary>
    public required string TenantId { get; init; }

    /// <summary>The mail domain that most of its mailboxes in the log have: what to call the tenant. Empty where no mailbox is known by its address.</summary>
    public required string TenantName { get; init; }

    /// <summary>The verdict over this tenant alone.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The sentence that decides it.</summary>
    public required string VerdictText { get; init; }

    /// <summary>The severity of its gravest finding; null without findings.</summary>
    public required Severity? HighestSeverity { get; init; }

    /// <summary>How many findings count for its verdict: those of the severity asked for that are not suppressed, and with NewOnly not known.</summary>
    public required int FindingCount { get; init; }

    /// <summary>Start of what was judged of it (UTC), inclusive: what was asked for, or the hour in which its own records begin.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End of what was judged of it (UTC), exclusive: what was asked for, or the end of the hour in which its own records end. A log that stopped early shows here.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Mailboxes with any record in the window.</summary>
    public required int ActiveMailboxes { get; init; }

    /// <summary>Of these, the ones without any blind day.</summary>
    public required int FullyJudgedMailboxes { get; init; }

    /// <summary>Blind mailbox-days in percent of its active ones; 0 where nothing was active.</summary>
    public required double BlindPercent { get; init; }

    /// <summary><see cref="Start"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string StartText => UtcTimeText.Of(Start);

    /// <summary><see cref="End"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string EndText => UtcTimeText.Of(End);

    /// <summary>The tenant and its verdict in one line.</summary>
    /// <returns>Name and id, and the sentence.</returns>
    public override string ToString() => $"{TenantLabel.Of(TenantName, TenantId)}: {VerdictText}";
}
