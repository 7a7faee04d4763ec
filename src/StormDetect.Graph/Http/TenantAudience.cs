namespace StormDetect.Graph;

/// <summary>The service a request goes to, and its token is for.</summary>
internal enum TenantAudience
{
    /// <summary>Microsoft Graph.</summary>
    Graph,

    /// <summary>The Management Activity API.</summary>
    ManagementActivity,
}
