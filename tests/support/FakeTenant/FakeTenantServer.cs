using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StormDetect.FakeTenant;

/// <summary>
/// A Microsoft 365 tenant on the loopback: the login service, Microsoft Graph, the Management Activity API, and what <c>FakeExchange.psm1</c> makes an Exchange Online session of.
/// It is a small model, not a list of canned answers: what its log holds is the scenario's, or made-up records in any number.
/// </summary>
/// <remarks>
/// In a test: <c>await using var tenant = await FakeTenantServer.StartAsync(new FakeTenantOptions { ... }, cancellationToken);</c>, then point Graph and the Management Activity API at
/// <see cref="BaseAddress"/> and the login at <see cref="LoginAddress"/>, which is https with a certificate of its own (<see cref="CreateHandler"/>, or SSL_CERT_FILE=<see cref="CertificatePem"/>).
/// What goes wrong: <see cref="Faults"/>, at any time. What time it is there: <see cref="Clock"/>. What was asked: <see cref="Requests"/>. What a complete search gives: <see cref="TenantData.Announced"/>.
/// From a script: <c>FakeTenantProcess.psm1</c> starts and steers it, <c>FakeExchange.psm1</c> is its Exchange Online session.
/// As a program: <c>dotnet run --project tests/support/FakeTenant -- --mailboxes 30 --days 10 --seed 7 --attack storm-0558 --ready FILE</c>; it says where it listens as one line of JSON, and is steered by
/// <c>/_fake/faults</c>, <c>/_fake/clock</c>, <c>/_fake/requests</c> and <c>/_fake/announced</c>. Azure.Identity needs DisableInstanceDiscovery; managed identities are found through
/// IDENTITY_ENDPOINT=<c>{BaseAddress}msi/token</c> with IDENTITY_HEADER, or AZURE_POD_IDENTITY_AUTHORITY_HOST=<see cref="BaseAddress"/>.
/// </remarks>
public sealed class FakeTenantServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly string _folder;
    private readonly ConcurrentQueue<RequestLogEntry> _requests = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly TokenIssuer _issuer = new();
    private readonly FaultyDelivery _delivery;
    private readonly LoginService _login;
    private readonly GraphService _graph;
    private readonly ControlService _control;

    private FakeTenantServer(FakeTenantOptions options)
    {
        Options = options;
        Faults = options.Faults;
        DateTimeOffset end = new(options.Scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        Clock = new TenantClock(options.Now ?? end.AddDays(options.Scenario.Days + 3));
        Tenant = new TenantData(options, Faults, Clock);
        TenantId = Tenant.TenantId.ToString("D");
        ClientId = new Guid(TokenIssuer.MD5Id("application of " + TenantId)).ToString("D");
        ClientSecret = "fake~" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
        IdentityHeader = Guid.NewGuid().ToString("N");
        _folder = Directory.CreateTempSubdirectory("fake-tenant-").FullName;
        ClientCertificate = FakeCertificates.Client;
        ExpiredClientCertificate = FakeCertificates.Expired;
        X509Certificate2 tls = options.TlsCertificateFile.Length > 0 ? FakeCertificates.TlsOf(options.TlsCertificateFile) : FakeCertificates.Tls;
        CertificatePem = Write("tls.pem", tls.ExportCertificatePem());
        ClientCertificatePem = Write("client.pem", FakeCertificates.Pem(ClientCertificate));
        ExpiredClientCertificatePem = Write("expired.pem", FakeCertificates.Pem(ExpiredClientCertificate));
        ClientCertificatePfx = Path.Combine(_folder, "client.pfx");
        File.WriteAllBytes(ClientCertificatePfx, ClientCertificate.Export(X509ContentType.Pfx));
        FederatedTokenFile = Write("federated-token", string.Empty);
        HashSet<string> permissions = new(options.Permissions, StringComparer.OrdinalIgnoreCase);
        Applications[ClientId] = new FakeApplication
        {
            ClientId = ClientId,
            Secrets = { ClientSecret },
            Certificates = { ClientCertificate, ExpiredClientCertificate },
            FederatedSubjects = { "system:serviceaccount:default:stormdetect" },
            Permissions = permissions,
        };

        // Public clients that are in every tenant.
        foreach ((string id, string name) in new[] { ("14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools"), ("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Azure CLI"), ("1950a258-227b-4e31-a9cf-717495945fc2", "Azure PowerShell") })
        {
            Applications[id] = new FakeApplication { ClientId = id, Name = name, Permissions = permissions };
        }

        _delivery = new FaultyDelivery(this);
        _login = new LoginService(this, _issuer);
        _graph = new GraphService(this);
        _control = new ControlService(this);
        _web = Build(options.Port, tls);
    }

    /// <summary>Graph and the Management Activity API (http, loopback).</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>The login service (https, loopback).</summary>
    public Uri LoginAddress { get; private set; } = null!;

    /// <summary>The certificate of <see cref="LoginAddress"/>, as a file.</summary>
    public string CertificatePem { get; }

    /// <summary>The tenant's id.</summary>
    public string TenantId { get; }

    /// <summary>An application that is registered in it.</summary>
    public string ClientId { get; }

    /// <summary>Its secret.</summary>
    public string ClientSecret { get; }

    /// <summary>Its certificate, with key.</summary>
    public X509Certificate2 ClientCertificate { get; }

    /// <summary>The same as a file of certificate and key.</summary>
    public string ClientCertificatePem { get; }

    /// <summary>The same as a file without password.</summary>
    public string ClientCertificatePfx { get; }

    /// <summary>A certificate of the application that has expired.</summary>
    public X509Certificate2 ExpiredClientCertificate { get; }

    /// <summary>The same as a file of certificate and key.</summary>
    public string ExpiredClientCertificatePem { get; }

    /// <summary>A file with a token that the application trusts, for workload identities.</summary>
    public string FederatedTokenFile { get; }

    /// <summary>What IDENTITY_HEADER has to be.</summary>
    public string IdentityHeader { get; }

    /// <summary>Whether this machine has a managed identity of the system.</summary>
    public bool HasSystemIdentity { get; set; } = true;

    /// <summary>The options.</summary>
    public FakeTenantOptions Options { get; }

    /// <summary>What goes wrong.</summary>
    public FakeTenantFaults Faults { get; }

    /// <summary>The tenant's time.</summary>
    public TenantClock Clock { get; }

    /// <summary>What it holds.</summary>
    public TenantData Tenant { get; }

    /// <summary>The applications it knows, by client id.</summary>
    public ConcurrentDictionary<string, FakeApplication> Applications { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was asked so far, without the control addresses.</summary>
    public IReadOnlyCollection<RequestLogEntry> Requests => _requests;

    /// <summary>What went wrong in the tenant itself, which is a fault of it and of nothing else; empty in every good test.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>The user who signs in.</summary>
    public string UserName => Tenant.Scenario.Mailboxes[0].ToString();

    /// <summary>The id of the user who signs in.</summary>
    public string UserObjectId => Tenant.Scenario.Mailboxes[0].ObjectId.ToString("D");

    /// <summary>Refresh tokens issued before this (milliseconds since 1970) are no longer taken.</summary>
    public long SessionsRevokedAt { get; set; }

    internal TokenIssuer Issuer => _issuer;

    internal LoginService Login => _login;

    internal FaultyDelivery Delivery => _delivery;

    /// <summary>Starts a tenant.</summary>
    /// <param name="options">What it looks like.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The running tenant; disposing of it ends it.</returns>
    public static async Task<FakeTenantServer> StartAsync(FakeTenantOptions options, CancellationToken cancellationToken = default)
    {
        FakeTenantServer server = new(options);
        await server._web.StartAsync(cancellationToken).ConfigureAwait(false);
        ICollection<string> addresses = server._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        server.BaseAddress = new Uri(addresses.First(static address => address.StartsWith("http:", StringComparison.Ordinal)));
        server.LoginAddress = new UriBuilder(addresses.First(static address => address.StartsWith("https:", StringComparison.Ordinal))) { Host = "localhost" }.Uri;
        await File.WriteAllTextAsync(server.FederatedTokenFile, server._login.FederatedToken("system:serviceaccount:default:stormdetect"), cancellationToken).ConfigureAwait(false);
        return server;
    }

    /// <summary>A handler that trusts this tenant's certificate besides the machine's own.</summary>
    /// <returns>The handler.</returns>
    public HttpClientHandler CreateHandler()
    {
        byte[] trusted = X509Certificate2.CreateFromPem(File.ReadAllText(CertificatePem)).RawData;
        return new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, errors) => errors == System.Net.Security.SslPolicyErrors.None || (certificate?.RawData.AsSpan().SequenceEqual(trusted) ?? false),
        };
    }

    /// <summary>Issues an access token as the login service would, for tests that need no login.</summary>
    /// <param name="permissions">What it carries; null for all of the application's.</param>
    /// <param name="user">Whether it is a user's.</param>
    /// <param name="audience">The resource; null for this server.</param>
    /// <returns>The token.</returns>
    public string IssueToken(IEnumerable<string>? permissions = null, bool user = false, string? audience = null) => _issuer.Access(
        new FakeToken
        {
            TenantId = TenantId,
            ClientId = ClientId,
            Audience = audience ?? BaseAddress.GetLeftPart(UriPartial.Authority),
            Expires = (DateTimeOffset.UtcNow + Options.TokenLifetime).ToUnixTimeSeconds(),
            User = user ? UserName : string.Empty,
            Permissions = [.. permissions ?? Applications[ClientId].Permissions],
        },
        Options.TokenLifetime,
        user ? UserObjectId : null,
        Applications[ClientId].Name,
        Options.UserRoles);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(500)))
        {
            try
            {
                await _web.StopAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Somebody still waits for a slow body; the sockets are closed all the same.
            }
        }

        await _web.DisposeAsync().ConfigureAwait(false);
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
        }
    }

    internal void Note(string method, string path, int status) => _requests.Enqueue(new RequestLogEntry(DateTimeOffset.UtcNow, method, path, status));

    internal void ForgetRequests() => _requests.Clear();

    private WebApplication Build(int port, X509Certificate2 certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = _folder });
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        WebApplication web = builder.Build();
        web.Run(AnswerAsync);
        return web;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        FakeRequest request = await FakeRequest.ReadAsync(context).ConfigureAwait(false);
        string mailbox = MailboxOf(request);
        if (mailbox.Length == 0)
        {
            await AnswerAsync(context, request, instead: null).ConfigureAwait(false);
            return;
        }

        // Under way until the last byte is sent, as the service counts.
        int underWay = _underWay.AddOrUpdate(mailbox, 1, static (_, count) => count + 1);
        try
        {
            FakeReply? instead = underWay > Options.MostMailboxRequests
                ? FakeReply.GraphError(request, 429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.").With("Retry-After", "1")
                : null;
            await AnswerAsync(context, request, instead).ConfigureAwait(false);
        }
        finally
        {
            _ = _underWay.AddOrUpdate(mailbox, 0, static (_, count) => count - 1);
        }
    }

    private async Task AnswerAsync(HttpContext context, FakeRequest request, FakeReply? instead)
    {
        bool isControl = request.Segments is ["_fake", ..];
        FakeReply reply;
        try
        {
            reply = isControl
                ? _control.Answer(request)
                : instead
                    ?? _delivery.Before(request)
                    ?? (request.Segments is ["_exchange", ..] ? _control.Exchange(request) : null)
                    ?? _graph.Answer(request)
                    ?? _login.Answer(request)
                    ?? FakeReply.GraphError(request, 404, "ResourceNotFound", $"Resource not found for the segment '{request.Segments.FirstOrDefault()}'.");
        }
#pragma warning disable CA1031 // Whatever it is, the test has to hear of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failures.Enqueue($"{request.Method} {request.Path}: {e}");
            reply = FakeReply.Text("The fake tenant itself failed: " + e, 500);
        }

        await _delivery.SendAsync(context, request, reply, isControl).ConfigureAwait(false);
    }

    /// <summary>The mailbox whose contents a request asks for; empty for none.</summary>
    private static string MailboxOf(FakeRequest request) => request.Segments switch
    {
        [_, "users", string name, "mailFolders" or "messages", ..] => name,
        [_, "me", "mailFolders" or "messages", ..] => "me",
        _ => string.Empty,
    };

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
