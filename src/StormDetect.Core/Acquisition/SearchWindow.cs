using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Acquisition;

/// <summary>The time a search asks for, cut into slices: what of the query's window the route reaches, up to the present, without what is not asked for.</summary>
internal sealed class SearchWindow
{
    private readonly AuditRouteLimits _limits;
    private readonly AuditLogQuery _query;
    private readonly SliceCutter _cutter;

    /// <summary>Makes it, with what finished slices taught of their size.</summary>
    public SearchWindow(AuditRouteLimits limits, AuditLogQuery query, SearchState state)
    {
        _limits = limits;
        _query = query;
        From = limits.Reach is TimeSpan reach ? Later(query.Start, state.AsOf - reach) : query.Start;

        // By arrival it has to be asked up to now: what happened in the window may have arrived at any time after it.
        To = limits.SlicesByArrival ? state.AsOf : Earlier(query.End, state.AsOf);

        // By arrival what was done in a stretch cannot be left out without what else arrived then.
        Except = limits.SlicesByArrival ? [] : ArchiveCoverage.Within(query.Except, [new ArchiveWindow(From, To)]);
        _cutter = new SliceCutter(limits, To - From);
        foreach (FinishedWork work in state.Finished)
        {
            Learn(work.Report);
        }
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    /// <summary>What in it is not asked for.</summary>
    public IReadOnlyList<ArchiveWindow> Except { get; }

    /// <summary>The time that is asked for.</summary>
    public TimeSpan Length => Except.Aggregate(To - From, static (whole, part) => whole - (part.To - part.From));

    public static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    public static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    /// <summary>The next slice from a time on, past what is not asked for; null at the end.</summary>
    public AuditSlice? Next(DateTimeOffset from) => Rest(from) is [ArchiveWindow next, ..] ? _cutter.Next(next.From, next.To) : null;

    /// <summary>What is left to ask for from a time on.</summary>
    public IReadOnlyList<ArchiveWindow> Rest(DateTimeOffset from) => ArchiveCoverage.Without([new ArchiveWindow(from, To)], Except);

    /// <summary>Learns from a finished slice how many records there are.</summary>
    public void Learn(SliceReport report) => _cutter.Learn(report.Slice, Math.Max(report.Announced ?? 0, report.Received));

    /// <summary>Cuts a slice in which there is more than the route gives, and learns from it.</summary>
    /// <returns>Its parts; none where it cannot be cut.</returns>
    public IReadOnlyList<AuditSlice> Cut(AuditSlice slice, long? announced)
    {
        IReadOnlyList<AuditSlice> parts = _cutter.Cut(slice, announced, _query.Operations);
        if (parts.Count > 0)
        {
            // There were more than the route gives; how many more it does not always say.
            _cutter.Learn(slice, Math.Max(announced ?? 0, (long)(_limits.MostRecords * 1.5)));
        }

        return parts;
    }
}
