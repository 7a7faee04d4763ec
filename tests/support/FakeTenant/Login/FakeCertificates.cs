using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StormDetect.FakeTenant;

/// <summary>Makes certificates.</summary>
internal static class FakeCertificates
{
    private static readonly Lazy<X509Certificate2> s_tls = new(MakeTls);
    private static readonly Lazy<X509Certificate2> s_client = new(static () => Make("CN=StormDetect fake client", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30)));
    private static readonly Lazy<X509Certificate2> s_expired = new(static () => Make("CN=StormDetect expired client", DateTimeOffset.UtcNow.AddDays(-60), DateTimeOffset.UtcNow.AddDays(-30)));

    // Keys take their time: one of each is enough for all tenants of a process.

    /// <summary>Of the login service.</summary>
    public static X509Certificate2 Tls => s_tls.Value;

    /// <summary>Of a file of certificate and key; made if there is none.</summary>
    public static X509Certificate2 TlsOf(string path)
    {
        if (!File.Exists(path))
        {
            using X509Certificate2 made = MakeTls();
            File.WriteAllText(path + ".new", Pem(made));
            File.Move(path + ".new", path, overwrite: true);
        }

        using X509Certificate2 read = X509Certificate2.CreateFromPemFile(path);
        return Reload(read);
    }

    /// <summary>Of an application.</summary>
    public static X509Certificate2 Client => s_client.Value;

    /// <summary>Of an application, and no longer valid.</summary>
    public static X509Certificate2 Expired => s_expired.Value;

    /// <summary>Of the login service: its own authority, so that trusting the file is enough.</summary>
    private static X509Certificate2 MakeTls()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 signed = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return Reload(signed);
    }

    private static X509Certificate2 Make(string subject, DateTimeOffset from, DateTimeOffset to)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(from, to);
        return Reload(made);
    }

    /// <summary>The same with a key that every platform's TLS and every export can use.</summary>
#pragma warning disable SYSLIB0057 // Its successor is not in .NET 8.
    private static X509Certificate2 Reload(X509Certificate2 certificate) => new(certificate.Export(X509ContentType.Pfx), (string?)null, X509KeyStorageFlags.Exportable);
#pragma warning restore SYSLIB0057

    /// <summary>Certificate and key as text.</summary>
    public static string Pem(X509Certificate2 certificate)
    {
        using RSA key = certificate.GetRSAPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
