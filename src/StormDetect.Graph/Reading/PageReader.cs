using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Reads lists of Microsoft Graph page by page, to their end.</summary>
internal sealed class PageReader
{
    private readonly ITenantTransport _transport;
    private readonly Action<string>? _waiting;

    /// <summary>Makes one.</summary>
    /// <param name="transport">Sends the requests.</param>
    /// <param name="waiting">Told when the service asks to wait.</param>
    public PageReader(ITenantTransport transport, Action<string>? waiting)
    {
        _transport = transport;
        _waiting = waiting;
    }

    /// <summary>Reads a list, or one object as its only page.</summary>
    /// <param name="request">The first request. Its headers go with every page: without ConsistencyLevel the second page of a query that needs it is refused.</param>
    /// <param name="what">What it is, for messages and as the pages' source.</param>
    /// <param name="pace">How fast to ask; null for as fast as the service answers.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Whole pages.</returns>
    /// <exception cref="TenantRequestException">The list could not be read to its end.</exception>
    public async IAsyncEnumerable<TenantPage> ReadAsync(TenantRequest request, string what, RequestPace? pace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (true)
        {
            if (pace is not null)
            {
                await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            TenantResponse response = await _transport.SendAsync(request, _waiting, cancellationToken).ConfigureAwait(false);
            string? next = PageEnd.Next(response.Body.Span, what, out bool isList);
            yield return new TenantPage(what, response.Body);
            if (next is null || !isList)
            {
                yield break;
            }

            if (PageEnd.LeadsNowhere(next))
            {
                throw new TenantRequestException(
                    TenantRequestProblem.Unreadable, $"Microsoft Graph says that there are more pages of {what}, but not where. What came before counts, but the list is not whole. Run the command again.");
            }

            // A service that hands out an address again would be read for ever.
            if (!seen.Add(next))
            {
                throw new TenantRequestException(
                    TenantRequestProblem.Unreadable, $"Microsoft Graph gave the same page of {what} a second time, so that the list has no end. What came before counts, but the list is not whole.");
            }

            request = request with { Address = next };
        }
    }

    /// <summary>A request to Graph.</summary>
    /// <param name="address">Path with version and query.</param>
    /// <param name="permissions">What it takes, least first.</param>
    /// <returns>The request.</returns>
    public static TenantRequest Get(string address, string permissions) => new(TenantAudience.Graph, HttpMethod.Get, address) { Permissions = permissions };
}
