namespace StormDetect.Core;

/// <summary>The form an audit record was exported in.</summary>
public enum ExportForm
{
    /// <summary>Not recognised yet.</summary>
    Unknown,

    /// <summary>CSV of the Purview portal's audit search.</summary>
    PurviewCsv,

    /// <summary>CSV of Search-UnifiedAuditLog, also with a SIEM's extra columns.</summary>
    SearchCsv,

    /// <summary>JSON of Search-UnifiedAuditLog: outer objects with AuditData as text.</summary>
    SearchJson,

    /// <summary>Records of the Office 365 Management Activity API: arrays, one a line, or concatenated.</summary>
    ActivityApi,

    /// <summary>Pages of Microsoft Graph auditLogRecord.</summary>
    GraphAuditLogRecord,

    /// <summary>Sentinel OfficeActivity rows as CSV or JSON.</summary>
    OfficeActivity,

    /// <summary>Defender EnrichedMicrosoft365AuditLogs rows.</summary>
    EnrichedAuditLogs,

    /// <summary>Defender CloudAppEvents rows with RawEventData, plain or streamed.</summary>
    CloudAppEvents,

    /// <summary>Splunk export of o365:management:activity events.</summary>
    Splunk,

    /// <summary>Elastic export of o365.audit documents.</summary>
    Elastic,

    /// <summary>CSV with audit columns but without AuditData: a partial schema.</summary>
    ColumnsCsv,

    /// <summary>Sign-ins as the Entra portal downloads them as CSV.</summary>
    SignInPortalCsv,

    /// <summary>Sign-ins as Microsoft Graph gives them, v1.0 or beta, and as the Entra portal downloads them as JSON.</summary>
    GraphSignIn,

    /// <summary>Sign-ins of Sentinel or Log Analytics tables (SigninLogs, AADNonInteractiveUserSignInLogs ...), also as a diagnostic setting streams them.</summary>
    SigninLogs,

    /// <summary>Sign-ins of Defender's EntraIdSignInEvents, or AADSignInEventsBeta before it.</summary>
    EntraIdSignInEvents,

    /// <summary>Requests of MicrosoftGraphActivityLogs.</summary>
    GraphActivity,
}
