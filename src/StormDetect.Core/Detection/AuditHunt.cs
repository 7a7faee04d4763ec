using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Archives;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>Base of every hunt: takes files, records or their JSON in any mix, and reads them in one pass for everything the hunt counts.</summary>
public abstract class AuditHunt
{
    private readonly SearchReports _searches = new();
    private readonly List<string> _named = [];
    private readonly List<string> _unread = [];
    private AuditScan? _scan;

    private protected AuditHunt()
    {
    }

    /// <summary>Told how far reading has come, at most every 200 ms, on a reading thread. Null by default.</summary>
    public Action<ReadProgress>? Progress { get; set; }

    /// <summary>After the hunt was completed: what was read from a tenant beside the log, and what of it could not be. Null where <see cref="ReadLive"/> did not ask for it.</summary>
    public LiveReadReport? LiveReport => Live?.Report;

    /// <summary>What is read from a tenant beside the log; null for nothing.</summary>
    private protected LiveReader? Live { get; private set; }

    private AuditScan Scan => _scan ??= new AuditScan(Collectors.ToArray());

    /// <summary>What the hunt counts; asked for once, before the first record.</summary>
    private protected abstract IEnumerable<IAuditCollector> Collectors { get; }

    /// <summary>What is wanted of archives among the inputs; null for everything, which is what judging needs.</summary>
    private protected virtual ArchiveFilter? Wanted => null;

    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Files, and folders whose audit logs are read recursively. Wildcards are not expanded.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public void AddFiles(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] all = paths.ToArray();
        Scan.Progress = Progress;
        Scan.Wanted = Wanted;
        _named.AddRange(all);
        Scan.Files(_searches.Find(all, Unsaid), cancellationToken);
    }

    /// <summary>
    /// Notes something that was named for the hunt and could not be read at all, such as a file with indicators: nothing found is then no answer (<see cref="ReadReport.UnreadInputs"/>). Logs given to
    /// <see cref="AddFiles"/> need no note.
    /// </summary>
    /// <param name="input">What it is called; the verdict names it.</param>
    public void NoteUnread(string input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _unread.Add(input);
    }

    /// <summary>Takes the report of a search of a live audit log: what the search could not see is part of the coverage.</summary>
    /// <param name="report">The report.</param>
    public void Add(SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _searches.Add(report);
    }

    /// <summary>Takes one record.</summary>
    /// <param name="record">A record read before, such as one of <see cref="AuditLogReader"/>.</param>
    public void Add(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Scan.Object(record);
    }

    /// <summary>Takes records given as text: an AuditData value, or an outer object that has one.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What to call it in the report.</param>
    public void AddText(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(source);
        Scan.Text(json, source);
    }

    /// <summary>Has a tenant read beside the log, when the hunt completes. What cannot be read is in <see cref="LiveReport"/>, and the log is judged without it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="sources">What is read of it. A hunt for mail access alone has use for <see cref="LiveSources.ApplicationNames"/> only.</param>
    /// <param name="now">The present time (UTC): until when there can be anything.</param>
    public void ReadLive(ITenantReader tenant, LiveSources sources, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(sources);
        Live = new LiveReader(tenant, sources, now);
    }

    /// <summary>Ends the reading: what other threads counted is joined into the collectors, and everything that only reading needs is let go.</summary>
    private protected ReadReport EndReading()
    {
        ReadReport report = Scan.Complete();
        report.Searches = _searches.All;
        report.FolderLosses = FolderLosses.Of(report);
        report.UnreadInputs = [.. UnreadInputs.Of(report, _named).Concat(_unread).Distinct(StringComparer.Ordinal)];
        _scan = null;
        return report;
    }

    // The report of a search that cannot be read would have said what the search did not see.
    private void Unsaid(InputProblem problem)
    {
        Scan.Problem(problem);
        _unread.Add(problem.Path);
    }
}
