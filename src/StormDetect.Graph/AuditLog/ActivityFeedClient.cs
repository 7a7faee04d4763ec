using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>The Management Activity API: subscriptions, lists of blobs, blobs.</summary>
/// <remarks>
/// Sources: Office 365 Management Activity API reference, and its "FAQs and troubleshooting": every request, also that of a blob, names a publisher, which gives it a quota of its own (without, all the world's unnamed requests
/// share one); for a client of one's own tenant that is the tenant. The header of the next page is NextPageUri in the first and NextPageUrl in the second: either is followed.
/// </remarks>
internal sealed class ActivityFeedClient(ITenantTransport transport, string tenantId, RoutePacing pacing)
{
    /// <summary>What makes it work.</summary>
    public const string Permissions = "ActivityFeed.Read";

    // The API under its names in the clouds: a list may name another than was asked, and the path is good at the one that was.
    private static readonly string[] s_hosts = ["manage.office.com", "manage-gcc.office.com", "manage.office365.us", "manage.protection.apps.mil"];

    private string Root => $"api/v1.0/{tenantId}/activity/feed/";

    /// <summary>Lists the subscriptions.</summary>
    public async Task<IReadOnlyList<AuditSubscription>> SubscriptionsAsync(Action<string>? waiting, CancellationToken cancellationToken)
    {
        JsonRows rows = new();
        await ReadAsync(rows, Root + "subscriptions/list", "list of subscriptions", waiting, cancellationToken).ConfigureAwait(false);
        List<AuditSubscription> all = [];
        for (int i = 0; i < rows.Count; i++)
        {
            all.Add(Subscription(rows[i]));
        }

        return all;
    }

    /// <summary>Starts a subscription. One that runs stays as it is.</summary>
    public async Task StartAsync(string contentType, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(HttpMethod.Post, $"{Root}subscriptions/start?contentType={Uri.EscapeDataString(contentType)}", null, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException e) when (ActivityFeedError.IsStarted(e))
        {
            // As wanted.
        }
    }

    /// <summary>Lists the blobs that became available in a window.</summary>
    /// <param name="contentType">The content.</param>
    /// <param name="from">Start, in whole seconds: the API takes no less.</param>
    /// <param name="to">End, at most 24 hours later: more gives parts of the answer without saying so.</param>
    /// <param name="waiting">Told of pauses.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The blobs, some of them perhaps twice.</returns>
    public async Task<IReadOnlyList<ActivityBlob>> ListAsync(string contentType, DateTimeOffset from, DateTimeOffset to, Action<string>? waiting, CancellationToken cancellationToken)
    {
        List<ActivityBlob> blobs = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        JsonRows rows = new();
        string address = $"{Root}subscriptions/content?contentType={Uri.EscapeDataString(contentType)}&startTime={Time(from)}&endTime={Time(to)}";
        while (address.Length > 0)
        {
            if (!seen.Add(address))
            {
                throw Unreadable("list of blobs, whose NextPageUri leads back to a page that was read,", null);
            }

            TenantResponse response = await ReadAsync(rows, address, "list of blobs", waiting, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < rows.Count; i++)
            {
                blobs.Add(ActivityBlob.Parse(rows[i]) ?? throw Unreadable("list of blobs, with one that has no address,", null));
            }

            address = response.Headers.TryGetValue("NextPageUri", out string? next) || response.Headers.TryGetValue("NextPageUrl", out next) ? next : string.Empty;
        }

        return blobs;
    }

    /// <summary>Reads a blob.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its records.</returns>
    public async Task<JsonRows> BlobAsync(ActivityBlob blob, CancellationToken cancellationToken)
    {
        JsonRows rows = new();
        await ReadAsync(rows, blob.Address, "blob", null, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private static AuditSubscription Subscription(ReadOnlySpan<byte> json)
    {
        string type = string.Empty;
        string status = "enabled"; // its documentation shows an entry without status beside one that is enabled
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("contentType"u8);
            bool isStatus = reader.ValueTextEquals("status"u8);
            reader.Read();
            type = isType && reader.TokenType == JsonTokenType.String ? reader.GetString()! : type;
            status = isStatus && reader.TokenType == JsonTokenType.String ? reader.GetString()! : status;
            reader.Skip();
        }

        return new AuditSubscription(type, status.Equals("enabled", StringComparison.OrdinalIgnoreCase));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static TenantRequestException Unreadable(string what, Exception? cause) =>
        new(TenantRequestProblem.Unreadable, $"The Management Activity API gave a {what} that cannot be read, again and again.{(cause is null ? string.Empty : $" {PlainText.Safe(cause.Message)}")}", cause);

    private async Task<TenantResponse> ReadAsync(JsonRows rows, string address, string what, Action<string>? waiting, CancellationToken cancellationToken)
    {
        PatientPause pause = pacing.Pauses();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                TenantResponse response = await SendAsync(HttpMethod.Get, address, waiting, cancellationToken).ConfigureAwait(false);
                rows.Read(response.Body);
                return response;
            }
            catch (Exception e) when (e is JsonException or TenantRequestException { Problem: TenantRequestProblem.Unreadable })
            {
                if (attempt > pacing.MostRereads)
                {
                    throw Unreadable(what, e);
                }
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TenantResponse> SendAsync(HttpMethod method, string address, Action<string>? waiting, CancellationToken cancellationToken)
    {
        TenantRequest request = new(TenantAudience.ManagementActivity, method, Published(Here(address))) { Permissions = Permissions };
        PatientPause pause = pacing.Pauses();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await transport.SendAsync(request, waiting, cancellationToken).ConfigureAwait(false);
            }
            catch (TenantRequestException e) when (ActivityFeedError.PassesBy(e) && attempt <= pacing.MostRepeats)
            {
                waiting?.Invoke($"the service asks to wait ({e.ErrorCode})");
            }
            catch (TenantRequestException e)
            {
                TenantRequestException explained = ActivityFeedError.Explain(e);
                if (ReferenceEquals(explained, e))
                {
                    throw;
                }

                throw explained;
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Only the path is taken over: the token goes to the service of the connection and nowhere else.
    private static string Here(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? whole) && whole.Scheme == Uri.UriSchemeHttps && whole.UserInfo.Length == 0 && Array.IndexOf(s_hosts, whole.Host) >= 0
            ? whole.PathAndQuery
            : address;

    private string Published(string address) =>
        address.Contains("PublisherIdentifier=", StringComparison.OrdinalIgnoreCase) ? address
        : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}PublisherIdentifier={tenantId}";
}
