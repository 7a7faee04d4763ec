using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core;

/// <summary>
/// What an archive is next asked of its tenant for. A search keeps what it found in a folder beside the archive until that is part of the archive, so that a run that was interrupted is gone on with.
/// </summary>
/// <param name="path">The folder of the archives.</param>
/// <param name="tenant">The tenant.</param>
public sealed class ArchiveSearchState(string path, Guid tenant)
{
    /// <summary>Records come up to 26 hours late, so that much before the end of the last run is asked for again.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(26);

    /// <summary>The folder of the search's state; it is made by the search.</summary>
    public string Folder { get; } = AuditArchiveExport.SearchFolder(path, tenant);

    /// <summary>Says what to search for next. Hold the archive first (<see cref="AuditArchiveExport"/>): what is left of a search that cannot be gone on with is taken away.</summary>
    /// <param name="start">Start (UTC); null for <see cref="Overlap"/> before the end of what the archive covers without a hole.</param>
    /// <param name="end">End (UTC); null for now.</param>
    /// <param name="operations">Only these operations; empty for all.</param>
    /// <param name="route">The way to the log; null where that is not chosen yet. A search that was interrupted on another way is not gone on with.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="goesOn">Whether it is a search that was interrupted, whatever was asked for: that comes first.</param>
    /// <returns>The query; null where no start is given and the archive does not say up to when it covers the log.</returns>
    /// <exception cref="ArchiveException">The archive is damaged or cannot be read.</exception>
    public AuditLogQuery? Next(DateTimeOffset? start, DateTimeOffset? end, IReadOnlyList<string> operations, AuditLogRouteKind? route, DateTimeOffset now, out bool goesOn)
    {
        ArgumentNullException.ThrowIfNull(operations);
        AuditLogQuery? interrupted = Interrupted(route);
        goesOn = interrupted is not null;
        if (interrupted is not null)
        {
            return interrupted;
        }

        Forget(null);
        DateTimeOffset? from = start ?? (AuditArchiveExport.CoveredUntil(path, tenant) - Overlap);
        return from is null ? null : new AuditLogQuery { Start = from.Value.ToUniversalTime(), End = (end ?? now).ToUniversalTime(), Operations = operations, Name = "StormDetect" };
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
