using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Archives;
using StormDetect.Core.Coverage;

namespace StormDetect.Core;

/// <content>Says what was asked, what came and what is missing.</content>
public sealed partial class AuditLogSearch
{
    private SearchReport WriteReport(SearchState state)
    {
        SearchReport report = Report(state);
        if (state.Files.IsKept)
        {
            state.Files.Guard(() => state.Files.Replace(SearchReportFile.FileName, SearchReportFile.Write(report)));
        }

        return report;
    }

    private SearchReport Report(SearchState state)
    {
        List<SliceReport> slices = [.. state.Finished.Select(static work => work.Report), .. _failed];
        List<AuditSlice> rest = state.Open.Select(static work => work.Slice).ToList();
        DateTimeOffset frontier = state.Frontier ?? _askFrom;
        rest.AddRange(ArchiveCoverage.Without([new ArchiveWindow(frontier, _askTo)], _except).Select(static window => new AuditSlice(window.From, window.To)));

        foreach (AuditSlice slice in rest)
        {
            if (!_failed.Exists(failed => failed.Slice == slice))
            {
                slices.Add(new SliceReport { From = slice.From, To = slice.To, Operation = slice.Operation, Content = slice.Content, State = SliceState.NotAsked, Problem = "The search ended before." });
            }
        }

        slices = slices.OrderBy(static slice => slice.From).ThenBy(static slice => slice.Operation, StringComparer.Ordinal).ThenBy(static slice => slice.Content, StringComparer.Ordinal).ToList();
        QuietContent.Flag(slices);
        return new SearchReport
        {
            Route = _route.Kind,
            TenantId = _tenantId,
            Query = _query,
            AsOf = state.AsOf,
            Slices = slices,
            BlindIntervals = [.. Edges(state.AsOf), .. slices.Select(Blind).OfType<BlindInterval>()],
            SubmissionsUsed = IsCounted ? state.Submissions : 0,
            SubmissionsPerDay = _route.Limits.SubmissionsPerDay,
            Extent = _route.Limits.Extent,
            Problem = StoppedBy is null ? string.Empty : PlainText.Safe(StoppedBy.Message),
        };
    }

    /// <summary>What of the window no answer can show: what the route does not reach, and what has not arrived yet.</summary>
    private IEnumerable<BlindInterval> Edges(DateTimeOffset asOf)
    {
        if (_askFrom > _query.Start)
        {
            yield return Interval(_query.Start, Earlier(_askFrom, _query.End), BlindCause.WindowMissing, Certainty.Certain, $"the route {_route.Kind} does not reach back that far");
        }

        foreach (ArchiveWindow window in _except)
        {
            yield return Interval(window.From, window.To, BlindCause.WindowMissing, Certainty.Certain, "it was not asked for: its loss was accepted");
        }

        DateTimeOffset settled = Later(asOf - _route.Limits.Settling, _query.Start);
        if (settled < _query.End)
        {
            yield return Interval(settled, _query.End, BlindCause.LogNotYetComplete, Certainty.Possible, "records may still have been on their way when the log was asked");
        }
    }

    private BlindInterval? Blind(SliceReport slice)
    {
        // What became available in a slice of that route happened at any time before.
        DateTimeOffset from = Later(_route.Limits.SlicesByArrival ? slice.From - _route.Limits.Settling : slice.From, _query.Start);
        DateTimeOffset to = Earlier(slice.To, _query.End);
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
        new(_tenantId, BlindScope.Tenant, string.Empty, from, to, cause, certainty, CoverageText.Interval("The whole tenant", from, to, why.TrimEnd('.')));
}
