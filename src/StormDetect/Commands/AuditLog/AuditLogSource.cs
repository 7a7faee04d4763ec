namespace StormDetect.Commands;

/// <summary>Which way a live audit log is searched.</summary>
public enum AuditLogSource
{
    /// <summary>Whichever the cloud and the sessions allow: Microsoft Graph, else the Exchange session, else the Management Activity API.</summary>
    Auto,

    /// <summary>Microsoft Graph's audit log queries.</summary>
    GraphQuery,

    /// <summary>Search-UnifiedAuditLog in the Exchange Online session.</summary>
    ExchangeSession,

    /// <summary>The Management Activity API.</summary>
    ManagementActivity,
}
