using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>How much of what happened could be seen and judged.</summary>
public sealed class CoverageReport
{
    /// <summary>Start of the window judged (UTC), inclusive.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End of the window judged (UTC), exclusive.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Mailboxes with any activity in the window.</summary>
    public required int ActiveMailboxes { get; init; }

    /// <summary>Of these, how many were judged on all their active days.</summary>
    public required int FullyJudgedMailboxes { get; init; }

    /// <summary>Of these, how many were judged on some of their active days only, or by what was left of a log that lost rows.</summary>
    public required int PartlyJudgedMailboxes { get; init; }

    /// <summary>Days with activity, summed over mailboxes. A quiet mailbox-day is neither active nor blind.</summary>
    public required long ActiveMailboxDays { get; init; }

    /// <summary>Active mailbox-days that were blind in whole or in part.</summary>
    public required long BlindMailboxDays { get; init; }

    /// <summary><see cref="BlindMailboxDays"/> in percent of <see cref="ActiveMailboxDays"/>; 0 where nothing was active.</summary>
    public double BlindPercent => ActiveMailboxDays == 0 ? 0 : 100.0 * BlindMailboxDays / ActiveMailboxDays;

    /// <summary>The blind intervals, widest scope first, then by start.</summary>
    public required IReadOnlyList<BlindInterval> BlindIntervals { get; init; }

    /// <summary>The sentence that says how much was judged.</summary>
    public required string Sentence { get; init; }

    /// <summary>The sentence.</summary>
    /// <returns>The <see cref="Sentence"/>.</returns>
    public override string ToString() => Sentence;
}
