using System;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core;

/// <summary>
/// A way to a tenant's audit log. It asks for one slice and hands on every record as it came; cutting a search into slices, trying again, joining and proving it complete is not its business.
/// Waiting for the network, a token or a throttle is: those it does by itself, and gives up with <see cref="TenantRequestException"/>.
/// </summary>
public interface IAuditLogRoute : IAsyncDisposable
{
    /// <summary>Which it is.</summary>
    AuditLogRouteKind Kind { get; }

    /// <summary>The tenant it asks; empty where it does not know.</summary>
    string TenantId { get; }

    /// <summary>What it can do at once.</summary>
    AuditRouteLimits Limits { get; }

    /// <summary>Asks for a slice.</summary>
    /// <param name="query">The whole search, for its filters.</param>
    /// <param name="slice">The part of it.</param>
    /// <param name="receiver">Takes the records.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="TenantRequestException">It failed, and asking the same again at once is of no use.</exception>
    ValueTask<SliceAttempt> CollectAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken);

    /// <summary>Counts a slice a second time, independently of the pages it came in.</summary>
    /// <param name="query">The whole search.</param>
    /// <param name="slice">The part of it.</param>
    /// <param name="ticket">What was noted when it was collected.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>The count; null where the route has no second way to count.</returns>
    /// <exception cref="TenantRequestException">Counting failed.</exception>
    ValueTask<long?> RecountAsync(AuditLogQuery query, AuditSlice slice, string ticket, CancellationToken cancellationToken);
}
