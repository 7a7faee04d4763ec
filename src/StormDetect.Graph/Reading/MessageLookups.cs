using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Looks messages up in their mailbox, one by one, each request with an id of its own, so that the records it leaves can be told from the intruder's.</summary>
/// <remarks>Source: Microsoft Graph documentation, "List messages" (Mail.ReadBasic gives everything but bodies and attachments) and its best practices (client-request-id).</remarks>
internal sealed class MessageLookups(PageReader pages, TimeProvider time)
{
    /// <summary>What it takes: never Mail.Read.</summary>
    public const string Permissions = "Mail.ReadBasic or Mail.ReadBasic.All";

    /// <summary>Looks them up.</summary>
    public async IAsyncEnumerable<MessageLookup> ReadAsync(string mailbox, IReadOnlyList<string> internetMessageIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string id in internetMessageIds)
        {
            MessageLookup lookup = await AskAsync(mailbox, id, cancellationToken).ConfigureAwait(false);
            yield return lookup;
            if (lookup.Failure is { IsTransient: false })
            {
                // The next one would be refused for the same reason.
                yield break;
            }
        }
    }

    private async Task<MessageLookup> AskAsync(string mailbox, string id, CancellationToken cancellationToken)
    {
        string requestId = Guid.NewGuid().ToString("D");

        // Logs name some ids without the brackets, which Graph's property has.
        string whole = "<" + id.Trim().Trim('<', '>') + ">";
        string filter = Uri.EscapeDataString($"internetMessageId eq '{whole.Replace("'", "''", StringComparison.Ordinal)}'");
        TenantRequest request = PageReader.Get($"v1.0/users/{Uri.EscapeDataString(mailbox)}/messages?$filter={filter}&$select=internetMessageId,subject&$top=1", Permissions) with
        {
            Headers = new Dictionary<string, string> { ["client-request-id"] = requestId, ["return-client-request-id"] = "true" },
        };
        MessageLookup lookup = new() { Mailbox = mailbox, InternetMessageId = id, AskedAt = time.GetUtcNow(), ClientRequestId = requestId };
        try
        {
            await foreach (TenantPage page in pages.ReadAsync(request, "a message's subject", pace: null, cancellationToken).ConfigureAwait(false))
            {
                JsonElement[] found = [.. JsonText.Items(JsonText.Parse(page))];
                if (found.Length > 0)
                {
                    return lookup with { Found = true, Subject = PlainText.Cell(JsonText.Of(found[0], "subject")) };
                }
            }

            return lookup;
        }
        catch (TenantRequestException failure)
        {
            return lookup with { Failure = failure };
        }
    }
}
