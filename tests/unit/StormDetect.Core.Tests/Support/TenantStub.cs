using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core.Tests.Support;

/// <summary>A tenant that answers what a test gives it.</summary>
internal sealed class TenantStub : ITenantReader
{
    public string Name => "stub";

    public string TenantId { get; init; } = SignInSample.Tenant;

    public string ClientId => "stub";

    public List<SignInPage> SignIns { get; } = [];

    public Dictionary<string, TenantApplication> Applications { get; } = [];

    /// <summary>Subjects by message.</summary>
    public Dictionary<string, string> Subjects { get; } = [];

    /// <summary>The window that was asked for.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Asked { get; private set; }

    public IConfigSource Configuration => throw new NotSupportedException();

    public async IAsyncEnumerable<SignInPage> ReadSignInsAsync(DateTimeOffset since, DateTimeOffset until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked = (since, until);
        foreach (SignInPage page in SignIns)
        {
            await Task.Yield();
            yield return page;
        }
    }

    public IAsyncEnumerable<TenantPage> ReadDirectoryAuditsAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<string> ReadMailboxesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MailboxRules> ReadInboxRulesAsync(IAsyncEnumerable<string> mailboxes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ReadAcceptedDomainsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadApplicationsAsync(IReadOnlyCollection<string> appIds, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, TenantApplication>>(Applications.Where(entry => appIds.Contains(entry.Key)).ToDictionary());

    public ValueTask<string?> TraceMessageAsync(string internetMessageId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        ValueTask.FromResult(until - since == TimeSpan.FromDays(10) ? Subjects.GetValueOrDefault(internetMessageId) : null);

    public async IAsyncEnumerable<MessageLookup> LookUpMessagesAsync(string mailbox, IReadOnlyList<string> internetMessageIds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string id in internetMessageIds)
        {
            await Task.Yield();
            yield return new MessageLookup { Mailbox = mailbox, InternetMessageId = id, Found = Subjects.ContainsKey(id), Subject = Subjects.GetValueOrDefault(id) ?? string.Empty, AskedAt = DateTimeOffset.UnixEpoch, ClientRequestId = "request of " + id };
        }
    }
}
