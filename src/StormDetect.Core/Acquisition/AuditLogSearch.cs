using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>
/// A search of a live audit log that is complete or says what is missing. It cuts the window into slices below the route's limits, asks for each until what came agrees with what was announced,
/// keeps every record once, and goes on where an earlier run with the same state ended.
/// </summary>
public sealed class AuditLogSearch
{
    private readonly IAuditLogRoute _route;
    private readonly AuditLogQuery _query;
    private readonly AuditLogSearchOptions _options;
    private readonly SliceStore _store;
    private readonly SliceAsker _asker;
    private readonly List<SliceReport> _failed = [];
    private SearchWindow? _window;
    private long _records;
    private TimeSpan _covered;
    private TimeSpan _resumed;
    private long _began;
    private int _done;
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
        _store = new SliceStore(route.TenantId);
        _asker = new SliceAsker(route, query, options, _store);
    }

    /// <summary>How far it has come; may be asked on any thread.</summary>
    public SearchProgress Progress
    {
        get
        {
            SliceSpool[] asked = _asker.Asked;
            TimeSpan window = _window?.Length ?? TimeSpan.Zero;
            double fraction = window <= TimeSpan.Zero ? 0 : Math.Min(1, _covered / window);
            double now = window <= TimeSpan.Zero ? 0 : (_covered - _resumed) / window;
            TimeSpan? remaining = now <= 0 || _began == 0 ? null : _options.Clock.GetElapsedTime(_began) * ((1 - fraction) / now);
            string status = asked.Select(static spool => spool.Status).FirstOrDefault(static text => text.Length > 0) ?? string.Empty;
            return new SearchProgress(_done, asked.Length, Volatile.Read(ref _waiting), Volatile.Read(ref _records) + asked.Sum(static spool => spool.Rows), fraction, remaining, status);
        }
    }

    /// <summary>What ended the search before its end; null if nothing did.</summary>
    public TenantRequestException? StoppedBy { get; private set; }

    private bool IsCounted => _route.Limits.SubmissionsPerDay is not null;

    private int? MostSubmissions => _options.MostSubmissions ?? (_route.Limits.SubmissionsPerDay is int day ? Math.Max(1, day / 2) : null);

    /// <summary>What would be asked, from where an earlier run with the same state ended. Nothing is asked or written.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="SearchStateException">The state is of another search, or cannot be read.</exception>
    public SearchPlan Plan()
    {
        using SearchState state = SearchState.Peek(_query, _route.Kind, _route.TenantId, _options);
        SearchWindow window = new(_route.Limits, _query, state);
        List<AuditSlice> slices = state.Pending.Select(static work => work.Slice).ToList();
        int submissions = state.Pending.Count(static work => work.Ticket.Length == 0);
        for (AuditSlice? slice = window.Next(state.Frontier ?? window.From); slice is not null; slice = window.Next(slice.To))
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
            BlindIntervals = new SearchBlindness(_route, _query, window, _store.TenantId).Edges(state.AsOf).ToArray(),
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
        SearchWindow window = new(_route.Limits, _query, state);
        _window = window;
        _began = _options.Clock.GetTimestamp();
        WriteReport(state, window); // Whoever reads the folder while nothing is finished must not take it for the whole log.
        try
        {
            await HandOnFinishedAsync(state, found, cancellationToken);
            await AskForAllAsync(state, window, found, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            WriteReport(state, window);
            throw;
        }

        return WriteReport(state, window);
    }

    private async Task HandOnFinishedAsync(SearchState state, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        foreach (FinishedWork work in state.Finished.OrderBy(static work => work.Report.From).ThenBy(static work => work.Id).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_store.TryLoad(state, work))
            {
                state.Reopen(work);
                continue;
            }

            Cover(work.Report);
            _resumed = _covered;
            await HandOnAsync(state, work.Report, found, cancellationToken);
        }
    }

    private async Task AskForAllAsync(SearchState state, SearchWindow window, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        List<Task<SliceResult>> running = [];
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                while (running.Count < Math.Max(1, _route.Limits.MostParallel) && StoppedBy is null && Next(state, window) is SliceWork work)
                {
                    running.Add(Task.Run(() => _asker.AskAsync(state, work, abandon.Token), CancellationToken.None));
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
                await SettleAsync(state, window, await ended, found, cancellationToken);
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
            Array.ForEach(_asker.Asked, _asker.Release);
        }
    }

    private SliceWork? Next(SearchState state, SearchWindow window)
    {
        if (state.Pending.Count == 0 && window.Next(state.Frontier ?? window.From) is AuditSlice next)
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
        Stop(new TenantRequestException(TenantRequestProblem.LimitReached, string.Create(
            CultureInfo.InvariantCulture,
            $"This search has submitted {most:#,0} queries within 24 hours, as many as it may of those the tenant has for everybody. Run the same command with the same state folder again{when}: it goes on where it ended. A narrower window, or fewer operations, needs fewer.")));
        return true;
    }

    private async Task SettleAsync(SearchState state, SearchWindow window, SliceResult result, Func<FoundSlice, CancellationToken, ValueTask> found, CancellationToken cancellationToken)
    {
        string problem = result.Problem;
        SliceState outcome = result.IsLost ? SliceState.Truncated : result.IsComplete ? SliceState.Complete : SliceState.Failed;
        if (result.Fatal is not null)
        {
            // Nothing is wrong with the slice: it is asked for again when the search goes on.
            Stop(result.Fatal);
            _asker.Release(result.Spool);
            state.PutBack(result.Work);
            return;
        }

        if (result.IsOverfull)
        {
            IReadOnlyList<AuditSlice> parts = window.Cut(result.Work.Slice, result.Announced);
            if (parts.Count > 0)
            {
                _asker.Release(result.Spool);
                state.Split(result.Work, parts);
                return;
            }

            outcome = SliceState.Truncated;
            problem = "There is more in it than the route gives at once, and it cannot be cut any further. Ask for single operations or users.";
        }

        SliceReport report;
        try
        {
            report = _store.Keep(state, result, outcome, problem);
        }
        finally
        {
            _asker.Release(result.Spool);
        }

        if (outcome == SliceState.Failed)
        {
            _failed.Add(report);
        }

        Cover(report);
        window.Learn(report);
        await HandOnAsync(state, report, found, cancellationToken);
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
        _done++;
        _asker.HasSettled = true;
        Volatile.Write(ref _records, _records + report.Received);

        // Parts of one time by operation count together; a second look has been counted.
        _covered += report.Content.Length > 0 ? TimeSpan.Zero : report.Operation.Length > 0 ? (report.To - report.From) / Math.Max(1, _query.Operations.Count) : report.To - report.From;
    }

    private void Stop(TenantRequestException cause)
    {
        StoppedBy ??= cause;
        _asker.IsEnded = true;
    }

    /// <summary>Once everything is asked for: asks again for what was empty though it is not elsewhere.</summary>
    /// <returns>Whether there is any.</returns>
    private bool LookAgain(SearchState state)
    {
        IReadOnlyList<AuditSlice> doubtful = QuietContent.Doubtful(
            state.Finished.Select(static work => work.Report).ToArray(),
            [.. state.Open.Select(static work => work.Slice), .. _failed.Select(static report => report.Slice)]);
        foreach (AuditSlice slice in doubtful)
        {
            state.AddAgain(slice);
        }

        return doubtful.Count > 0;
    }

    private SearchReport WriteReport(SearchState state, SearchWindow window)
    {
        SearchReport report = Report(state, window);
        if (state.Files.IsKept)
        {
            state.Files.Guard(() => state.Files.Replace(SearchReportFile.FileName, SearchReportFile.Write(report)));
        }

        return report;
    }

    private SearchReport Report(SearchState state, SearchWindow window)
    {
        List<SliceReport> slices = [.. state.Finished.Select(static work => work.Report), .. _failed];
        List<AuditSlice> rest = state.Open.Select(static work => work.Slice).ToList();
        rest.AddRange(window.Rest(state.Frontier ?? window.From).Select(static part => new AuditSlice(part.From, part.To)));
        foreach (AuditSlice slice in rest)
        {
            if (!_failed.Exists(failed => failed.Slice == slice))
            {
                slices.Add(new SliceReport { From = slice.From, To = slice.To, Operation = slice.Operation, Content = slice.Content, State = SliceState.NotAsked, Problem = "The search ended before." });
            }
        }

        slices = slices.OrderBy(static slice => slice.From).ThenBy(static slice => slice.Operation, StringComparer.Ordinal).ThenBy(static slice => slice.Content, StringComparer.Ordinal).ToList();
        QuietContent.Flag(slices);
        SearchBlindness blindness = new(_route, _query, window, _store.TenantId);
        return new SearchReport
        {
            Route = _route.Kind,
            TenantId = _store.TenantId,
            Query = _query,
            AsOf = state.AsOf,
            Slices = slices,
            BlindIntervals = [.. blindness.Edges(state.AsOf), .. slices.Select(blindness.Of).OfType<BlindInterval>()],
            SubmissionsUsed = IsCounted ? state.Submissions : 0,
            SubmissionsPerDay = _route.Limits.SubmissionsPerDay,
            Extent = _route.Limits.Extent,
            Problem = StoppedBy is null ? string.Empty : PlainText.Safe(StoppedBy.Message),
        };
    }
}
