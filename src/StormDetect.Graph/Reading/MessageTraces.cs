using System;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Asks the message trace, which knows messages by what passed Exchange and opens no mailbox.</summary>
/// <remarks>
/// Sources: Microsoft Graph documentation, "List messageTraces" (v1.0, worldwide cloud; pages of 1 to 5,000) and "exchangeMessageTrace" (messageId takes eq, receivedDateTime ge and le; the tenant needs a service principal of
/// Microsoft's application for it); Exchange documentation, "Graph-based message trace API onboarding guide" and "Get-MessageTraceV2" (90 days back, at most 10 days a request, 100 requests in 5 minutes).
/// </remarks>
internal sealed class MessageTraces(PageReader pages, RequestPace pace, TimeProvider time)
{
    /// <summary>What it takes.</summary>
    public const string Permissions = "ExchangeMessageTrace.Read.All";

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(90);

    /// <summary>The subject of a message; null where the trace does not know it.</summary>
    public async ValueTask<string?> FindAsync(string internetMessageId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        DateTimeOffset oldest = time.GetUtcNow() - s_kept;
        if (until < oldest)
        {
            return null;
        }

        // Logs name some ids without the brackets that belong to them.
        string id = "<" + internetMessageId.Trim().Trim('<', '>') + ">";
        string filter = Uri.EscapeDataString($"messageId eq '{id.Replace("'", "''", StringComparison.Ordinal)}' and receivedDateTime ge {Time(since < oldest ? oldest : since)} and receivedDateTime le {Time(until)}");
        TenantRequest request = PageReader.Get($"v1.0/admin/exchange/tracing/messageTraces?$filter={filter}&$top=1", Permissions);
        await foreach (TenantPage page in pages.ReadAsync(request, "a message trace", pace, cancellationToken).ConfigureAwait(false))
        {
            if (JsonText.Items(JsonText.Parse(page)).FirstOrDefault() is { ValueKind: JsonValueKind.Object } trace)
            {
                return JsonText.Of(trace, "subject");
            }
        }

        return null;
    }

    private static string Time(DateTimeOffset value) => UtcTimeText.Of(value);
}
