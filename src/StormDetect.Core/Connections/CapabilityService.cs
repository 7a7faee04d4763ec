namespace StormDetect.Core;

/// <summary>The service behind a capability.</summary>
public enum CapabilityService
{
    /// <summary>Microsoft Graph.</summary>
    Graph,

    /// <summary>The Office 365 Management Activity API.</summary>
    ManagementActivity,

    /// <summary>An Exchange Online session of the same PowerShell (Connect-ExchangeOnline), with a sign-in of its own.</summary>
    ExchangeSession,
}
