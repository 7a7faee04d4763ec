using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Lists the accounts that may have a mailbox.</summary>
/// <remarks>
/// Source: Microsoft Graph documentation, "List users" ($top up to 999) and "Advanced query capabilities on directory objects" (ne takes ConsistencyLevel: eventual and $count=true). Shared and resource
/// mailboxes are accounts as well, without a licence: so an address is asked for, not a plan.
/// </remarks>
internal sealed class MailboxList(PageReader pages)
{
    /// <summary>What it takes.</summary>
    public const string Permissions = "User.Read.All or Directory.Read.All";

    /// <summary>Principal names, in the order of the directory.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TenantRequest request = PageReader.Get("v1.0/users?$filter=mail%20ne%20null&$count=true&$select=userPrincipalName,mail&$top=999", Permissions) with
        {
            Headers = new Dictionary<string, string> { ["ConsistencyLevel"] = "eventual" },
        };
        await foreach (TenantPage page in pages.ReadAsync(request, "users with an address", pace: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (JsonElement user in JsonText.Items(JsonText.Parse(page)))
            {
                if (JsonText.Of(user, "userPrincipalName") is { Length: > 0 } name)
                {
                    yield return name;
                }
            }
        }
    }
}
