using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// The audit log through Microsoft Graph's <c>security/auditLog/queries</c>: submits a query for a slice, waits for it, reads its records page by page.
/// </summary>
/// <remarks>
/// Facts: a query that finds more than 1,000,000 records still says succeeded, and only <c>isRecordCountLimitExceeded</c> tells; its count is approximate, by the documentation;
/// a finished query has been seen to give no records at first, and to give different numbers of them when read twice. So what is read is compared with what was announced, and read again. A look at a query that runs
/// has been answered with 400 where many ran at once (microsoft/AI-in-One-Dashboard, issue 60). Microsoft Purview documentation, "Search the audit log", has 10 searches at once for an account, and one of those without
/// any filter; whether that holds here is not said. So a query that is refused while others run waits for one of them to end.
/// </remarks>
internal sealed class GraphAuditQueryRoute(ITenantTransport transport, string tenantId, RoutePacing pacing) : IAuditLogRoute
{
    /// <summary>More pages without a record than this in a row, and the paging leads nowhere.</summary>
    private const int MostEmptyPages = 50;

    /// <summary>A pause this long is no pause but the end of the day's submissions.</summary>
    private static readonly TimeSpan s_longWait = TimeSpan.FromMinutes(30);

    /// <summary>How old the result of a query may be whose records were still arriving when it was submitted.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromHours(1);

    /// <summary>What of an approximate number is as good as all of it, when readings agree. A small number is exact.</summary>
    private const double Nearly = 0.99;

    private readonly AuditQueryClient _client = new(transport, pacing);

    // Whether record types were refused in the one spelling and taken in the other.
    private volatile bool _asInSchema;

    // One is submitted after the other: whoever is refused then knows what had been taken by then.
    private readonly SemaphoreSlim _door = new(1, 1);

    // Queries that were taken and have not ended, and those that have.
    private int _underWay;
    private int _ended;

    /// <inheritdoc/>
    public AuditLogRouteKind Kind => AuditLogRouteKind.GraphQuery;

    /// <inheritdoc/>
    public string TenantId => tenantId;

    /// <inheritdoc/>
    /// <remarks>At least 1,000,000 records a query, 50 queries queued or running, 200 submissions in 24 hours: the whole tenant shares them, so that only a part of the 50 is taken.</remarks>
    public AuditRouteLimits Limits { get; } = new()
    {
        MostRecords = AuditQueryState.MostRecords,
        LongestSlice = TimeSpan.FromDays(180),
        ShortestSlice = TimeSpan.FromMinutes(1),
        MostParallel = 8,
        SubmissionsPerDay = AuditQueryClient.SubmissionsPerDay,
    };

    /// <inheritdoc/>
    public async ValueTask<SliceAttempt> CollectAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        RecordPass pass = new();
        AuditQueryState state = new();
        string trouble;
        try
        {
            await _door.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                state = await OpenAsync(query, slice, receiver, cancellationToken).ConfigureAwait(false);
                Interlocked.Increment(ref _underWay);
            }
            finally
            {
                _door.Release();
            }

            try
            {
                state = await FinishAsync(state, receiver, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Increment(ref _ended);
                Interlocked.Decrement(ref _underWay);
            }

            if (state.IsFull(0) && slice.Length > Limits.ShortestSlice)
            {
                return Judge(state, pass);
            }

            trouble = await ReadAsync(state, pass, receiver, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Unreadable || (e.Problem == TenantRequestProblem.Refused && state.Id.Length > 0))
        {
            // A query that was accepted was no wrong one: what is refused of it is the service's trouble.
            trouble = e.Message;
        }

        if (trouble.Length == 0)
        {
            return Judge(state, pass);
        }

        // Twice the same query, then a new one: a submission is dear, but a broken query never gets well.
        QueryTicket? ticket = QueryTicket.Parse(receiver.Ticket);
        receiver.Note(ticket is { Misses: 0 } && !state.HasFailed ? (ticket with { Misses = 1 }).ToString() : string.Empty);
        return Result(SliceOutcome.Retry, pass, state, trouble);
    }

    /// <inheritdoc/>
    public async ValueTask<long?> RecountAsync(AuditLogQuery query, AuditSlice slice, string ticket, CancellationToken cancellationToken)
    {
        if (QueryTicket.Parse(ticket) is not { Id.Length: > 0 } known)
        {
            return null;
        }

        RecordPass pass = new();
        try
        {
            string trouble = await PassAsync(known.Id, pass, null, null, cancellationToken).ConfigureAwait(false);
            return trouble.Length == 0 ? pass.Distinct : null;
        }
        catch (TenantRequestException e) when (AuditQueryClient.IsGone(e))
        {
            return null;
        }
    }

    /// <summary>Counts the searches of the last 24 hours.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The budget.</returns>
    public Task<SubmissionBudget> BudgetAsync(CancellationToken cancellationToken) => _client.BudgetAsync(pacing.Time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _door.Dispose();
        return ValueTask.CompletedTask;
    }

    // A result is of the time of its submission. Going on with one from before its records had arrived would lose those that came later, without a sign.
    private QueryTicket? Usable(QueryTicket? ticket, AuditSlice slice) =>
        ticket is not null && (ticket.Submitted >= slice.To + Limits.Settling || pacing.Time.GetUtcNow() - ticket.Submitted < s_freshness) ? ticket : null;

    // The query of an earlier attempt, or a new one. What is noted then names it.
    private async Task<AuditQueryState> OpenAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        QueryTicket? ticket = Usable(QueryTicket.Parse(receiver.Ticket), slice);
        AuditQueryState? state = ticket is null ? null : await FindAgainAsync(ticket, receiver, cancellationToken).ConfigureAwait(false);
        if (ticket is null || state is null || state.HasFailed)
        {
            ticket = QueryTicket.New(pacing.Time.GetUtcNow());
            receiver.Note(ticket.ToString());
            state = await SubmitAsync(query, slice, ticket.Mark, receiver, cancellationToken).ConfigureAwait(false);
        }

        if (ticket.Id != state.Id)
        {
            receiver.Note((ticket with { Id = state.Id }).ToString());
        }

        return state;
    }

    private Task<AuditQueryState?> FindAgainAsync(QueryTicket ticket, ISliceReceiver receiver, CancellationToken cancellationToken) =>
        ticket.Id.Length > 0 ? _client.GetAsync(ticket.Id, receiver.Waiting, cancellationToken) : FindOrNullAsync(ticket.Mark, receiver, cancellationToken);

    private async Task<AuditQueryState?> FindOrNullAsync(string mark, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.FindAsync(mark, receiver.Waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException)
        {
            // The list only saves a submission.
            return null;
        }
    }

    private async Task<AuditQueryState> SubmitAsync(AuditLogQuery query, AuditSlice slice, string mark, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        bool asInSchema = _asInSchema;
        ReadOnlyMemory<byte> body = AuditQueryBody.Of(query, slice, mark, asInSchema);
        PatientPause pause = pacing.Pauses();
        for (int attempt = 1; ; attempt++)
        {
            int ended = Volatile.Read(ref _ended);
            try
            {
                AuditQueryState submitted = await _client.SubmitAsync(body, receiver.Waiting, cancellationToken).ConfigureAwait(false);
                _asInSchema = asInSchema;
                return submitted;
            }
            catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Refused && asInSchema == _asInSchema && IsCrowded(ended))
            {
                await RoomAsync(ended, receiver, cancellationToken).ConfigureAwait(false);
                asInSchema = _asInSchema;
                body = AuditQueryBody.Of(query, slice, mark, asInSchema);
            }
            catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Refused && query.RecordTypes.Count > 0 && !asInSchema)
            {
                asInSchema = true;
                body = AuditQueryBody.Of(query, slice, mark, asInSchema);
            }
            catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Throttled)
            {
                TenantRequestException refused = await RefusedAsync(e, cancellationToken).ConfigureAwait(false);
                if (refused.Problem != TenantRequestProblem.Throttled || !IsCrowded(ended))
                {
                    throw refused;
                }

                await RoomAsync(ended, receiver, cancellationToken).ConfigureAwait(false);
            }
            catch (TenantRequestException e) when (e.IsOutcomeUnknown && attempt <= pacing.MostRepeats)
            {
                // The service may have taken it. Its list tells.
                await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (await FindOrNullAsync(mark, receiver, cancellationToken).ConfigureAwait(false) is AuditQueryState taken)
                {
                    return taken;
                }
            }
        }
    }

    // Whether a query of this search runs, or has ended since.
    private bool IsCrowded(int ended) => Volatile.Read(ref _underWay) > 0 || Volatile.Read(ref _ended) != ended;

    // Waits until a query ends. Each is waited for with patience, not without end.
    private async Task RoomAsync(int ended, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        PatientPause pause = pacing.Pauses();
        while (Volatile.Read(ref _underWay) is > 0 and int others && Volatile.Read(ref _ended) == ended)
        {
            receiver.Waiting(string.Create(CultureInfo.InvariantCulture, $"refused while {others} other {(others == 1 ? "query runs" : "queries run")}, waiting for one to end"));
            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TenantRequestException> RefusedAsync(TenantRequestException throttled, CancellationToken cancellationToken)
    {
        SubmissionBudget budget;
        try
        {
            budget = await BudgetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException)
        {
            budget = new SubmissionBudget(AuditQueryClient.SubmissionsPerDay, null);
        }

        // The list dates no queries in every tenant; a wait of hours says the same.
        return budget.Left is not 0 && !(throttled.RetryAfter > s_longWait) ? throttled : new TenantRequestException(
            TenantRequestProblem.LimitReached,
            $"Microsoft Graph accepts no further audit query{(throttled.RetryAfter is TimeSpan wait ? $" for {Refusal.Duration(wait)}" : string.Empty)}: {budget}. Run the same search with -StatePath again then, or with -Source ExchangeSession now.",
            throttled)
        {
            Status = throttled.Status,
            ErrorCode = throttled.ErrorCode,
            RequestId = throttled.RequestId,
            RetryAfter = throttled.RetryAfter,
        };
    }

    private async Task<AuditQueryState> FinishAsync(AuditQueryState state, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        long start = pacing.Time.GetTimestamp();
        PatientPause pause = pacing.Pauses();
        int missing = 0;
        int refused = 0;
        while (!state.HasSucceeded && !state.HasFailed)
        {
            TimeSpan waited = pacing.Time.GetElapsedTime(start);
            if (waited > (state.IsUnderWay ? pacing.QueryPatience : pacing.UnknownPatience))
            {
                return state;
            }

            receiver.Waiting(string.Create(CultureInfo.InvariantCulture, $"query {PlainText.Safe(state.Status)} for {waited.TotalSeconds:0} s"));
            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
            AuditQueryState? next;
            try
            {
                next = await _client.GetAsync(state.Id, receiver.Waiting, cancellationToken).ConfigureAwait(false);
            }
            catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Refused && ++refused <= pacing.MostRepeats)
            {
                continue;
            }

            if (next is null && ++missing > pacing.MostRepeats)
            {
                // One just submitted may not be found at once; one that stays away is gone.
                return state with { Status = AuditQueryState.Gone };
            }

            state = next ?? state;
        }

        return state;
    }

    // Reads until as much came as was announced, or two readings agree that there is a little less: the announced number is approximate.
    private async Task<string> ReadAsync(AuditQueryState state, RecordPass pass, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        if (!state.HasSucceeded)
        {
            return $"the query {PlainText.Safe(state.Id)} {(state.HasFailed ? "ended as" : "is still")} '{PlainText.Safe(state.Status)}'";
        }

        PatientPause pause = pacing.Pauses();
        for (int reading = 1; ; reading++)
        {
            long before = pass.Distinct;
            pass.Begin();
            string trouble = await PassAsync(state.Id, pass, receiver, state.ApproximateCount, cancellationToken).ConfigureAwait(false);
            if (trouble.Length > 0)
            {
                return trouble;
            }

            // Rows that the log itself has twice count as announced, too: there are as many as it says, only not as many records.
            bool agrees = reading > 1 && pass.Distinct == before;
            bool isWhole = state.ApproximateCount is long announced
                ? pass.Distinct >= announced || (agrees && (pass.Distinct >= announced * Nearly || pass.Rows - pass.Reread >= announced * Nearly))
                : pass.Distinct > 0 || agrees;
            if (isWhole)
            {
                return string.Empty;
            }

            if (reading > pacing.MostRepeats)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{state.ApproximateCount:N0} records announced, {pass.Distinct:N0} received in {reading} readings");
            }

            receiver.Waiting(string.Create(CultureInfo.InvariantCulture, $"{pass.Distinct:N0} of {state.ApproximateCount ?? 0:N0} records came, reading again"));
            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> PassAsync(string id, RecordPass pass, ISliceReceiver? receiver, long? announced, CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        long limit = pass.Rows + (2 * Math.Max(announced ?? 0, AuditQueryState.MostRecords));
        int empty = 0;
        string address = AuditQueryClient.RecordsOf(id, sized: true);
        while (address.Length > 0)
        {
            if (!seen.Add(address))
            {
                return "a nextLink leads back to a page that was read";
            }

            JsonRows rows = await PageAsync(id, address, seen.Count == 1, receiver, cancellationToken).ConfigureAwait(false);
            pass.Take(rows, receiver, null);
            receiver?.Page(announced);
            empty = rows.Count == 0 ? empty + 1 : 0;
            if (empty > MostEmptyPages || pass.Rows > limit)
            {
                return empty > 0 ? "pages without records follow each other without end" : "more records came than a query can have";
            }

            address = rows.NextLink;
            if (address.Length > 0 && PageEnd.LeadsNowhere(address))
            {
                return "a nextLink does not say which page is next";
            }
        }

        return string.Empty;
    }

    private async Task<JsonRows> PageAsync(string id, string address, bool isFirst, ISliceReceiver? receiver, CancellationToken cancellationToken)
    {
        Action<string>? waiting = receiver is null ? null : receiver.Waiting;
        try
        {
            return await _client.PageAsync(address, waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException e) when (isFirst && e.Problem == TenantRequestProblem.Refused)
        {
            // The size of a page is not documented for records.
            return await _client.PageAsync(AuditQueryClient.RecordsOf(id, sized: false), waiting, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SliceAttempt Judge(AuditQueryState state, RecordPass pass)
    {
        bool isFull = state.IsFull(pass.Distinct);
        string detail = isFull ? (state.IsRecordCountLimitExceeded == true ? "isRecordCountLimitExceeded" : "as many records as a query can have")
            : pass.Strange > 0 ? string.Create(CultureInfo.InvariantCulture, $"{pass.Strange:N0} rows were no records")
            : string.Empty;
        SliceAttempt attempt = Result(isFull ? SliceOutcome.Overflow : SliceOutcome.Complete, pass, state, detail);

        // Readings have agreed that there are a little less: then the approximate number is no word to be held to.
        return isFull || !(state.ApproximateCount > pass.Distinct) ? attempt : attempt with
        {
            Announced = null,
            Detail = string.Create(CultureInfo.InvariantCulture, $"about {state.ApproximateCount:N0} records announced, {pass.Distinct:N0} different ones in each of two readings"),
        };
    }

    private static SliceAttempt Result(SliceOutcome outcome, RecordPass pass, AuditQueryState state, string detail) => new()
    {
        Outcome = outcome,
        Announced = state.ApproximateCount,
        Received = pass.Rows,
        Reread = pass.Reread,
        Pages = pass.Pages,
        Detail = detail,
    };
}
