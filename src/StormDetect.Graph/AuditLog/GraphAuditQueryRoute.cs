using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// The audit log through Microsoft Graph's <c>security/auditLog/queries</c>: has a query submitted for a slice, waits for it, has its records read.
/// </summary>
/// <remarks>
/// Facts: a query that finds more than 1,000,000 records still says succeeded, and only <c>isRecordCountLimitExceeded</c> tells. A look at a query that runs has been answered with 400 where many ran at once
/// (microsoft/AI-in-One-Dashboard, issue 60).
/// </remarks>
internal sealed class GraphAuditQueryRoute : IAuditLogRoute
{
    private readonly RoutePacing _pacing;
    private readonly AuditQueryClient _client;
    private readonly AuditQueryDoor _door;
    private readonly AuditQueryReader _reader;

    /// <summary>Makes the route.</summary>
    /// <param name="transport">Sends requests.</param>
    /// <param name="tenantId">The tenant whose log it is.</param>
    /// <param name="pacing">How long to wait, and how often to try.</param>
    public GraphAuditQueryRoute(ITenantTransport transport, string tenantId, RoutePacing pacing)
    {
        TenantId = tenantId;
        _pacing = pacing;
        _client = new AuditQueryClient(transport, pacing);
        _door = new AuditQueryDoor(_client, pacing, Limits.Settling);
        _reader = new AuditQueryReader(_client, pacing);
    }

    /// <inheritdoc/>
    public AuditLogRouteKind Kind => AuditLogRouteKind.GraphQuery;

    /// <inheritdoc/>
    public string TenantId { get; }

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
            state = await _door.OpenAsync(query, slice, receiver, cancellationToken).ConfigureAwait(false);
            try
            {
                state = await FinishAsync(state, receiver, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _door.Leave();
            }

            if (state.IsFull(0) && slice.Length > Limits.ShortestSlice)
            {
                return Judge(state, pass);
            }

            trouble = await _reader.ReadAsync(state, pass, receiver, cancellationToken).ConfigureAwait(false);
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
            string trouble = await _reader.PassAsync(known.Id, pass, null, null, cancellationToken).ConfigureAwait(false);
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
    public Task<SubmissionBudget> BudgetAsync(CancellationToken cancellationToken) => _door.BudgetAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _door.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<AuditQueryState> FinishAsync(AuditQueryState state, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        long start = _pacing.Time.GetTimestamp();
        PatientPause pause = _pacing.Pauses();
        int missing = 0;
        int refused = 0;
        while (!state.HasSucceeded && !state.HasFailed)
        {
            TimeSpan waited = _pacing.Time.GetElapsedTime(start);
            if (waited > (state.IsUnderWay ? _pacing.QueryPatience : _pacing.UnknownPatience))
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
            catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Refused && ++refused <= _pacing.MostRepeats)
            {
                continue;
            }

            if (next is null && ++missing > _pacing.MostRepeats)
            {
                // One just submitted may not be found at once; one that stays away is gone.
                return state with { Status = AuditQueryState.Gone };
            }

            state = next ?? state;
        }

        return state;
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
