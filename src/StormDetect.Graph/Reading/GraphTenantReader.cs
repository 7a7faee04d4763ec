using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Reads a tenant over one connection.</summary>
internal sealed class GraphTenantReader : ITenantReader
{
    // Identity and access reports: 5 requests in 10 seconds for an application in a tenant.
    private const int ReportRequests = 5;

    // Message trace: 100 requests in 5 minutes for a tenant, shared with everybody who traces. Half of them are left to others.
    private const int TraceRequests = 50;

    private readonly GraphConnection _connection;
    private readonly SignInPages _signIns;
    private readonly DirectoryAuditPages _audits;
    private readonly MailboxList _mailboxes;
    private readonly RulePages _rules;
    private readonly DirectoryFacts _directory;
    private readonly MessageTraces _traces;
    private readonly MessageLookups _messages;

    /// <summary>Makes it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="status">Told what is asked and when the service asks to wait; null if nobody wants to know.</param>
    /// <param name="time">The clock.</param>
    public GraphTenantReader(GraphConnection connection, Action<string>? status, TimeProvider time)
    {
        _connection = connection;
        PageReader pages = new(connection.Transport, status);

        // The limit is the service's: a server on this machine has none.
        RequestPace pace = new(time, connection.Endpoints.Graph.IsLoopback ? 0 : ReportRequests, TimeSpan.FromSeconds(10));
        _signIns = new SignInPages(pages, pace, time, status);
        _audits = new DirectoryAuditPages(pages, pace, time, status);
        _mailboxes = new MailboxList(pages);
        _rules = new RulePages(pages);
        _directory = new DirectoryFacts(pages);
        _traces = new MessageTraces(pages, new RequestPace(time, connection.Endpoints.Graph.IsLoopback ? 0 : TraceRequests, TimeSpan.FromMinutes(5)), time);
        _messages = new MessageLookups(pages, time);
        Configuration = new GraphConfigSource(pages, connection);
    }

    /// <inheritdoc/>
    public string Name => Configuration.Name;

    /// <inheritdoc/>
    public string TenantId => _connection.TenantId;

    /// <inheritdoc/>
    public string ClientId => _connection.ClientId;

    /// <inheritdoc/>
    public IConfigSource Configuration { get; }

    /// <inheritdoc/>
    public IAsyncEnumerable<SignInPage> ReadSignInsAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) => _signIns.ReadAsync(since, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TenantPage> ReadDirectoryAuditsAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) => _audits.ReadAsync(since, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ReadMailboxesAsync(CancellationToken cancellationToken) => _mailboxes.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailboxRules> ReadInboxRulesAsync(IAsyncEnumerable<string> mailboxes, CancellationToken cancellationToken) => _rules.ReadAsync(mailboxes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadAcceptedDomainsAsync(CancellationToken cancellationToken) => _directory.DomainsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadApplicationsAsync(IReadOnlyCollection<string> appIds, CancellationToken cancellationToken) => _directory.ApplicationsAsync(appIds, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, TenantApplication>> ReadPrincipalsAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken) => _directory.PrincipalsAsync(objectIds, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ReadUserNamesAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken) => _directory.UserNamesAsync(objectIds, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> TraceMessageAsync(string internetMessageId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) => _traces.FindAsync(internetMessageId, since, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MessageLookup> LookUpMessagesAsync(string mailbox, IReadOnlyList<string> internetMessageIds, CancellationToken cancellationToken) => _messages.ReadAsync(mailbox, internetMessageIds, cancellationToken);
}
