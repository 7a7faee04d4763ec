namespace StormDetect.Core;

/// <summary>A way to ask a tenant for its audit log.</summary>
public enum AuditLogRouteKind
{
    /// <summary>Microsoft Graph, <c>security/auditLog/queries</c>: up to 180 days (longer with Audit Premium), worldwide cloud only.</summary>
    GraphQuery,

    /// <summary>Search-UnifiedAuditLog in the admin's Exchange Online session: up to 180 days (longer with Audit Premium), every cloud but China.</summary>
    ExchangeSession,

    /// <summary>The Management Activity API: what became available in the last 7 days, after a subscription was started.</summary>
    ManagementActivity,
}
