using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core;

/// <summary>
/// Reads what hunts and checks need beside the audit log from a tenant. It hands on whole answers as they came: judging them is the business of the readers that take the same from files, so that live and
/// offline judge alike. Waiting for the network and for throttles is done inside; limits of the service are kept.
/// </summary>
public interface ITenantReader
{
    /// <summary>What to call it in results, such as <c>Microsoft Graph (contoso)</c>.</summary>
    string Name { get; }

    /// <summary>The tenant it reads.</summary>
    string TenantId { get; }

    /// <summary>The application id that asks: the AppId of the records our own reads leave.</summary>
    string ClientId { get; }

    /// <summary>Configuration: licences, grants and policies.</summary>
    IConfigSource Configuration { get; }

    /// <summary>
    /// Sign-ins of every log, a stretch of time after the other. A stretch that cannot be read comes as such and stops no other. Nothing is asked for that is older than Entra keeps.
    /// </summary>
    /// <param name="since">Start (UTC), inclusive.</param>
    /// <param name="until">End (UTC), exclusive.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Pages, and stretches that are missing.</returns>
    IAsyncEnumerable<SignInPage> ReadSignInsAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Changes in the directory (Entra audit log): consent, credentials, owners, roles, licences.</summary>
    /// <param name="since">Start (UTC), inclusive.</param>
    /// <param name="until">End (UTC), exclusive.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Pages of directoryAudit.</returns>
    /// <exception cref="TenantRequestException">They could not be read to their end.</exception>
    IAsyncEnumerable<TenantPage> ReadDirectoryAuditsAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The principal names of all accounts that have an address, and so may have a mailbox.</summary>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>User principal names.</returns>
    /// <exception cref="TenantRequestException">They could not be read to their end.</exception>
    IAsyncEnumerable<string> ReadMailboxesAsync(CancellationToken cancellationToken);

    /// <summary>Inbox rules of mailboxes, several mailboxes at a time, in the order they come. A mailbox that fails comes as such and stops no other.</summary>
    /// <param name="mailboxes">Principal names, addresses of them, or object ids.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>One object for each mailbox.</returns>
    IAsyncEnumerable<MailboxRules> ReadInboxRulesAsync(IAsyncEnumerable<string> mailboxes, CancellationToken cancellationToken);

    /// <summary>The tenant's verified domains that take mail.</summary>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Domains in lower case.</returns>
    /// <exception cref="TenantRequestException">They could not be read.</exception>
    ValueTask<IReadOnlyList<string>> ReadAcceptedDomainsAsync(CancellationToken cancellationToken);

    /// <summary>What the directory says of applications. Those it does not know are not in the answer.</summary>
    /// <param name="appIds">Application ids; what is no GUID is left out.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>By application id, in lower case.</returns>
    /// <exception cref="TenantRequestException">They could not be read.</exception>
    ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadApplicationsAsync(IReadOnlyCollection<string> appIds, CancellationToken cancellationToken);

    /// <summary>What the directory says of the applications behind service principals. Those it does not know are not in the answer.</summary>
    /// <param name="objectIds">Object ids of service principals; what is no GUID is left out.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>By object id, in lower case.</returns>
    /// <exception cref="TenantRequestException">They could not be read.</exception>
    ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadPrincipalsAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken);

    /// <summary>The names of accounts. Those the directory does not know are not in the answer.</summary>
    /// <param name="objectIds">Their object ids; what is no GUID is left out.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>User principal names by object id, in lower case.</returns>
    /// <exception cref="TenantRequestException">They could not be read.</exception>
    ValueTask<IReadOnlyDictionary<string, string>> ReadUserNamesAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken);

    /// <summary>Asks the message trace for a message's subject. No mailbox is opened.</summary>
    /// <param name="internetMessageId">The message.</param>
    /// <param name="since">When it can have come at the earliest (UTC); the trace reaches 90 days back, 10 at a time.</param>
    /// <param name="until">When at the latest (UTC).</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>The subject; null where the trace does not know the message.</returns>
    /// <exception cref="TenantRequestException">It could not be asked.</exception>
    ValueTask<string?> TraceMessageAsync(string internetMessageId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Looks messages of a mailbox up. This is mail access: it writes MailItemsAccessed records into the mailbox, and above 1,000 in 24 hours Exchange stops recording there for a day. Never call it without
    /// having asked.
    /// </summary>
    /// <param name="mailbox">The mailbox, by principal name or object id.</param>
    /// <param name="internetMessageIds">The messages.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>One object for each message.</returns>
    IAsyncEnumerable<MessageLookup> LookUpMessagesAsync(string mailbox, IReadOnlyList<string> internetMessageIds, CancellationToken cancellationToken);
}
