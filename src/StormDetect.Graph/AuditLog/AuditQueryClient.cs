using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Microsoft Graph's audit queries: start one, look at one, list them, read records.</summary>
/// <remarks>
/// Sources: Microsoft Graph v1.0, auditLogQuery and its operations; "Microsoft Graph service-specific throttling limits", section "Security audit log query service limits".
/// There is no way to delete a query.
/// </remarks>
internal sealed class AuditQueryClient(ITenantTransport transport)
{
    /// <summary>The fewest submissions a tenant has in a rolling 24 hours.</summary>
    public const int SubmissionsPerDay = 200;

    /// <summary>What makes it work, least first.</summary>
    public const string Permissions = "AuditLogsQuery-Exchange.Read.All, AuditLogsQuery.Read.All";

    private const string Root = "v1.0/security/auditLog/queries";

    /// <summary>The largest page. What is larger is cut to the service's own size, which is not documented.</summary>
    private const int PageSize = 999;

    /// <summary>A list that goes on longer than this is not followed: it only serves to find one query again and to count those of a day.</summary>
    private const int MostListPages = 200;

    /// <summary>Submits a query.</summary>
    public async Task<AuditQueryState> SubmitAsync(ReadOnlyMemory<byte> body, Action<string> waiting, CancellationToken cancellationToken)
    {
        TenantRequest request = new(TenantAudience.Graph, HttpMethod.Post, Root, body) { Permissions = Permissions, StartsWork = true };
        TenantResponse response = await transport.SendAsync(request, waiting, cancellationToken).ConfigureAwait(false);
        return AuditQueryState.Parse(response.Body.Span);
    }

    /// <summary>Looks at a query.</summary>
    /// <returns>Its state; null where it does not exist.</returns>
    public async Task<AuditQueryState?> GetAsync(string id, Action<string>? waiting, CancellationToken cancellationToken)
    {
        try
        {
            TenantResponse response = await transport.SendAsync(Get($"{Root}/{Uri.EscapeDataString(id)}"), waiting, cancellationToken).ConfigureAwait(false);
            return AuditQueryState.Parse(response.Body.Span);
        }
        catch (TenantRequestException e) when (IsGone(e))
        {
            return null;
        }
    }

    /// <summary>Where the records of a query begin.</summary>
    /// <param name="id">The query.</param>
    /// <param name="sized">Whether to ask for large pages.</param>
    public static string RecordsOf(string id, bool sized)
    {
        string address = $"{Root}/{Uri.EscapeDataString(id)}/records";
        return sized ? string.Create(CultureInfo.InvariantCulture, $"{address}?$top={PageSize}") : address;
    }

    /// <summary>Reads a page.</summary>
    public Task<TenantResponse> PageAsync(string address, Action<string>? waiting, CancellationToken cancellationToken) =>
        transport.SendAsync(Get(address), waiting, cancellationToken);

    /// <summary>Finds a query by the end of its name.</summary>
    /// <returns>It; null where there is none.</returns>
    public async Task<AuditQueryState?> FindAsync(string mark, Action<string>? waiting, CancellationToken cancellationToken)
    {
        await foreach (AuditQueryState state in ListAsync(waiting, cancellationToken).ConfigureAwait(false))
        {
            if (state.DisplayName.EndsWith(mark, StringComparison.Ordinal))
            {
                return state;
            }
        }

        return null;
    }

    /// <summary>Counts the submissions of the last 24 hours.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The budget; with nothing used known where the list dates its queries not.</returns>
    public async Task<SubmissionBudget> BudgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        int used = 0;
        await foreach (AuditQueryState state in ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (state.Created is not DateTimeOffset created)
            {
                return new SubmissionBudget(SubmissionsPerDay, null);
            }

            used += created > now.AddHours(-24) ? 1 : 0;
        }

        return new SubmissionBudget(SubmissionsPerDay, used);
    }

    /// <summary>Whether what was asked for does not exist.</summary>
    public static bool IsGone(TenantRequestException e) => e.Problem == TenantRequestProblem.NotFound || e.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    private static TenantRequest Get(string address) => new(TenantAudience.Graph, HttpMethod.Get, address) { Permissions = Permissions };

    private async IAsyncEnumerable<AuditQueryState> ListAsync(Action<string>? waiting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JsonRows rows = new();
        HashSet<string> seen = [];
        for (string address = Root; address.Length > 0 && seen.Count < MostListPages && seen.Add(address); address = rows.NextLink)
        {
            TenantResponse response = await PageAsync(address, waiting, cancellationToken).ConfigureAwait(false);
            Read(rows, response.Body);
            for (int i = 0; i < rows.Count; i++)
            {
                yield return AuditQueryState.Parse(rows[i]);
            }
        }
    }

    private static void Read(JsonRows rows, ReadOnlyMemory<byte> body)
    {
        try
        {
            rows.Read(body);
        }
        catch (JsonException e)
        {
            throw new TenantRequestException(TenantRequestProblem.Unreadable, "Microsoft Graph's list of audit queries cannot be read.", e);
        }
    }
}
