using System;

namespace StormDetect.Cli.Output;

/// <summary>What messages of the shared library call by its PowerShell name, by that of the command line.</summary>
internal static class CommandWords
{
    private static readonly (string PowerShell, string Here)[] s_words =
    [
        ("-Source GraphQuery or ExchangeSession", "--source graph, or in PowerShell with Search-M365AuditLog -Source ExchangeSession"),
        ("-Source GraphQuery", "--source graph"),
        ("-Source ManagementActivity", "--source management"),
        ("Search with -Source ExchangeSession", "Search in PowerShell with Search-M365AuditLog -Source ExchangeSession"),
        ("Search-M365AuditLog -StartSubscription", "--start-subscription"),
        (" with -StatePath again", " again"),
        (" of Connect-StormDetect", string.Empty),
        (" with Connect-StormDetect", string.Empty),
        ("-TenantId", "--tenant"),
        ("-ClientId or -IdentityResourceId", "--managed-identity"),
        ("-ClientId", "--client-id"),
        ("-Environment", "--cloud"),
        ("-CertificatePassword", "--certificate-password-env"),
    ];

    /// <summary>Words a message for the command line.</summary>
    public static string Of(string message)
    {
        foreach ((string powerShell, string here) in s_words)
        {
            message = message.Replace(powerShell, here, StringComparison.Ordinal);
        }

        return message;
    }
}
