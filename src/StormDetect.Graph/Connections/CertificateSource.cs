using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Finds the certificate of a request: given, in a file or in a store.</summary>
internal static class CertificateSource
{
    /// <summary>Finds it, and sees that it can sign today.</summary>
    /// <exception cref="TenantRequestException">It cannot.</exception>
    public static X509Certificate2 Load(ConnectionRequest request, DateTimeOffset now)
    {
        X509Certificate2 certificate = request.Certificate ?? (request.CertificatePath.Length > 0 ? FromFile(request) : FromStore(request.CertificateThumbprint));
        string name = PlainText.Safe($"{certificate.Subject} ({certificate.Thumbprint})");
        return !certificate.HasPrivateKey
            ? throw Problem($"The certificate {name} has no private key here. Name a file or store entry that has the key.")
            : now >= certificate.NotAfter
                ? throw Problem($"The certificate {name} expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC. Make a new one, upload its public part to the app registration, and connect with it.")
                : now < certificate.NotBefore
                    ? throw Problem($"The certificate {name} is valid only from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC. Look at this machine's clock ({now.UtcDateTime:yyyy-MM-dd HH:mm} UTC).")
                    : certificate;
    }

    private static X509Certificate2 FromFile(ConnectionRequest request)
    {
        string path = request.CertificatePath;
        try
        {
            SpecialFile.Refuse(path);
            string? password = request.CertificatePassword is null ? null : new NetworkCredential(string.Empty, request.CertificatePassword).Password;

            // Read once: what a shell hands over as /dev/fd/63 has nothing to give the second time.
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
            {
                string pem = Encoding.UTF8.GetString(bytes);
                return password is null ? X509Certificate2.CreateFromPem(pem, pem) : X509Certificate2.CreateFromEncryptedPem(pem, pem, password);
            }

            // Not in any key store of the machine, where the system can do without (macOS cannot).
            X509KeyStorageFlags flags = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
            return new X509Certificate2(bytes, password, flags);
        }
        catch (CryptographicException)
        {
            // The words differ from system to system, and most say nothing.
            throw Problem($"The certificate file '{PlainText.Safe(path)}' cannot be opened: it is no PFX or PEM file with certificate and private key, or -CertificatePassword is missing or wrong.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Problem($"The certificate file '{PlainText.Safe(path)}' cannot be read: {PlainText.Safe(failure.Message)}");
        }
    }

    private static X509Certificate2 FromStore(string thumbprint)
    {
        string plain = string.Concat(thumbprint.Where(char.IsAsciiHexDigit));
        foreach (StoreLocation location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                X509Certificate2Collection found = store.Certificates.Find(X509FindType.FindByThumbprint, plain, validOnly: false);
                if (found.Count > 0)
                {
                    return found[0];
                }
            }
            catch (CryptographicException)
            {
                // The store does not exist, or not on this system.
            }
        }

        throw Problem($"No certificate with the thumbprint '{PlainText.Safe(thumbprint)}' is in the personal store of this user or machine.");
    }

    private static TenantRequestException Problem(string message) => new(TenantRequestProblem.Certificate, message);
}
