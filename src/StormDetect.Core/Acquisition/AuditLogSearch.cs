using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Archives;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>
/// A search of a live audit log that is complete or says what is missing. It cuts the window into slices below the route's limits, asks for each until what came agrees with what was announced,
/// keeps every record once, and goes on where an earlier run with the same state ended.
/// </summary>
public sealed partial class AuditLogSearch
{
    private readonly IAuditLogRoute _route;
    private readonly AuditLogQuery _query;
    private readonly AuditLogSearchOptions _options;
    private readonly RecordIdSet _ids = new();
    private readonly Stack<RecordIdSet> _idSets = new();
    private readonly List<SliceReport> _failed = [];
    private readonly List<SliceSpool> _asked = [];
    private string _tenantId;
    private SliceCutter _cutter = null!;
    private DateTimeOffset _askFrom;
    private DateTimeOffset _askTo;
    private List<ArchiveWindow> _except = [];
    private long _records;
    private TimeSpan _covered;
    private TimeSpan _resumed;
    private long _began;
    private int _waiting;

    /// <summary>Prepares a search. Nothing is asked or written before <see cref="RunAsync"/>.</summary>
    /// <param name="route">The way to the log.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="options">How.</param>
    public AuditLogSearch(IAuditLogRoute route, AuditLogQuery query, AuditLogSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        if (query.Start >= query.End)
        {
            throw new ArgumentException("The window is empty.", nameof(query));
        }

        _route = route;
        _query = query;
        _options = options;
        _tenantId = route.TenantId;
    }

    /// <summary>How far it has come; may be asked on any thread.</summary>
    public SearchProgress Progress
    {
        get
        {
            SliceSpool[] asked;
            lock (_asked)
            {
                asked = [.. _asked];
            }

            TimeSpan window = _except.Aggregate(_askTo - _askFrom, static (whole, part) => whole - (part.To - part.From));
            double fraction = window <= TimeSpan.Zero ? 0 : Math.Min(1, _covered / window);
            double now = window <= TimeSpan.Zero ? 0 : (_covered - _resumed) / window;
            TimeSpan? remaining = now <= 0 || _began == 0 ? null : _options.Clock.GetElapsedTime(_began) * ((1 - fraction) / now);
            string status = asked.Select(static spool => spool.Status).FirstOrDefault(static text => text.Length > 0) ?? string.Empty;
            return new SearchProgress(Done, asked.Length, Volatile.Read(ref _waiting), Volatile.Read(ref _records) + asked.Sum(static spool => spool.Rows), fraction, remaining, status);
        }
    }

    /// <summary>What ended the search before its end; null if nothing did.</summary>
    public TenantRequestException? StoppedBy { get; private set; }

    private int Done { get; set; }

    private bool IsCounted => _route.Limits.SubmissionsPerDay is not null;

    private int? MostSubmissions => _options.MostSubmissions ?? (_route.Limits.SubmissionsPerDay is int day ? Math.Max(1, day / 2) : null);

    /// <summary>What would be asked, from where an earlier run with the same state ended. Nothing is asked or written.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="SearchStateException">The state is of another search, or cannot be read.</exception>
    public SearchPlan Plan()
    {
        using SearchState state = SearchState.Peek(_query, _route.Kind, _route.TenantId, _options);
        SetWindow(state);
        List<AuditSlice> slices = state.Pending.Select(static work => work.Slice).ToList();
        int submissions = state.Pending.Count(static work => work.Ticket.Length == 0);
        for (AuditSlice? slice = SliceFrom(state.Frontier ?? _askFrom); slice is not null; slice = SliceFrom(slice.To))
        {
            slices.Add(slice);
            submissions++;
        }

        return new SearchPlan
        {
            Route = _route.Kind,
            TenantId = _route.TenantId,
            Slices = slices.OrderBy(static slice => slice.From).ToArray(),
            Finished = state.Finished.Count,
            MostParallel = _route.Limits.MostParallel,
            Submissions = IsCounted ? submissions : 0,
            MostSubmissions = MostSubmissions,
            SubmissionsPerDay = _route.Limits.SubmissionsPerDay,
            BlindIntervals = Edges(state.AsOf).ToArray(),
        };
    }

    /// <summary>Searches.</summary>
    /// <param name="found">Takes finished slices, one at a time: first those of earlier runs, then new ones as they are finished.</param>
    /// <param name="cancellationToken">Stops within a second. What is finished stays finished.</param>
    /// <returns>The proof of what came and what is missing. Where <see cref="StoppedBy"/> is set, the rest was not asked for.</returns>
    /// <exception cref="SearchStateException">The state cannot be used or written. What is finished stays finished.</exception>
    public async Task<SearchReport> RunAsync(Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        using SearchState state = SearchState.OpenFor(_query, _route.Kind, _route.TenantId, _options);
        SetWindow(state);
        _began = _options.Clock.GetTimestamp();
        WriteReport(state); // Whoever reads the folder while nothing is finished must not take it for the whole log.
        try
        {
            await HandOnFinishedAsync(state, found, cancellationToken);
            await AskForAllAsync(state, found, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            WriteReport(state);
            throw;
        }

        return WriteReport(state);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private void SetWindow(SearchState state)
    {
        AuditRouteLimits limits = _route.Limits;
        _askFrom = limits.Reach is TimeSpan reach ? Later(_query.Start, state.AsOf - reach) : _query.Start;

        // By arrival it has to be asked up to now: what happened in the window may have arrived at any time after it.
        _askTo = limits.SlicesByArrival ? state.AsOf : Earlier(_query.End, state.AsOf);

        // By arrival what was done in a stretch cannot be left out without what else arrived then.
        _except = limits.SlicesByArrival ? [] : ArchiveCoverage.Within(_query.Except, [new ArchiveWindow(_askFrom, _askTo)]);
        _cutter = new SliceCutter(limits, _askTo - _askFrom);
        foreach (FinishedWork work in state.Finished)
        {
            Learn(work.Report);
        }
    }

    /// <summary>The next slice from a time on, past what is not asked for; null at the end.</summary>
    private AuditSlice? SliceFrom(DateTimeOffset from) =>
        ArchiveCoverage.Without([new ArchiveWindow(from, _askTo)], _except) is [ArchiveWindow next, ..] ? _cutter.Next(next.From, next.To) : null;

    private void Learn(SliceReport report) =>
        _cutter.Learn(report.Slice, Math.Max(report.Announced ?? 0, report.Received));

    private async Task HandOnFinishedAsync(SearchState state, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        foreach (FinishedWork work in state.Finished.OrderBy(static work => work.Report.From).ThenBy(static work => work.Id).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryLoad(state, work))
            {
                state.Reopen(work);
                continue;
            }

            Cover(work.Report);
            _resumed = _covered;
            await HandOnAsync(state, work.Report, found, cancellationToken);
        }
    }

    /// <summary>Reads the ids of a finished slice. A file that somebody changed, cut or took away is not what was proven.</summary>
    private bool TryLoad(SearchState state, FinishedWork work)
    {
        if (work.Report.FileName.Length == 0)
        {
            return true;
        }

        RecordIdSet ids = RentIds();
        try
        {
            string path = state.Files.At(work.Report.FileName);
            RowSorter sorter = new(ids);
            string tenant = string.Empty;
            bool isWhole = new System.IO.FileInfo(path) is { Exists: true } file && file.Length == work.Length
                && SliceFile.Read(path, row =>
                {
                    _ = sorter.Sort(row);
                    tenant = tenant.Length > 0 ? tenant : sorter.TenantId;
                }) == work.Report.Kept;
            if (isWhole)
            {
                NoteTenant(tenant);
                ids.AddTo(_ids, static (_, _, _) => { });
            }

            return isWhole;
        }
        catch (Exception cause) when (cause is System.IO.InvalidDataException || SearchStateException.IsExpected(cause))
        {
            return false;
        }
        finally
        {
            ReturnIds(ids);
        }
    }

    private async Task AskForAllAsync(SearchState state, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        List<Task<SliceResult>> running = [];
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                while (running.Count < Math.Max(1, _route.Limits.MostParallel) && StoppedBy is null && Next(state) is SliceWork work)
                {
                    running.Add(Task.Run(() => AskAsync(state, work, abandon.Token), CancellationToken.None));
                }

                if (running.Count == 0)
                {
                    if (StoppedBy is null && LookAgain(state))
                    {
                        continue;
                    }

                    return;
                }

                // One after another: what is known of the search changes in one place only.
                Task<SliceResult> ended = await Task.WhenAny(running);
                running.Remove(ended);
                await SettleAsync(state, await ended, found, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch
        {
            await abandon.CancelAsync();
            foreach (Task<SliceResult> task in running)
            {
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            throw;
        }
        finally
        {
            foreach (SliceSpool spool in _asked.ToArray())
            {
                Release(spool);
            }
        }
    }

    private SliceWork? Next(SearchState state)
    {
        if (state.Pending.Count == 0 && SliceFrom(state.Frontier ?? _askFrom) is AuditSlice next)
        {
            state.Add(next);
        }

        Volatile.Write(ref _waiting, Math.Max(0, state.Pending.Count - 1));
        if (state.Pending.Count == 0 || IsBudgetSpent(state))
        {
            return null;
        }

        return state.Take();
    }

    private bool IsBudgetSpent(SearchState state)
    {
        if (MostSubmissions is not int most || state.Pending.Any(static work => work.Ticket.Length > 0))
        {
            return false;
        }

        DateTimeOffset since = _options.Clock.GetUtcNow() - TimeSpan.FromDays(1);
        if (state.SubmissionsSince(since) < most)
        {
            return false;
        }

        string when = state.FirstSubmissionSince(since) is DateTimeOffset first
            ? string.Create(CultureInfo.InvariantCulture, $" from {first.AddDays(1).UtcDateTime:yyyy-MM-dd HH:mm} UTC on")
            : string.Empty;
        StoppedBy = new TenantRequestException(TenantRequestProblem.LimitReached, string.Create(
            CultureInfo.InvariantCulture,
            $"This search has submitted {most:#,0} queries within 24 hours, as many as it may of those the tenant has for everybody. Run the same command with the same state folder again{when}: it goes on where it ended. A narrower window, or fewer operations, needs fewer."));
        return true;
    }

    private async Task SettleAsync(SearchState state, SliceResult result, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        StoppedBy ??= result.Fatal;
        string problem = result.Problem;
        SliceState outcome = result.IsLost ? SliceState.Truncated : result.IsComplete ? SliceState.Complete : SliceState.Failed;
        if (result.Fatal is not null)
        {
            // Nothing is wrong with the slice: it is asked for again when the search goes on.
            Release(result.Spool);
            state.PutBack(result.Work);
            return;
        }

        if (result.IsOverfull)
        {
            IReadOnlyList<AuditSlice> parts = _cutter.Cut(result.Work.Slice, result.Announced, _query.Operations);
            if (parts.Count > 0)
            {
                // There were more than the route gives; how many more it does not always say.
                _cutter.Learn(result.Work.Slice, Math.Max(result.Announced ?? 0, (long)(_route.Limits.MostRecords * 1.5)));
                Release(result.Spool);
                state.Split(result.Work, parts);
                return;
            }

            outcome = SliceState.Truncated;
            problem = "There is more in it than the route gives at once, and it cannot be cut any further. Ask for single operations or users.";
        }

        SliceReport report;
        try
        {
            report = Store(state, result, outcome, problem);
        }
        finally
        {
            Release(result.Spool);
        }

        Cover(report);
        Learn(report);
        await HandOnAsync(state, report, found, cancellationToken);
    }

    /// <summary>Puts a slice's file in its place, without what other slices have, and only then says that it is finished.</summary>
    private SliceReport Store(SearchState state, SliceResult result, SliceState outcome, string problem)
    {
        SliceSpool spool = result.Spool;
        long rows = spool.Rows - result.Reread;
        long length = spool.Close();
        long kept = spool.Kept;
        long conflicts = 0;
        RecordIdSet repeats = RentIds();
        try
        {
            bool hasRepeats = false;
            spool.Ids.AddTo(_ids, (id, content, known) =>
            {
                conflicts += known == RecordIdOutcome.ConflictingId ? 1 : 0;
                if (known == RecordIdOutcome.Duplicate)
                {
                    hasRepeats = true;
                    repeats.Add(id, content);
                }
            });
            string part = SearchState.PartName(result.Work);
            if (hasRepeats && kept > 0)
            {
                (part, kept, length) = state.Files.Guard(() => Sift(state, result.Work, repeats));
            }

            string name = kept > 0 ? SearchState.SliceName(result.Work) : string.Empty;
            if (name.Length > 0)
            {
                state.Files.Guard(() => state.Files.Move(part, name));
            }

            SliceReport report = new()
            {
                From = result.Work.Slice.From,
                To = result.Work.Slice.To,
                Operation = result.Work.Slice.Operation,
                Content = result.Work.Slice.Content,
                State = outcome,
                Attempts = result.Attempts,
                Announced = result.Announced,
                Recounted = result.Recounted,
                Received = Math.Max(rows, spool.Distinct),
                Duplicates = Math.Max(0, rows - spool.Distinct) + spool.Kept - kept,
                OutsideWindow = spool.OutsideWindow,
                Unreadable = spool.Unreadable,
                ConflictingIds = conflicts,
                Kept = kept,
                Quiet = result.Quiet,
                Flags = result.Flags.ToArray(),
                Problem = PlainText.Safe(problem),
                FileName = name,
            };
            NoteTenant(spool.TenantId);
            if (outcome == SliceState.Failed)
            {
                _failed.Add(report);
            }
            else
            {
                state.Finish(result.Work, report, length);
            }

            return report;
        }
        finally
        {
            ReturnIds(repeats);
        }
    }

    /// <summary>Writes a slice's file again without rows that are known.</summary>
    private static (string Name, long Kept, long Length) Sift(SearchState state, SliceWork work, RecordIdSet repeats)
    {
        string part = SearchState.PartName(work);
        string again = SearchState.AgainName(work);
        RowSorter sorter = new(repeats);
        long kept = 0;
        using SliceFile file = new(state.Files, again);
        SliceFile.Read(state.Files.At(part), row =>
        {
            // A row that is new to the repeats is none of them.
            if (sorter.Sort(row) != SortedRow.Repeat)
            {
                file.Add(row);
                kept++;
            }
        });
        long length = file.Close();
        return (again, kept, length);
    }

    private static async Task HandOnAsync(SearchState state, SliceReport report, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        string file = report.FileName.Length > 0 ? state.Files.At(report.FileName) : string.Empty;
        await found(new FoundSlice(report, file), cancellationToken);
        if (!state.Files.IsKept && file.Length > 0)
        {
            System.IO.File.Delete(file);
        }
    }

    private void Cover(SliceReport report)
    {
        Done++;
        Volatile.Write(ref _records, _records + report.Received);

        // Parts of one time by operation count together; a second look has been counted.
        _covered += report.Content.Length > 0 ? TimeSpan.Zero : report.Operation.Length > 0 ? (report.To - report.From) / Math.Max(1, _query.Operations.Count) : report.To - report.From;
    }

    private void NoteTenant(string tenantId) => _tenantId = _tenantId.Length > 0 ? _tenantId : tenantId;

    private RecordIdSet RentIds()
    {
        lock (_idSets)
        {
            return _idSets.TryPop(out RecordIdSet? ids) ? ids : new RecordIdSet();
        }
    }

    private void ReturnIds(RecordIdSet ids)
    {
        ids.Clear();
        lock (_idSets)
        {
            _idSets.Push(ids);
        }
    }

    private void Release(SliceSpool spool)
    {
        lock (_asked)
        {
            if (!_asked.Remove(spool))
            {
                return;
            }
        }

        spool.Dispose();
        ReturnIds(spool.Ids);
    }
}
