using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core.Tests.Support;

/// <summary>A tenant that answers what a test gives it.</summary>
internal sealed class TenantStub : ITenantReader, IConfigSource
{
    public string Name => "stub";

    public string TenantId { get; init; } = SignInSample.Tenant;

    public string ClientId => "stub";

    public List<SignInPage> SignIns { get; } = [];

    public Dictionary<string, TenantApplication> Applications { get; } = [];

    /// <summary>Why they cannot be read.</summary>
    public TenantRequestException? ApplicationsFailure { get; init; }

    /// <summary>Subjects by message.</summary>
    public Dictionary<string, string> Subjects { get; } = [];

    /// <summary>The window that was asked for.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Asked { get; private set; }

    /// <summary>What the directory says of service principals, by object id.</summary>
    public Dictionary<string, TenantApplication> Principals { get; } = [];

    /// <summary>Why they cannot be read.</summary>
    public TenantRequestException? PrincipalsFailure { get; set; }

    /// <summary>Rules by mailbox, in the order of the answer.</summary>
    public List<MailboxRules> Rules { get; } = [];

    /// <summary>Why the list of mailboxes ends early.</summary>
    public TenantRequestException? ListFailure { get; init; }

    /// <summary>Rows of the configuration, and parts that cannot be read.</summary>
    public Dictionary<ConfigPart, IReadOnlyDictionary<string, object?>[]> Rows { get; } = [];

    public Dictionary<ConfigPart, TenantRequestException> Refused { get; } = [];

    public IConfigSource Configuration => this;

    public bool Offers(ConfigPart part) => true;

    public async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ReadAsync(ConfigPart part, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Refused.TryGetValue(part, out TenantRequestException? refusal))
        {
            throw new ConfigReadException(refusal.Message, refusal);
        }

        foreach (IReadOnlyDictionary<string, object?> row in Rows.GetValueOrDefault(part) ?? [])
        {
            yield return row;
        }
    }

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

    public async IAsyncEnumerable<string> ReadMailboxesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (MailboxRules rules in Rules)
        {
            await Task.Yield();
            yield return rules.Mailbox;
        }

        if (ListFailure is not null)
        {
            throw ListFailure;
        }
    }

    public async IAsyncEnumerable<MailboxRules> ReadInboxRulesAsync(IAsyncEnumerable<string> mailboxes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string mailbox in mailboxes.WithCancellation(cancellationToken))
        {
            yield return Rules.First(rules => rules.Mailbox == mailbox);
        }
    }

    public ValueTask<IReadOnlyList<string>> ReadAcceptedDomainsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadApplicationsAsync(IReadOnlyCollection<string> appIds, CancellationToken cancellationToken) =>
        ApplicationsFailure is not null ? throw ApplicationsFailure : ValueTask.FromResult<IReadOnlyDictionary<string, TenantApplication>>(Applications.Where(entry => appIds.Contains(entry.Key)).ToDictionary());

    public ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadPrincipalsAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken) =>
        PrincipalsFailure is not null ? throw PrincipalsFailure : ValueTask.FromResult<IReadOnlyDictionary<string, TenantApplication>>(Principals.Where(entry => objectIds.Contains(entry.Key)).ToDictionary());

    /// <summary>Names of users by object id; null where the directory may not be asked.</summary>
    public Dictionary<string, string>? UserNames { get; set; } = [];

    public ValueTask<IReadOnlyDictionary<string, string>> ReadUserNamesAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken) => UserNames is null
        ? throw new TenantRequestException(TenantRequestProblem.PermissionMissing, "User.Read.All is missing.")
        : ValueTask.FromResult<IReadOnlyDictionary<string, string>>(UserNames.Where(entry => objectIds.Contains(entry.Key)).ToDictionary());

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
