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
/// There is no way to delete a query. Some tenants answer v1.0 with 404 ("UnknownError", without a word) and have the queries under beta alone: that is tried once, and then remembered.
/// </remarks>
internal sealed class AuditQueryClient(ITenantTransport transport, RoutePacing pacing)
{
    /// <summary>The fewest submissions a tenant has in a rolling 24 hours.</summary>
    public const int SubmissionsPerDay = 200;

    /// <summary>What makes it work, least first.</summary>
    public const string Permissions = "AuditLogsQuery-Exchange.Read.All, AuditLogsQuery.Read.All";

    private const string Root = "v1.0/" + Path;
    private const string Path = "security/auditLog/queries";

    /// <summary>The largest page. What is larger is cut to the service's own size, which is not documented.</summary>
    private const int PageSize = 999;

    /// <summary>A list that goes on longer than this is not followed: it only serves to find one query again and to count those of a day.</summary>
    private const int MostListPages = 200;

    private volatile string _version = string.Empty;

    /// <summary>Submits a query.</summary>
    public async Task<AuditQueryState> SubmitAsync(ReadOnlyMemory<byte> body, Action<string> waiting, CancellationToken cancellationToken)
    {
        TenantRequest request = new(TenantAudience.Graph, HttpMethod.Post, Root, body) { Permissions = Permissions, StartsWork = true };
        TenantResponse response;
        try
        {
            response = await SendAsync(request, waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException e) when (IsGone(e))
        {
            throw new TenantRequestException(TenantRequestProblem.NotAvailable, "Microsoft Graph has no audit queries in this tenant, neither under v1.0 nor under beta (404). Search with -Source ExchangeSession, or with -Source ManagementActivity for the last 7 days.", e)
            {
                Status = e.Status,
                ErrorCode = e.ErrorCode,
                RequestId = e.RequestId,
            };
        }

        try
        {
            return AuditQueryState.Parse(response.Body.Span);
        }
        catch (TenantRequestException e)
        {
            throw new TenantRequestException(e.Problem, e.Message, e) { IsOutcomeUnknown = true };
        }
    }

    /// <summary>Looks at a query.</summary>
    /// <returns>Its state; null where it does not exist.</returns>
    public async Task<AuditQueryState?> GetAsync(string id, Action<string>? waiting, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync($"{Root}/{Uri.EscapeDataString(id)}", "audit query", static body => AuditQueryState.Parse(body.Span), waiting, cancellationToken).ConfigureAwait(false);
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
    /// <exception cref="TenantRequestException">It cannot be had, or not be read.</exception>
    public Task<JsonRows> PageAsync(string address, Action<string>? waiting, CancellationToken cancellationToken) => ReadAsync(address, "page", Rows, waiting, cancellationToken);

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

    private static JsonRows Rows(ReadOnlyMemory<byte> body)
    {
        JsonRows rows = new();
        rows.Read(body);
        return rows;
    }

    private async IAsyncEnumerable<AuditQueryState> ListAsync(Action<string>? waiting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        string address = Root;
        while (address.Length > 0 && seen.Count < MostListPages && seen.Add(address))
        {
            JsonRows rows = await PageAsync(address, waiting, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < rows.Count; i++)
            {
                yield return AuditQueryState.Parse(rows[i]);
            }

            address = rows.NextLink;
        }
    }

    private async Task<T> ReadAsync<T>(string address, string what, Func<ReadOnlyMemory<byte>, T> read, Action<string>? waiting, CancellationToken cancellationToken)
    {
        PatientPause pause = pacing.Pauses();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                TenantResponse response = await SendAsync(Get(address), waiting, cancellationToken).ConfigureAwait(false);
                return read(response.Body);
            }
            catch (Exception e) when (e is JsonException or TenantRequestException { Problem: TenantRequestProblem.Unreadable })
            {
                if (attempt > pacing.MostRereads)
                {
                    throw new TenantRequestException(TenantRequestProblem.Unreadable, $"Microsoft Graph gave a {what} that cannot be read, again and again. {PlainText.Safe(e.Message)}", e);
                }
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request to the version that has the queries. A link that the service gave has its version already.</summary>
    private async Task<TenantResponse> SendAsync(TenantRequest request, Action<string>? waiting, CancellationToken cancellationToken)
    {
        bool isOurs = request.Address.StartsWith(Root, StringComparison.Ordinal);
        string version = _version;
        if (isOurs && version != "beta")
        {
            try
            {
                TenantResponse response = await transport.SendAsync(request, waiting, cancellationToken).ConfigureAwait(false);
                _version = "v1.0";
                return response;
            }
            catch (TenantRequestException e) when (version.Length == 0 && IsGone(e))
            {
                // Either this is not there, or v1.0 is not: the other version tells.
            }
        }

        TenantResponse answer = await transport.SendAsync(isOurs ? request with { Address = "beta" + request.Address["v1.0".Length..] } : request, waiting, cancellationToken).ConfigureAwait(false);
        if (isOurs)
        {
            _version = "beta";
        }

        return answer;
    }
}
