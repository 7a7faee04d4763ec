using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Where queries of a search are submitted: one after the other, each once, and not while the service has no room.</summary>
/// <remarks>
/// Facts: Microsoft Purview documentation, "Search the audit log", has 10 searches at once for an account, and one of those without any filter; whether that holds here is not said. So a query that is refused while
/// others run waits for one of them to end.
/// </remarks>
/// <param name="client">Speaks to the service.</param>
/// <param name="pacing">How long to wait.</param>
/// <param name="settling">How long records of a time may arrive after it.</param>
internal sealed class AuditQueryDoor(AuditQueryClient client, RoutePacing pacing, TimeSpan settling) : IDisposable
{
    /// <summary>A pause this long is no pause but the end of the day's submissions.</summary>
    private static readonly TimeSpan s_longWait = TimeSpan.FromMinutes(30);

    /// <summary>How old the result of a query may be whose records were still arriving when it was submitted.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromHours(1);

    // One is submitted after the other: whoever is refused then knows what had been taken by then.
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Whether record types were refused in the one spelling and taken in the other.
    private volatile bool _asInSchema;

    // Queries that were taken and have not ended, and those that have.
    private int _underWay;
    private int _ended;

    /// <summary>Gives the query of an earlier attempt, or a new one, once there is room for it. What is noted then names it. It counts as under way until <see cref="Leave"/>.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="slice">Of which time.</param>
    /// <param name="receiver">Has the note of an earlier attempt, and takes the new one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The query.</returns>
    /// <exception cref="TenantRequestException">It was not taken.</exception>
    public async Task<AuditQueryState> OpenAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            AuditQueryState state = await OpenNextAsync(query, slice, receiver, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _underWay);
            return state;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A query that was opened runs no more.</summary>
    public void Leave()
    {
        Interlocked.Increment(ref _ended);
        Interlocked.Decrement(ref _underWay);
    }

    /// <summary>Counts the searches of the last 24 hours.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The budget.</returns>
    public Task<SubmissionBudget> BudgetAsync(CancellationToken cancellationToken) => client.BudgetAsync(pacing.Time.GetUtcNow(), cancellationToken);

    /// <summary>Lets go.</summary>
    public void Dispose() => _gate.Dispose();

    // A result is of the time of its submission. Going on with one from before its records had arrived would lose those that came later, without a sign.
    private QueryTicket? Usable(QueryTicket? ticket, AuditSlice slice) =>
        ticket is not null && (ticket.Submitted >= slice.To + settling || pacing.Time.GetUtcNow() - ticket.Submitted < s_freshness) ? ticket : null;

    private async Task<AuditQueryState> OpenNextAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
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
        ticket.Id.Length > 0 ? client.GetAsync(ticket.Id, receiver.Waiting, cancellationToken) : FindOrNullAsync(ticket.Mark, receiver, cancellationToken);

    private async Task<AuditQueryState?> FindOrNullAsync(string mark, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindAsync(mark, receiver.Waiting, cancellationToken).ConfigureAwait(false);
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
                AuditQueryState submitted = await client.SubmitAsync(body, receiver.Waiting, cancellationToken).ConfigureAwait(false);
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
}
