using System;
using System.Linq;

namespace StormDetect.Core;

/// <summary>What an archive next asks its tenant for.</summary>
public sealed record ArchiveCollectionPlan
{
    private static readonly TimeSpan s_margin = TimeSpan.FromHours(1);

    /// <summary>The search.</summary>
    public required AuditLogQuery Query { get; init; }

    /// <summary>From where the archive needs it (UTC); what is asked before that is asked for late records alone.</summary>
    public required DateTimeOffset NeededFrom { get; init; }

    /// <summary>Whether it is a search that was interrupted, whatever was asked for: that comes first.</summary>
    public required bool GoesOn { get; init; }

    /// <summary>Up to when late records are looked for with this search; null where they are not.</summary>
    public required DateTimeOffset? LookedBack { get; init; }

    /// <summary>Whether the search begins earlier than the archive needs, for late records.</summary>
    public bool LooksBack => Query.Start < NeededFrom;

    /// <summary>The same within the reach of the way to the log: that late records can no longer be had there is no hole.</summary>
    /// <param name="plan">What the search would ask.</param>
    /// <returns>The plan; it begins later where the way does not reach back to its start, but not later than the archive needs.</returns>
    public ArchiveCollectionPlan Within(SearchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!LooksBack || GoesOn || plan.BlindIntervals.FirstOrDefault(interval => interval.Cause == BlindCause.WindowMissing && interval.From == Query.Start) is not { } beyond)
        {
            return this;
        }

        // What is in reach now must still be when the search comes to it.
        DateTimeOffset reached = beyond.To + s_margin;
        return this with { Query = Query with { Start = reached < NeededFrom ? reached : NeededFrom } };
    }
}
