using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// The audit log through the Management Activity API: lists the blobs that became available in a slice, and reads them. There is no asking by activity: the query's filters are applied here.
/// </summary>
/// <remarks>
/// Facts: lists at most 24 hours long and 7 days back, by the time a blob became available, which may be long after what it tells of; blobs are listed in no order, sometimes twice, and expire;
/// nothing is delivered from before the subscription; 2,000 requests a minute and tenant.
/// </remarks>
internal sealed class ManagementActivityRoute(ITenantTransport transport, string tenantId, IReadOnlyList<string> contentTypes, RoutePacing pacing) : IAuditLogRoute
{
    /// <summary>Blobs under way at once in a slice.</summary>
    private const int BlobsAtOnce = 6;

    /// <summary>How many empty lists it takes to believe that there is nothing.</summary>
    private const int EmptyLists = 3;

    /// <summary>How many it takes in hours of content that other slices have something of: three requests more, and eight seconds.</summary>
    private const int EmptyListsOfLively = 6;

    /// <summary>The content with mail, sign-ins, and everything that is in none of the others.</summary>
    public static readonly IReadOnlyList<string> OrdinaryContent = ["Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.General"];

    // A shorter slice may well have nothing in it.
    private static readonly TimeSpan s_someHours = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_listed = TimeSpan.FromDays(7);

    // Documented as 24 hours, of which some tenants have been seen to refuse the last second.
    private static readonly TimeSpan s_longestList = TimeSpan.FromHours(23);
    private readonly ActivityFeedClient _client = new(transport, tenantId, pacing);
    private readonly ConcurrentDictionary<string, bool> _lively = new();
    private volatile bool _isSubscribed;

    /// <inheritdoc/>
    public AuditLogRouteKind Kind => AuditLogRouteKind.ManagementActivity;

    /// <inheritdoc/>
    public string TenantId => tenantId;

    /// <inheritdoc/>
    /// <remarks>The reach is an hour less than the 7 days, so that the oldest slice can still be listed when its turn comes.</remarks>
    public AuditRouteLimits Limits { get; } = new()
    {
        MostRecords = long.MaxValue,
        LongestSlice = s_longestList,
        ShortestSlice = TimeSpan.FromMinutes(1),
        MostParallel = 2,
        Reach = s_listed - TimeSpan.FromHours(1),
        SlicesByArrival = true,
        Extent = $"Of the log: the content {string.Join(", ", contentTypes)}. What other content there is, such as Audit.SharePoint (SharePoint and OneDrive), was not asked for.",
    };

    /// <inheritdoc/>
    public async ValueTask<SliceAttempt> CollectAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        BlobPass pass = new();
        try
        {
            await PassAsync(query, slice, pass, receiver, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Unreadable)
        {
            return Result(SliceOutcome.Retry, pass, e.Message);
        }

        return Result(SliceOutcome.Complete, pass, string.Empty) with
        {
            Quiet = pass.Empty,
            Lost = pass.Losses.Length == 0 ? string.Empty : $"Not all that became available could be had: {pass.Losses}. Search the same window with -Source GraphQuery or ExchangeSession.",
        };
    }

    /// <inheritdoc/>
    public async ValueTask<long?> RecountAsync(AuditLogQuery query, AuditSlice slice, string ticket, CancellationToken cancellationToken)
    {
        BlobPass pass = new();
        await PassAsync(query, slice, pass, null, cancellationToken).ConfigureAwait(false);
        return pass.Losses.Length == 0 ? pass.Records.Distinct : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static AuditQueryFilter Filter(AuditLogQuery query, AuditSlice slice)
    {
        try
        {
            return new AuditQueryFilter(query, slice);
        }
        catch (ArgumentException e)
        {
            throw new TenantRequestException(TenantRequestProblem.Refused, e.Message, e);
        }
    }

    private static SliceAttempt Result(SliceOutcome outcome, BlobPass pass, string detail) =>
        new() { Outcome = outcome, Received = pass.Records.Rows, Pages = pass.Records.Pages, Detail = detail };

    private async Task PassAsync(AuditLogQuery query, AuditSlice slice, BlobPass pass, ISliceReceiver? receiver, CancellationToken cancellationToken)
    {
        AuditQueryFilter filter = Filter(query, slice);
        await SubscribedAsync(receiver, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> types = slice.Content.Length > 0 ? [slice.Content] : contentTypes;
        Dictionary<string, int> counts = types.ToDictionary(static type => type, static _ => 0);
        HashSet<string> seen = new(StringComparer.Ordinal);

        // Listed until nothing new is listed: a list has been seen to be shorter than it was a moment later. That there is nothing at all is believed the third time, and later where there should be something.
        List<string> open = [.. types];
        PatientPause pause = pacing.Pauses();
        for (int round = 1; open.Count > 0 && round <= pacing.MostRepeats; round++)
        {
            if (round > 1)
            {
                await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            List<ActivityBlob> fresh = [];
            foreach (string type in open.ToArray())
            {
                int before = fresh.Count;
                fresh.AddRange((await ListAsync(type, slice, receiver, pass, cancellationToken).ConfigureAwait(false)).Where(blob => seen.Add(blob.Id)));
                counts[type] += fresh.Count - before;
                if (fresh.Count == before && (counts[type] > 0 || round >= EnoughEmptyLists(type, slice)))
                {
                    open.Remove(type);
                }
            }

            // The oldest first: they are the next to expire.
            await ReadAsync(fresh.OrderBy(static blob => blob.Created).ToArray(), filter, pass, receiver, cancellationToken).ConfigureAwait(false);
        }

        pass.Blobs = seen.Count;
        pass.Empty.AddRange(counts.Where(static count => count.Value == 0).Select(static count => count.Key));
        foreach (string type in types.Except(pass.Empty))
        {
            _lively[type] = true;
        }
    }

    private int EnoughEmptyLists(string type, AuditSlice slice) =>
        slice.Content.Length == 0 && slice.Length >= s_someHours && _lively.ContainsKey(type) ? EmptyListsOfLively : EmptyLists;

    private async Task SubscribedAsync(ISliceReceiver? receiver, CancellationToken cancellationToken)
    {
        if (_isSubscribed)
        {
            return;
        }

        IReadOnlyList<AuditSubscription> subscriptions = await _client.SubscriptionsAsync(receiver is null ? null : receiver.Waiting, cancellationToken).ConfigureAwait(false);
        string[] missing = contentTypes.Where(type => !subscriptions.Any(subscription => subscription.IsEnabled && subscription.ContentType.Equals(type, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (missing.Length > 0)
        {
            throw new TenantRequestException(
                TenantRequestProblem.NotAvailable,
                $"The tenant has no subscription to {string.Join(", ", missing)}. Start it with Search-M365AuditLog -StartSubscription: its first blobs take up to 12 hours, and what happened before it is only had through -Source GraphQuery or ExchangeSession.");
        }

        _isSubscribed = true;
    }

    private async Task<IReadOnlyList<ActivityBlob>> ListAsync(string type, AuditSlice slice, ISliceReceiver? receiver, BlobPass pass, CancellationToken cancellationToken)
    {
        // Whole seconds around the slice, and of their blobs those inside of it: the API takes no fractions.
        DateTimeOffset from = Seconds(slice.From);
        DateTimeOffset end = Seconds(slice.To) < slice.To ? Seconds(slice.To).AddSeconds(1) : slice.To;
        DateTimeOffset earliest = Seconds(pacing.Time.GetUtcNow() - s_listed).AddMinutes(1);
        if (from < earliest)
        {
            pass.LoseWindow(string.Create(CultureInfo.InvariantCulture, $"what became available before {earliest.UtcDateTime:yyyy-MM-dd HH:mm} UTC is no longer listed"));
            from = earliest;
        }

        List<ActivityBlob> blobs = [];
        while (from < end)
        {
            DateTimeOffset to = end - from > s_longestList ? from + s_longestList : end;
            blobs.AddRange(await _client.ListAsync(type, from, to, receiver is null ? null : receiver.Waiting, cancellationToken).ConfigureAwait(false));
            from = to;
        }

        return blobs.Where(blob => blob.Created is not DateTimeOffset created || (created >= slice.From && created < slice.To)).ToArray();
    }

    private async Task ReadAsync(ActivityBlob[] blobs, AuditQueryFilter filter, BlobPass pass, ISliceReceiver? receiver, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<(JsonRows? Rows, string Loss)>> underWay = new();
        try
        {
            for (int next = 0; next < blobs.Length || underWay.Count > 0;)
            {
                while (next < blobs.Length && underWay.Count < BlobsAtOnce)
                {
                    underWay.Enqueue(BlobAsync(blobs[next++], stop.Token));
                }

                (JsonRows? rows, string loss) = await underWay.Peek().ConfigureAwait(false);
                _ = underWay.Dequeue();
                if (rows is null)
                {
                    pass.LoseBlob(loss);
                }
                else
                {
                    pass.Records.Take(rows, receiver, filter);
                    receiver?.Page(null);
                }
            }
        }
        finally
        {
            // Nothing of this slice is under way any more when it ends, however it ends.
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task rest in underWay)
            {
                await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(JsonRows? Rows, string Loss)> BlobAsync(ActivityBlob blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.BlobAsync(blob, cancellationToken).ConfigureAwait(false), string.Empty);
        }
        catch (TenantRequestException e) when (ActivityFeedError.IsGone(e))
        {
            return (null, e.ErrorCode == "AF20051" ? "expired (AF20051)" : $"no longer known ({(e.ErrorCode.Length > 0 ? e.ErrorCode : "404")})");
        }
        catch (TenantRequestException e) when (e.Problem == TenantRequestProblem.Unreadable)
        {
            return (null, "unreadable");
        }
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
