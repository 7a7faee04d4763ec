using System.Collections.Generic;
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace StormDetect.Core;

/// <summary>What it takes to sign in to a tenant.</summary>
public sealed class ConnectionRequest
{
    /// <summary>What the connection will be called; empty for the tenant as it was named, or its id.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>How to sign in.</summary>
    public required SignInMethod Method { get; init; }

    /// <summary>The addresses of the cloud.</summary>
    public required CloudEndpoints Endpoints { get; init; }

    /// <summary>The tenant, by id (GUID) or by one of its domains; empty where the method knows it.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>The application (client) id; of a managed identity the user-assigned one's client id. Empty where the method has one of its own.</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>Permissions to ask a person's consent for, such as <c>AuditLog.Read.All</c>; empty for those the application is registered with.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>A certificate with its private key, already loaded.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A file with certificate and private key: PFX (PKCS #12), or PEM with both. Empty for none.</summary>
    public string CertificatePath { get; init; } = string.Empty;

    /// <summary>The password of the file.</summary>
    public SecureString? CertificatePassword { get; init; }

    /// <summary>The thumbprint of a certificate in the personal store of the user, else of the machine. Empty for none.</summary>
    public string CertificateThumbprint { get; init; } = string.Empty;

    /// <summary>The application's secret.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>A user-assigned managed identity by its Azure resource id; empty for the system-assigned one, or the one of <see cref="ClientId"/>.</summary>
    public string IdentityResourceId { get; init; } = string.Empty;

    /// <summary>The file that holds the workload's token; empty for the one the environment names.</summary>
    public string FederatedTokenFile { get; init; } = string.Empty;

    /// <summary>The caller's token, for Microsoft Graph or for the Management Activity API: whichever it was issued for.</summary>
    public SecureString? AccessToken { get; init; }

    /// <summary>Whether a person has to act.</summary>
    public bool NeedsPerson => Method is SignInMethod.Browser or SignInMethod.DeviceCode;

    /// <summary>Whether a method sends something to the sign-in service of the cloud. The others get their token elsewhere; these must never send a secret to a sign-in service that nobody named.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Whether it does.</returns>
    public static bool NeedsLogin(SignInMethod method) => method is not (SignInMethod.ManagedIdentity or SignInMethod.AccessToken or SignInMethod.AzureCli or SignInMethod.AzurePowerShell);
}
