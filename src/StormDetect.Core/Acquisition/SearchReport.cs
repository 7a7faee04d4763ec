using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core;

/// <summary>The proof of a search of a live audit log: what was asked, what was announced, what came, and what is missing.</summary>
public sealed record SearchReport
{
    /// <summary>The way the tenant was asked.</summary>
    public required AuditLogRouteKind Route { get; init; }

    /// <summary>The tenant; empty where neither route nor records said.</summary>
    public required string TenantId { get; init; }

    /// <summary>What was asked.</summary>
    public required AuditLogQuery Query { get; init; }

    /// <summary>Start of the window asked for (UTC), inclusive.</summary>
    public DateTimeOffset Start => Query.Start;

    /// <summary>End of the window asked for (UTC), exclusive.</summary>
    public DateTimeOffset End => Query.End;

    /// <summary>When the search began (UTC). A search that goes on keeps the time of its first run: what arrived later is not part of it.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Every slice, by time.</summary>
    public required IReadOnlyList<SliceReport> Slices { get; init; }

    /// <summary>Times that the search could not see.</summary>
    public required IReadOnlyList<BlindInterval> BlindIntervals { get; init; }

    /// <summary>Queries this search has submitted, over all its runs, where the route counts them; else 0.</summary>
    public int SubmissionsUsed { get; init; }

    /// <summary>Submissions a day that the route gives the whole tenant; null where they are not counted.</summary>
    public int? SubmissionsPerDay { get; init; }

    /// <summary>What of the log was asked for at all, as a sentence; empty where that is everything. Completeness speaks of this part.</summary>
    public string Extent { get; init; } = string.Empty;

    /// <summary>Why the search ended early; empty where it did not.</summary>
    public string Problem { get; init; } = string.Empty;

    /// <summary>Records the service announced, over the slices where it did.</summary>
    public long Announced => Slices.Sum(static slice => slice.Announced ?? 0);

    /// <summary>Rows that came, repeats included. What was read again to be sure that everything came is not counted.</summary>
    public long Received => Slices.Sum(static slice => slice.Received);

    /// <summary>Rows left out as repeats: those that the log or its pages gave more than once. What was read again to be sure is not counted.</summary>
    public long Duplicates => Slices.Sum(static slice => slice.Duplicates);

    /// <summary>Records left out because they happened outside of the window.</summary>
    public long OutsideWindow => Slices.Sum(static slice => slice.OutsideWindow);

    /// <summary>Rows in which no audit record was recognised.</summary>
    public long Unreadable => Slices.Sum(static slice => slice.Unreadable);

    /// <summary>Records that share an id with another one but differ in content.</summary>
    public long ConflictingIds => Slices.Sum(static slice => slice.ConflictingIds);

    /// <summary>Records handed on.</summary>
    public long Kept => Slices.Sum(static slice => slice.Kept);

    /// <summary>
    /// Whether all of the window was asked for and every slice is proven. The last hours may still grow (<see cref="BlindCause.LogNotYetComplete"/>): a later search finds what arrives late.
    /// </summary>
    public bool IsComplete => Slices.All(static slice => slice.State == SliceState.Complete && slice.Unreadable == 0) && BlindIntervals.All(interval => interval.Cause == BlindCause.LogNotYetComplete || Query.IsExcepted(interval.From, interval.To));

    /// <summary>The times of activity that a slice is about: a slice of arrival holds what was done up to a day before.</summary>
    internal ArchiveWindow WindowOf(SliceReport slice)
    {
        DateTimeOffset from = Route == AuditLogRouteKind.ManagementActivity ? slice.From - AuditRouteLimits.UsualSettling : slice.From;
        return new ArchiveWindow(from > Start ? from : Start, slice.To < End ? slice.To : End);
    }

    /// <summary>The report as text.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            CultureInfo culture = CultureInfo.InvariantCulture;
            int complete = Slices.Count(static slice => slice.State == SliceState.Complete);
            List<string> lines =
            [
                string.Create(culture, $"{(IsComplete ? "Complete" : "NOT complete")}: {Route}, tenant {(TenantId.Length > 0 ? TenantId : "unknown")}, {Start.UtcDateTime:yyyy-MM-dd HH:mm} to {End.UtcDateTime:yyyy-MM-dd HH:mm} UTC, asked at {AsOf.UtcDateTime:yyyy-MM-dd HH:mm}."),
                string.Create(culture, $"{complete:#,0} of {Slices.Count:#,0} slices complete. {(Slices.Any(static slice => slice.Announced is not null) ? string.Create(culture, $"{Announced:#,0} records announced, ") : string.Empty)}{Received:#,0} rows received, {Duplicates:#,0} repeats, {OutsideWindow:#,0} outside of the window, {Kept:#,0} records handed on."),
            ];
            if (Extent.Length > 0)
            {
                lines.Add(Extent);
            }

            if (SubmissionsPerDay is int submissions)
            {
                lines.Add(string.Create(culture, $"{SubmissionsUsed:#,0} {(SubmissionsUsed == 1 ? "query" : "queries")} submitted; the tenant has at least {submissions:#,0} in 24 hours, shared with everybody who searches."));
            }

            if (ConflictingIds > 0)
            {
                lines.Add(string.Create(culture, $"{ConflictingIds:#,0} records have the id of another record but other content; both were kept."));
            }

            if (Problem.Length > 0)
            {
                lines.Add(Problem);
            }

            lines.AddRange(Slices.Where(static slice => slice.State is SliceState.Failed or SliceState.Truncated).Select(static slice => $"{slice}. {slice.Problem}"));
            lines.AddRange(BlindIntervals.Select(static interval => "Not seen: " + interval.Text));
            return lines.Select(PlainText.Safe).ToArray();
        }
    }

    /// <summary><see cref="Start"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string StartText => UtcTimeText.Of(Start);

    /// <summary><see cref="End"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string EndText => UtcTimeText.Of(End);

    /// <summary><see cref="AsOf"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string AsOfText => UtcTimeText.Of(AsOf);

    /// <summary>The report in a line.</summary>
    /// <returns>The first of the <see cref="Lines"/>.</returns>
    public override string ToString() => Lines[0];
}
