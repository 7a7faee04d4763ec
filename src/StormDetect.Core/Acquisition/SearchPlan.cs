using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>What a search would ask for. Slices that turn out too full are cut again, thin ones grow: the plan is where it starts from.</summary>
public sealed record SearchPlan
{
    /// <summary>The way the tenant would be asked.</summary>
    public required AuditLogRouteKind Route { get; init; }

    /// <summary>The tenant; empty where the route does not know.</summary>
    public required string TenantId { get; init; }

    /// <summary>Slices to be asked for, by time.</summary>
    public required IReadOnlyList<AuditSlice> Slices { get; init; }

    /// <summary>Slices that an earlier run has finished.</summary>
    public required int Finished { get; init; }

    /// <summary>How many may be asked for at the same time.</summary>
    public required int MostParallel { get; init; }

    /// <summary>Queries to be submitted, where the route counts them; else 0. A query that an interrupted run submitted is not submitted again.</summary>
    public required int Submissions { get; init; }

    /// <summary>The most this search would submit within 24 hours; null where they are not counted.</summary>
    public required int? MostSubmissions { get; init; }

    /// <summary>Submissions a day that the route gives the whole tenant; null where they are not counted.</summary>
    public required int? SubmissionsPerDay { get; init; }

    /// <summary>What of the window would not be seen, whatever the answers.</summary>
    public required IReadOnlyList<BlindInterval> BlindIntervals { get; init; }

    /// <summary>The plan in a line.</summary>
    public string Text
    {
        get
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{Route}: {Slices.Count:#,0} {(Slices.Count == 1 ? "slice" : "slices")}");
            if (Slices.Count > 0)
            {
                text += string.Create(CultureInfo.InvariantCulture, $" from {Slices[0].From.UtcDateTime:yyyy-MM-dd HH:mm} to {Slices[^1].To.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
            }

            if (Finished > 0)
            {
                text += string.Create(CultureInfo.InvariantCulture, $", {Finished:#,0} more are finished");
            }

            if (SubmissionsPerDay is int day)
            {
                text += string.Create(CultureInfo.InvariantCulture, $"; about {Submissions:#,0} of the at least {day:#,0} submissions that the whole tenant has in 24 hours (this search keeps to {MostSubmissions:#,0}); a submitted query cannot be deleted");
            }

            return text + ".";
        }
    }

    /// <summary>The plan in a line.</summary>
    /// <returns>The <see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
