using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StormDetect.Core.Archives;

namespace StormDetect.Core;

/// <summary>
/// What an archive is next asked of its tenant for. A search keeps what it found in a folder beside the archive until that is part of the archive, so that a run that was interrupted is gone on with.
/// </summary>
/// <param name="path">The folder of the archives.</param>
/// <param name="tenant">The tenant.</param>
public sealed class ArchiveSearchState(string path, Guid tenant)
{
    // What a way to the log does not reach may have been taken off the beginning.
    private static readonly TimeSpan s_slack = TimeSpan.FromHours(3);

    private readonly string _archive = Path.Join(path, ArchiveLayout.TenantName(tenant));

    /// <summary>Records come up to 26 hours late, so that much before the end of the last run is asked for again.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(26);

    /// <summary>The folder of the search's state; it is made by the search.</summary>
    public string Folder { get; } = AuditArchiveExport.SearchFolder(path, tenant);

    /// <summary>Says what to search for next. Hold the archive first (<see cref="AuditArchiveExport"/>): what is left of a search that cannot be gone on with is taken away.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>The plan; null where no start is given and the archive does not say up to when it covers the log.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public ArchiveCollectionPlan? Next(ArchiveCollectionOptions options, DateTimeOffset now)
    {
        ArchiveCollectionPlan? plan = Look(options, now);
        if (plan?.GoesOn != true)
        {
            Forget(null);
        }

        return plan;
    }

    /// <summary>Says what <see cref="Next"/> would, and changes nothing.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>The plan; null where no start is given and the archive does not say up to when it covers the log.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public ArchiveCollectionPlan? Look(ArchiveCollectionOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        AuditLogQuery? interrupted = Interrupted(options.Route);
        ArchiveEntry? last = AuditArchiveExport.Known(_archive, () => ArchiveHead.ReadLast(_archive, tenant));
        DateTimeOffset end = (interrupted?.End ?? options.End ?? now).ToUniversalTime();
        DateTimeOffset? needed = (interrupted?.Start ?? options.Start)?.ToUniversalTime() ?? (last?.CoveredUntil - Overlap);
        if (needed is not DateTimeOffset start)
        {
            return null;
        }

        DateTimeOffset until = end < now ? end : now;
        bool isGiven = interrupted is not null || options.Start is not null;
        bool isDue = !isGiven && (last?.LookedBack is not DateTimeOffset before || until.UtcDateTime.Date > before.UtcDateTime.Date);
        DateTimeOffset? late = options.LateDays > 0 && (isGiven || isDue) ? LateFrom(until.AddDays(-options.LateDays), last) : null;
        DateTimeOffset from = isDue && late < start ? late.Value : start;
        return new ArchiveCollectionPlan
        {
            Query = interrupted ?? new AuditLogQuery { Start = from, End = end, Operations = options.Operations, Name = "StormDetect", Except = isGiven ? [] : Except(last, from, end) },
            NeededFrom = start,
            GoesOn = interrupted is not null,

            // Whatever asks for all of it looks for what came late: a first collection of a month as well.
            LookedBack = late is not null && from <= late + s_slack ? until : null,
        };
    }

    /// <summary>The holes of the archive that a search would try to fill, and that are accepted as lost if it cannot (<see cref="AuditArchiveOptions.AcceptLoss"/>).</summary>
    /// <param name="query">The search.</param>
    /// <returns>The holes, by time.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public IReadOnlyList<ArchiveGap> OpenGaps(AuditLogQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArchiveWindow[] asked = [new ArchiveWindow(query.Start, query.End)];
        return AuditArchiveExport.Known(_archive, () => ArchiveCoverage.OpenGaps(ArchiveChain.Entries(_archive)))
            .SelectMany(gap => ArchiveCoverage.Within([ArchiveCoverage.Window(gap)], asked).Select(part => gap with { From = part.From, To = part.To })).ToArray();
    }

    /// <summary>
    /// The slices of a search that are missing without being news: what they lack was accepted as lost, and of the rest of their time the archive has what came. Ask once the search is part of the archive.
    /// </summary>
    /// <param name="report">The report of the search.</param>
    /// <returns>Those slices.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public IReadOnlySet<SliceReport> AcceptedSlices(SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        SliceReport[] lost = [.. report.Slices.Where(static slice => slice.State is SliceState.Failed or SliceState.Truncated)];
        return lost.Length == 0 ? new HashSet<SliceReport>() : AuditArchiveExport.Known(_archive, () =>
        {
            List<ArchiveEntry> entries = ArchiveChain.Entries(_archive);
            List<ArchiveWindow> accepted = [.. entries.SelectMany(static entry => entry.Accepted).Select(ArchiveCoverage.Window)];
            List<ArchiveWindow> known = [.. accepted, .. ArchiveCoverage.Covered(entries)];
            return lost.Where(slice => ArchiveCoverage.Within([report.WindowOf(slice)], accepted).Count > 0 && ArchiveCoverage.Without([report.WindowOf(slice)], known).Count == 0).ToHashSet();
        });
    }

    /// <summary>Whether a search got everything but what was accepted as lost. Ask once the search is part of the archive.</summary>
    /// <param name="report">The report of the search.</param>
    /// <returns>True where nothing else is missing.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public bool IsComplete(SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.IsComplete)
        {
            return true;
        }

        IReadOnlySet<SliceReport> accepted = AcceptedSlices(report);
        List<ArchiveWindow> known = [.. AuditArchiveExport.Known(_archive, () => ArchiveChain.Accepted(_archive, ArchiveHead.ReadLast(_archive, tenant))).Select(ArchiveCoverage.Window), .. accepted.Select(report.WindowOf)];
        return report.Slices.All(slice => (slice.State == SliceState.Complete && slice.Unreadable == 0) || accepted.Contains(slice))
            && report.BlindIntervals.All(interval => interval.Cause == BlindCause.LogNotYetComplete || ArchiveCoverage.Without([new ArchiveWindow(interval.From, interval.To)], known).Count == 0);
    }

    /// <summary>Forgets what is part of the archive now. A search that was not finished is kept: the next run goes on with it.</summary>
    /// <param name="report">How the search ended; null for one that cannot be gone on with.</param>
    public void Forget(SearchReport? report)
    {
        if (report?.Slices.Any(static slice => slice.State == SliceState.NotAsked) != true && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The archive may have been begun with a start for a reason: nothing is asked from before it.</summary>
    private DateTimeOffset LateFrom(DateTimeOffset late, ArchiveEntry? last)
    {
        if (last is null)
        {
            return late;
        }

        DateTimeOffset begin = AuditArchiveExport.Known(_archive, () => ArchiveChain.Entries(_archive))
            .SelectMany(static entry => entry.Provenance.Asked.Concat(entry.Provenance.Covered)).Select(static window => window.From).DefaultIfEmpty(late).Min();
        return begin > late ? begin : late;
    }

    private List<ArchiveWindow> Except(ArchiveEntry? last, DateTimeOffset from, DateTimeOffset end) => ArchiveCoverage.Within(
        AuditArchiveExport.Known(_archive, () => ArchiveChain.Accepted(_archive, last)).Select(ArchiveCoverage.Window), [new ArchiveWindow(from, end)]);

    private AuditLogQuery? Interrupted(AuditLogRouteKind? route)
    {
        string file = Path.Join(Folder, SearchReportFile.FileName);
        try
        {
            SearchReport? report = File.Exists(file) ? SearchReportFile.Read(file) : null;
            return report is null || (route is not null && report.Route != route) ? null : report.Query;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Whatever it is, it is not to be gone on with.
            return null;
        }
    }
}
