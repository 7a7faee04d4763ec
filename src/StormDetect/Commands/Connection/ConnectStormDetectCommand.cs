using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Graph;

namespace StormDetect.Commands;

/// <summary>Signs in to a Microsoft 365 tenant, for the cmdlets that ask one.</summary>
/// <remarks>
/// <para>
/// There is a parameter for each way of signing in: a person in the browser (without any, or Browser) or with a code on another device (DeviceCode); an application with a certificate, a secret, the managed identity of
/// the Azure resource this runs on, or a federated token of its workload; whoever is signed in to the Azure CLI or Azure PowerShell; a token you have. Only the first two ever ask a person anything, and where nobody can
/// act (-NonInteractive, Azure Automation, a build, a container without a terminal) they fail at once and name the others.
/// </para>
/// <para>
/// The connection that comes back says which capabilities will work and which miss a permission or role, as far as the token tells; Get-StormDetectConnection -Preflight says it for each cmdlet. Only the sign-in service is asked; no
/// data of the tenant is read. Tokens are kept in memory alone, are never shown, and are forgotten by Disconnect-StormDetect or with the session.
/// </para>
/// <para>
/// Several tenants can be connected side by side, under names of their own. While there is one, every cmdlet uses it; with more, each has to be told by Connection. A connection belongs to its runspace: in another one, as
/// in ForEach-Object -Parallel, pass the object.
/// </para>
/// <para>
/// Exchange Online is not part of it: for what is read through an Exchange session, use Connect-ExchangeOnline beside it, in any order.
/// </para>
/// </remarks>
/// <example>
/// <title>An application with a certificate</title>
/// <code>Connect-StormDetect -TenantId contoso.onmicrosoft.com -ClientId 11111111-2222-3333-4444-555555555555 -CertificateThumbprint A1B2C3D4E5F60718293A4B5C6D7E8F9012345678</code>
/// <para>The certificate is in the personal store of the user or the machine. Of a file: -CertificatePath, with -CertificatePassword for a PFX that has one.</para>
/// </example>
/// <example>
/// <title>Azure Automation, a virtual machine or a container in Azure</title>
/// <code>Connect-StormDetect -ManagedIdentity</code>
/// <para>The system-assigned identity; -ClientId names a user-assigned one. No secret is kept anywhere.</para>
/// </example>
/// <example>
/// <title>Two tenants side by side</title>
/// <code>Connect-StormDetect -Name contoso -TenantId contoso.onmicrosoft.com -DeviceCode
/// Connect-StormDetect -Name agency -TenantId agency.onmicrosoft.us -Environment GccHigh -ClientId 11111111-2222-3333-4444-555555555555
/// Get-StormDetectConnection -Name agency -Preflight</code>
/// <para>From here on cmdlets need -Connection contoso or -Connection agency.</para>
/// </example>
/// <seealso href="about_StormDetect_Connecting"/>
/// <seealso href="about_StormDetect_Permissions"/>
/// <seealso href="Get-StormDetectConnection"/>
/// <seealso href="Disconnect-StormDetect"/>
[Cmdlet(VerbsCommunications.Connect, "StormDetect", DefaultParameterSetName = BrowserSet)]
[OutputType(typeof(TenantConnection))]
public sealed class ConnectStormDetectCommand : StormCmdlet
{
    private const string BrowserSet = "Browser";
    private const string DeviceCodeSet = "DeviceCode";
    private const string ThumbprintSet = "CertificateThumbprint";
    private const string CertificateFileSet = "CertificatePath";
    private const string CertificateSet = "Certificate";
    private const string SecretSet = "ClientSecret";
    private const string ManagedIdentitySet = "ManagedIdentity";
    private const string WorkloadIdentitySet = "WorkloadIdentity";
    private const string AzureCliSet = "AzureCli";
    private const string AzurePowerShellSet = "AzurePowerShell";
    private const string AccessTokenSet = "AccessToken";

    // Microsoft Graph Command Line Tools: there in every tenant of the worldwide and US government clouds, and often consented to already.
    private const string GraphTools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

    // Written by the thread that signs in, taken by the pipeline thread.
    private string? _prompt;

    /// <summary>What to call the connection. One of the same name is closed.</summary>
    /// <value>The tenant as it was named, else its id</value>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The tenant, by id (GUID) or one of its domains.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateFileSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Parameter(ParameterSetName = AzureCliSet)]
    [Parameter(ParameterSetName = AzurePowerShellSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Alias("Tenant", "Organization")]
    [ValidatePattern("^[A-Za-z0-9][A-Za-z0-9.-]*$")]
    public string TenantId { get; set; } = string.Empty;

    /// <summary>The application (client) id. Of a managed identity, the client id of the user-assigned one.</summary>
    /// <value>For people, Microsoft Graph Command Line Tools; else none</value>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateFileSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Alias("AppId", "ApplicationId")]
    [ValidateNotNullOrEmpty]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>A person signs in in the browser of this machine.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    public SwitchParameter Browser { get; set; }

    /// <summary>A person signs in in a browser anywhere, with a code that is shown here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet)]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>
    /// What a person is asked to consent to. Without ClientId it is Logs; with one, without this, it is what the application is registered with.
    /// </summary>
    /// <value>Logs</value>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    public PermissionTier[] Tier { get; set; } = [];

    /// <summary>The thumbprint of a certificate with private key in the personal store of the user, else of the machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [Alias("Thumbprint")]
    [ValidateNotNullOrEmpty]
    public string CertificateThumbprint { get; set; } = string.Empty;

    /// <summary>A file with certificate and private key: PFX, or PEM with both.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateFileSet)]
    [ValidateNotNullOrEmpty]
    public string CertificatePath { get; set; } = string.Empty;

    /// <summary>The password of the file.</summary>
    [Parameter(ParameterSetName = CertificateFileSet)]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>A certificate with private key as an object, such as one of Get-AutomationCertificate or Get-Item Cert:.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The application's secret. As a SecureString only: what is typed in the clear stays in history, logs and transcripts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The managed identity of the Azure resource this runs on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ManagedIdentitySet)]
    [Alias("Identity")]
    public SwitchParameter ManagedIdentity { get; set; }

    /// <summary>A user-assigned managed identity by its Azure resource id, where its client id is not at hand.</summary>
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [ValidatePattern("^/subscriptions/.+")]
    public string IdentityResourceId { get; set; } = string.Empty;

    /// <summary>An application that trusts a token of this workload (Kubernetes, GitHub, another cloud). What is not given is taken from AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WorkloadIdentitySet)]
    public SwitchParameter WorkloadIdentity { get; set; }

    /// <summary>The file with the workload's token.</summary>
    /// <value>That of AZURE_FEDERATED_TOKEN_FILE</value>
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [ValidateNotNullOrEmpty]
    public string FederatedTokenFile { get; set; } = string.Empty;

    /// <summary>Whoever is signed in to the Azure CLI (az login). Its permissions are those of the CLI: enough for directory settings, not for audit log searches.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AzureCliSet)]
    public SwitchParameter AzureCli { get; set; }

    /// <summary>Whoever is signed in to Azure PowerShell (Connect-AzAccount), in any session of this user. Its permissions are those of Azure PowerShell.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AzurePowerShellSet)]
    public SwitchParameter AzurePowerShell { get; set; }

    /// <summary>An access token for Microsoft Graph or for the Management Activity API, as Get-AzAccessToken -AsSecureString gives it. It is not renewed: when it ends, so does the connection's use. One that has expired or is for another service is an error; one that cannot be read is used as it is, with a warning.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>The cloud the tenant is in.</summary>
    /// <value>Global</value>
    [Parameter]
    [Alias("Cloud", "EnvironmentName")]
    public CloudEnvironment Environment { get; set; } = CloudEnvironment.Global;

    /// <summary>Microsoft Graph of a cloud that Environment does not know. Addresses have to be https, but for the loopback.</summary>
    [Parameter]
    public Uri? GraphEndpoint { get; set; }

    /// <summary>The sign-in service of a cloud that Environment does not know.</summary>
    [Parameter]
    [Alias("AuthorityHost")]
    public Uri? LoginEndpoint { get; set; }

    /// <summary>The Management Activity API of a cloud that Environment does not know.</summary>
    [Parameter]
    public Uri? ManagementEndpoint { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ConnectionRequest request = CreateRequest();
        if (request.NeedsPerson && !InteractiveHost.IsAttended(Host.Name))
        {
            ThrowTerminatingError(ErrorRecords.NobodyToSignIn(request.Method.ToString()));
        }

        TenantConnection connection = SignIn(request);
        if (request.Method == SignInMethod.AccessToken && !connection.ArePermissionsKnown)
        {
            WriteWarning(Strings.TokenUnreadable);
        }

        if (ConnectionTable.Current.Add(connection))
        {
            WriteVerbose(Strings.Format(Strings.ConnectionReplaced, connection.Name));
        }

        WriteVerbose(Strings.Format(Strings.VerboseConnected, connection.Account, connection.TenantId, connection.PermissionsText));
        WriteObject(connection);
    }

    private TenantConnection SignIn(ConnectionRequest request)
    {
        try
        {
            return AwaitAsync(token => GraphServices.ConnectAsync(request, text => Volatile.Write(ref _prompt, text), token), ShowPrompt);
        }
        catch (TenantRequestException failure)
        {
            ThrowTerminatingError(ErrorRecords.Tenant(failure, request.TenantId.Length > 0 ? request.TenantId : request.Method.ToString(), Name.Length > 0 ? Name : request.TenantId));
            throw;
        }
    }

    // As a warning, like other modules: the one stream that shows by default while the pipeline waits.
    private void ShowPrompt()
    {
        if (Interlocked.Exchange(ref _prompt, null) is string text)
        {
            WriteWarning(text);
        }
    }

    private ConnectionRequest CreateRequest()
    {
        SignInMethod method = ParameterSetName switch
        {
            DeviceCodeSet => SignInMethod.DeviceCode,
            ThumbprintSet or CertificateFileSet or CertificateSet => SignInMethod.Certificate,
            SecretSet => SignInMethod.ClientSecret,
            ManagedIdentitySet => SignInMethod.ManagedIdentity,
            WorkloadIdentitySet => SignInMethod.WorkloadIdentity,
            AzureCliSet => SignInMethod.AzureCli,
            AzurePowerShellSet => SignInMethod.AzurePowerShell,
            AccessTokenSet => SignInMethod.AccessToken,
            _ => SignInMethod.Browser,
        };
        CloudEndpoints endpoints = Endpoints(method);
        bool isPerson = method is SignInMethod.Browser or SignInMethod.DeviceCode;
        if (isPerson && ClientId.Length == 0 && endpoints.Environment == CloudEnvironment.China)
        {
            ThrowTerminatingError(ErrorRecords.ClientIdNeeded(endpoints.Environment));
        }

        PermissionTier[] tiers = Tier.Length > 0 ? Tier : ClientId.Length == 0 ? [PermissionTier.Logs] : [];
        return new ConnectionRequest
        {
            Name = Name,
            Method = method,
            Endpoints = endpoints,
            TenantId = TenantId,
            ClientId = isPerson && ClientId.Length == 0 ? GraphTools : ClientId,
            Scopes = isPerson ? PermissionCatalog.Least(tiers, CapabilityService.Graph, forPeople: true) : [],
            Certificate = Certificate,
            CertificatePath = CertificatePath.Length > 0 ? ResolveFile(CertificatePath) : string.Empty,
            CertificatePassword = CertificatePassword?.Copy(),
            CertificateThumbprint = CertificateThumbprint,
            ClientSecret = ClientSecret?.Copy(),
            IdentityResourceId = IdentityResourceId,
            FederatedTokenFile = FederatedTokenFile.Length > 0 ? ResolveFile(FederatedTokenFile) : string.Empty,
            AccessToken = AccessToken?.Copy(),
        };
    }

    private CloudEndpoints Endpoints(SignInMethod method)
    {
        bool isCustom = new[] { GraphEndpoint, LoginEndpoint, ManagementEndpoint }.Any(static address => address is not null);
        if (!isCustom && Environment != CloudEnvironment.Custom)
        {
            return CloudEndpoints.Of(Environment);
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(Environment)) && Environment != CloudEnvironment.Custom)
        {
            ThrowTerminatingError(ErrorRecords.EnvironmentTwice(Environment));
        }

        if (GraphEndpoint is not { IsAbsoluteUri: true })
        {
            ThrowTerminatingError(ErrorRecords.EndpointsIncomplete(nameof(GraphEndpoint)));
        }

        if (ConnectionRequest.NeedsLogin(method) && LoginEndpoint is not { IsAbsoluteUri: true })
        {
            ThrowTerminatingError(ErrorRecords.EndpointsIncomplete(nameof(LoginEndpoint)));
        }

        return CloudEndpoints.Custom(GraphEndpoint!, LoginEndpoint, ManagementEndpoint);
    }
}
