using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Archives;

namespace StormDetect.Core;

/// <summary>Where the records of a run came from, and what time they are known to cover.</summary>
public sealed record ArchiveProvenance
{
    /// <summary>The kind of source: <c>Files</c>, <c>Objects</c> or <c>Search</c>.</summary>
    public string Source { get; init; } = "Files";

    /// <summary>The route of a search, such as <c>GraphQuery</c>; empty for files.</summary>
    public string Route { get; init; } = string.Empty;

    /// <summary>What was asked of the log. Empty where nobody knows, such as for a file that was found.</summary>
    public IReadOnlyList<ArchiveWindow> Asked { get; init; } = [];

    /// <summary>Of that, what came completely. Where this is empty, only the days that have records are taken for covered.</summary>
    public IReadOnlyList<ArchiveWindow> Covered { get; init; } = [];

    /// <summary>What was asked for and could not be had, with the cause; not what a search that ended early left for the next. Only what is here can be accepted as lost.</summary>
    public IReadOnlyList<ArchiveGap> Missing { get; init; } = [];

    /// <summary>Up to when records that came late were looked for with this run; null where they were not.</summary>
    public DateTimeOffset? LookedBack { get; init; }

    /// <summary>Numbers of a search's own proof, such as slices, announced and received, by name.</summary>
    public IReadOnlyDictionary<string, string> Search { get; init; } = new Dictionary<string, string>();

    /// <summary>The provenance of files.</summary>
    /// <param name="report">What was read of them.</param>
    /// <param name="window">The window they were exported for; null where nobody knows. It counts as covered only if everything could be read.</param>
    /// <returns>The provenance.</returns>
    public static ArchiveProvenance OfFiles(ReadReport report, ArchiveWindow? window)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ArchiveProvenance
        {
            Asked = window is null ? [] : [window],
            Covered = window is null || !IsWhole(report) ? [] : [window],
        };
    }

    /// <summary>The provenance of whatever was read.</summary>
    /// <param name="report">What was read.</param>
    /// <param name="window">The window that files were exported for; null where nobody knows.</param>
    /// <returns>The provenance: of searches where reports of those were among the input.</returns>
    public static ArchiveProvenance Of(ReadReport report, ArchiveWindow? window)
    {
        ArchiveProvenance files = OfFiles(report, window);
        IReadOnlyList<SearchReport> searches = report.Searches;
        if (searches.Count == 0)
        {
            return files;
        }

        return files with
        {
            Source = "Search",
            Route = string.Join(", ", searches.Select(static search => search.Route).Distinct()),
            Asked = ArchiveCoverage.Union([.. files.Asked, .. searches.Select(static search => new ArchiveWindow(search.Start, search.End))]),
            Covered = IsWhole(report) ? ArchiveCoverage.Union([.. files.Covered, .. searches.SelectMany(CoveredBy)]) : [],
            Missing = [.. searches.SelectMany(MissingFrom)],
            Search = new Dictionary<string, string>
            {
                ["slices"] = Sum(searches, static search => search.Slices.Count),
                ["slicesComplete"] = Sum(searches, static search => search.Slices.Count(static slice => slice.State == SliceState.Complete)),
                ["announced"] = Sum(searches, static search => search.Announced),
                ["received"] = Sum(searches, static search => search.Received),
                ["repeats"] = Sum(searches, static search => search.Duplicates),
                ["outsideWindow"] = Sum(searches, static search => search.OutsideWindow),
                ["unreadable"] = Sum(searches, static search => search.Unreadable),
                ["kept"] = Sum(searches, static search => search.Kept),
                ["operations"] = string.Join(", ", searches.SelectMany(static search => search.Query.Operations).Distinct(StringComparer.OrdinalIgnoreCase)),
                ["users"] = string.Join(", ", searches.SelectMany(static search => search.Query.UserIds).Distinct(StringComparer.OrdinalIgnoreCase)),
                ["recordTypes"] = string.Join(", ", searches.SelectMany(static search => search.Query.RecordTypes).Distinct(StringComparer.OrdinalIgnoreCase)),
                ["addresses"] = string.Join(", ", searches.SelectMany(static search => search.Query.IpAddresses).Distinct(StringComparer.OrdinalIgnoreCase)),
            },
        };
    }

    // What could not be read or stored may be of any time: then nothing counts as covered.
    private static bool IsWhole(ReadReport report) => report.Problems.Count == 0 && report.Dropped.Count == 0 && report.UnreadInputs.Count == 0;

    /// <summary>The window of a search less what it could not see. What had not arrived yet is asked for again by the overlap of the next run.</summary>
    private static IEnumerable<ArchiveWindow> CoveredBy(SearchReport search)
    {
        DateTimeOffset from = search.Start;
        DateTimeOffset end = search.End < search.AsOf ? search.End : search.AsOf;
        foreach (BlindInterval blind in search.BlindIntervals.Where(static interval => interval.Cause != BlindCause.LogNotYetComplete).OrderBy(static interval => interval.From))
        {
            if (blind.From > from)
            {
                yield return new ArchiveWindow(from, blind.From < end ? blind.From : end);
            }

            from = blind.To > from ? blind.To : from;
        }

        if (from < end)
        {
            yield return new ArchiveWindow(from, end);
        }
    }

    /// <summary>What a search tried and could not get. What it left for its next run may still come.</summary>
    private static IEnumerable<ArchiveGap> MissingFrom(SearchReport search)
    {
        List<ArchiveWindow> left = [.. search.Slices.Where(static slice => slice.State == SliceState.NotAsked).Select(search.WindowOf)];
        return search.BlindIntervals.Where(static interval => interval.Cause != BlindCause.LogNotYetComplete)
            .SelectMany(interval => ArchiveCoverage.Without([new ArchiveWindow(interval.From, interval.To)], left)
                .Select(window => new ArchiveGap(ArchiveGapKind.NotReceived, window.From, window.To) { Cause = interval.Text }));
    }

    private static string Sum(IEnumerable<SearchReport> searches, Func<SearchReport, long> number) => searches.Sum(number).ToString(CultureInfo.InvariantCulture);
}
