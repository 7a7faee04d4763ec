using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <content>The ways to a tenant's audit log.</content>
public static partial class GraphServices
{
    /// <summary>Opens a way to a tenant's audit log. Nothing is asked yet.</summary>
    /// <param name="connection">The connection. It stays open when the route is disposed.</param>
    /// <param name="kind">The way: <see cref="AuditLogRouteKind.GraphQuery"/> or <see cref="AuditLogRouteKind.ManagementActivity"/>.</param>
    /// <param name="contentTypes">For the Management Activity API: the content to read, each with a subscription; null for Audit.Exchange, Audit.AzureActiveDirectory and Audit.General.</param>
    /// <returns>The route.</returns>
    /// <exception cref="TenantRequestException">The connection's cloud does not have it.</exception>
    public static IAuditLogRoute OpenAuditLogRoute(TenantConnection connection, AuditLogRouteKind kind, IReadOnlyList<string>? contentTypes = null) =>
        OpenAuditLogRoute(connection, kind, contentTypes, new RoutePacing());

    /// <summary>Starts subscriptions to the Management Activity API. One that runs is left alone: the service takes no more than one change in 15 minutes.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="contentTypes">The content; null for Audit.Exchange, Audit.AzureActiveDirectory and Audit.General.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Each subscription that was asked for.</returns>
    /// <exception cref="TenantRequestException">One could not be started; those before it were.</exception>
    public static Task<IReadOnlyList<AuditSubscription>> StartSubscriptionsAsync(TenantConnection connection, IReadOnlyList<string>? contentTypes, CancellationToken cancellationToken) =>
        StartSubscriptionsAsync(connection, contentTypes, static _ => { }, cancellationToken);

    /// <summary>Starts subscriptions to the Management Activity API, and tells of each at once: what was started stays so when the next one fails.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="contentTypes">The content; null for Audit.Exchange, Audit.AzureActiveDirectory and Audit.General.</param>
    /// <param name="done">Told of each subscription.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Each subscription that was asked for.</returns>
    /// <exception cref="TenantRequestException">One could not be started; those before it were.</exception>
    public static async Task<IReadOnlyList<AuditSubscription>> StartSubscriptionsAsync(TenantConnection connection, IReadOnlyList<string>? contentTypes, Action<AuditSubscription> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(done);
        ActivityFeedClient feed = Feed(WithFeed(connection));
        IReadOnlyList<AuditSubscription> known = await feed.SubscriptionsAsync(null, cancellationToken).ConfigureAwait(false);
        List<AuditSubscription> all = [];
        foreach (string type in Content(contentTypes))
        {
            bool isRunning = known.Any(subscription => subscription.IsEnabled && subscription.ContentType.Equals(type, StringComparison.OrdinalIgnoreCase));
            if (!isRunning)
            {
                await feed.StartAsync(type, cancellationToken).ConfigureAwait(false);
            }

            all.Add(new AuditSubscription(type, IsEnabled: true) { IsNew = !isRunning });
            done(all[^1]);
        }

        return all;
    }

    /// <summary>Opens a route that waits as told.</summary>
    internal static IAuditLogRoute OpenAuditLogRoute(TenantConnection connection, AuditLogRouteKind kind, IReadOnlyList<string>? contentTypes, RoutePacing pacing) => kind switch
    {
        AuditLogRouteKind.GraphQuery => new GraphAuditQueryRoute(WithQueries(connection).Transport, connection.TenantId, pacing),
        AuditLogRouteKind.ManagementActivity => new ManagementActivityRoute(WithFeed(connection).Transport, connection.TenantId, Content(contentTypes), pacing),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This route is not one of a connection."),
    };

    private static string[] Content(IReadOnlyList<string>? contentTypes) =>
        (contentTypes is { Count: > 0 } ? contentTypes : ManagementActivityRoute.OrdinaryContent).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

    private static ActivityFeedClient Feed(GraphConnection connection) => new(connection.Transport, connection.TenantId, new RoutePacing());

    private static GraphConnection WithQueries(TenantConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Endpoints.HasAuditQueries ? GraphConnection.Of(connection) : throw new TenantRequestException(
            TenantRequestProblem.NotAvailable,
            $"Microsoft Graph offers audit queries in the worldwide cloud only, not in {connection.Endpoints.Environment}. Search with -Source ExchangeSession{(connection.Endpoints.ManagementActivity is null ? string.Empty : ", or with -Source ManagementActivity for the last 7 days")}.");
    }

    private static GraphConnection WithFeed(TenantConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Endpoints.ManagementActivity is not null ? GraphConnection.Of(connection) : throw new TenantRequestException(
            TenantRequestProblem.NotAvailable,
            $"No Management Activity API is documented for {connection.Endpoints.Environment}. Search with -Source ExchangeSession.");
    }
}
