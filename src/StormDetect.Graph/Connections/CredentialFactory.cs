using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Makes the credential of a request. Tokens are kept in memory alone, nothing is reported to anybody, and nobody is asked anything but where the method is to ask.</summary>
internal sealed class CredentialFactory : IDisposable
{
    private readonly ConnectionRequest _request;
    private readonly Action<string>? _prompt;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>Makes the factory.</summary>
    /// <param name="request">Who signs in, where and how.</param>
    /// <param name="network">What sends.</param>
    /// <param name="clock">Takes the time of the sign-in service.</param>
    /// <param name="prompt">Shows a person what to do.</param>
    /// <param name="time">The clock.</param>
    public CredentialFactory(ConnectionRequest request, HttpMessageHandler network, ClockWatch clock, Action<string>? prompt, TimeProvider time)
    {
        _request = request;
        _prompt = prompt;
        _time = time;
        if (request.Method == SignInMethod.ManagedIdentity && network is SocketsHttpHandler local)
        {
            // Its endpoints are the machine's own (169.254.169.254, localhost), which no proxy may stand before: Microsoft Learn, "Azure Instance Metadata Service", Proxies.
            local.UseProxy = false;
        }

        _client = new HttpClient(clock.Handler(network));
    }

    /// <summary>What the method needs, for a failure that does not say it.</summary>
    public string Hint => _request.Method switch
    {
        SignInMethod.ManagedIdentity => "This does not run on an Azure resource with a managed identity, or -ClientId or -IdentityResourceId names one it does not have.",
        SignInMethod.WorkloadIdentity => "The workload has no federated token: in Kubernetes its pod needs the label azure.workload.identity/use and a service account with the client id.",
        SignInMethod.AzureCli => "The Azure CLI is not installed or nobody is signed in to it: run 'az login' first.",
        SignInMethod.AzurePowerShell => "Az.Accounts is not installed or nobody is signed in to it: run Connect-AzAccount first.",
        _ => string.Empty,
    };

    /// <summary>Makes the credential.</summary>
    public TokenCredential Create() => _request.Method switch
    {
        SignInMethod.Browser => new InteractiveBrowserCredential(Shape(new InteractiveBrowserCredentialOptions
        {
            TenantId = Tenant,
            ClientId = _request.ClientId,
            DisableAutomaticAuthentication = true,
            DisableInstanceDiscovery = IsCustom,
        })),
        SignInMethod.DeviceCode => new DeviceCodeCredential(Shape(new DeviceCodeCredentialOptions
        {
            TenantId = Tenant,
            ClientId = _request.ClientId,
            DisableAutomaticAuthentication = true,
            DisableInstanceDiscovery = IsCustom,
            DeviceCodeCallback = ShowCode,
        })),
        SignInMethod.Certificate => new ClientCertificateCredential(_request.TenantId, _request.ClientId, CertificateSource.Load(_request, _time.GetUtcNow()), Shape(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = IsCustom })),
        SignInMethod.ClientSecret => new ClientSecretCredential(_request.TenantId, _request.ClientId, Plain(_request.ClientSecret), Shape(new ClientSecretCredentialOptions { DisableInstanceDiscovery = IsCustom })),
        SignInMethod.ManagedIdentity => new ManagedIdentityCredential(Shape(new ManagedIdentityCredentialOptions(Identity()))),
        SignInMethod.WorkloadIdentity => Workload(),
        SignInMethod.AzureCli => new AzureCliCredential(Shape(new AzureCliCredentialOptions { TenantId = Tenant, ProcessTimeout = TimeSpan.FromSeconds(60) })),
        SignInMethod.AzurePowerShell => new AzurePowerShellCredential(Shape(new AzurePowerShellCredentialOptions { TenantId = Tenant, ProcessTimeout = TimeSpan.FromSeconds(60) })),
        SignInMethod.AccessToken => new CallerToken(Plain(_request.AccessToken), _request.Endpoints, _time),
        _ => throw new InvalidOperationException($"There is no way to sign in called {_request.Method}."),
    };

    /// <summary>Asks the person, for the methods that have one.</summary>
    public static async Task SignInAsync(TokenCredential credential, string[] scopes, CancellationToken cancellationToken)
    {
        // With the same setting for continuous access evaluation as later requests have: the libraries keep two caches.
        var context = new TokenRequestContext(scopes, isCaeEnabled: true);
        switch (credential)
        {
            case InteractiveBrowserCredential browser:
                await browser.AuthenticateAsync(context, cancellationToken).ConfigureAwait(false);
                break;
            case DeviceCodeCredential device:
                await device.AuthenticateAsync(context, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private string? Tenant => _request.TenantId.Length > 0 ? _request.TenantId : null;

    // The sign-in service of another cloud cannot be vouched for by the worldwide one.
    private bool IsCustom => _request.Endpoints.Environment == CloudEnvironment.Custom;

    private static string Plain(SecureString? secret) => secret is null ? string.Empty : new NetworkCredential(string.Empty, secret).Password;

    private T Shape<T>(T options)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = _request.Endpoints.Login;
        options.Transport = new HttpClientTransport(_client);
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }

    private ManagedIdentityId Identity() => _request.IdentityResourceId.Length > 0
        ? ManagedIdentityId.FromUserAssignedResourceId(new ResourceIdentifier(_request.IdentityResourceId))
        : _request.ClientId.Length > 0 ? ManagedIdentityId.FromUserAssignedClientId(_request.ClientId) : ManagedIdentityId.SystemAssigned;

    private WorkloadIdentityCredential Workload()
    {
        // What is not given is the environment's (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE).
        WorkloadIdentityCredentialOptions options = Shape(new WorkloadIdentityCredentialOptions { DisableInstanceDiscovery = IsCustom });
        options.TenantId = Tenant ?? options.TenantId;
        options.ClientId = _request.ClientId.Length > 0 ? _request.ClientId : options.ClientId;
        options.TokenFilePath = _request.FederatedTokenFile.Length > 0 ? _request.FederatedTokenFile : options.TokenFilePath;
        return options.TokenFilePath is not { Length: > 0 } file || !File.Exists(file)
            ? throw new TenantRequestException(TenantRequestProblem.SignInNeeded, $"There is no federated token file{(options.TokenFilePath is { Length: > 0 } named ? $" '{PlainText.Safe(named)}'" : string.Empty)}. {Hint}")
            : new WorkloadIdentityCredential(options);
    }

    private Task ShowCode(DeviceCodeInfo code, CancellationToken cancellationToken)
    {
        _prompt?.Invoke(PlainText.Safe(code.Message));
        return Task.CompletedTask;
    }
}
