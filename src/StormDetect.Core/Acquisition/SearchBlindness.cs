using System;
using System.Collections.Generic;
using StormDetect.Core.Coverage;

namespace StormDetect.Core.Acquisition;

/// <summary>Says what a search could not see.</summary>
internal sealed class SearchBlindness(IAuditLogRoute route, AuditLogQuery query, SearchWindow window, string tenantId)
{
    /// <summary>What of the window no answer can show: what the route does not reach, and what has not arrived yet.</summary>
    public IEnumerable<BlindInterval> Edges(DateTimeOffset asOf)
    {
        if (window.From > query.Start)
        {
            yield return Interval(query.Start, SearchWindow.Earlier(window.From, query.End), BlindCause.WindowMissing, Certainty.Certain, $"the route {route.Kind} does not reach back that far");
        }

        foreach (ArchiveWindow except in window.Except)
        {
            yield return Interval(except.From, except.To, BlindCause.WindowMissing, Certainty.Certain, "it was not asked for: its loss was accepted");
        }

        DateTimeOffset settled = SearchWindow.Later(asOf - route.Limits.Settling, query.Start);
        if (settled < query.End)
        {
            yield return Interval(settled, query.End, BlindCause.LogNotYetComplete, Certainty.Possible, "records may still have been on their way when the log was asked");
        }
    }

    /// <summary>What could not be seen of a slice; null where nothing is missing.</summary>
    public BlindInterval? Of(SliceReport slice)
    {
        // What became available in a slice of that route happened at any time before.
        DateTimeOffset from = SearchWindow.Later(route.Limits.SlicesByArrival ? slice.From - route.Limits.Settling : slice.From, query.Start);
        DateTimeOffset to = SearchWindow.Earlier(slice.To, query.End);
        if (from >= to)
        {
            return null;
        }

        string what = slice.Operation.Length > 0 ? $"of {slice.Operation} " : slice.Content.Length > 0 ? $"of {slice.Content} " : string.Empty;
        return slice.State switch
        {
            SliceState.Complete when slice.Unreadable > 0 => Interval(from, to, BlindCause.LostRows, Certainty.Likely, $"{slice.Unreadable} rows {what}were no audit records that can be read"),
            SliceState.Complete => null,
            SliceState.Truncated => Interval(from, to, BlindCause.LostRows, Certainty.Certain, $"the search did not get all records {what}({slice.Kept} came). {slice.Problem}"),
            SliceState.Failed => Interval(from, to, BlindCause.WindowMissing, Certainty.Certain, $"the search could not get all records {what}({slice.Kept} came). {slice.Problem}"),
            _ => Interval(from, to, BlindCause.WindowMissing, Certainty.Certain, $"the search ended before records {what}were asked for"),
        };
    }

    private BlindInterval Interval(DateTimeOffset from, DateTimeOffset to, BlindCause cause, Certainty certainty, string why) =>
        new(tenantId, BlindScope.Tenant, string.Empty, from, to, cause, certainty, CoverageText.Interval("The whole tenant", from, to, why.TrimEnd('.')));
}
