using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core.Exports;

/// <summary>
/// The closed vocabularies that some forms write as words and others as numbers. Numbers and names: Office 365 Management Activity API schema.
/// </summary>
internal static class RecordTypes
{
    private static readonly FrozenDictionary<string, int> s_recordTypes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["ExchangeAdmin"] = 1,
        ["ExchangeItem"] = 2,
        ["ExchangeItemGroup"] = 3,
        ["SharePoint"] = 4,
        ["SharePointFileOperation"] = 6,
        ["OneDrive"] = 7,
        ["AzureActiveDirectory"] = 8,
        ["AzureActiveDirectoryAccountLogon"] = 9,
        ["DataCenterSecurityCmdlet"] = 10,
        ["ComplianceDLPSharePoint"] = 11,
        ["ComplianceDLPExchange"] = 13,
        ["SharePointSharingOperation"] = 14,
        ["AzureActiveDirectoryStsLogon"] = 15,
        ["SecurityComplianceCenterEOPCmdlet"] = 18,
        ["ExchangeAggregatedOperation"] = 19,
        ["PowerBIAudit"] = 20,
        ["CRM"] = 21,
        ["Yammer"] = 22,
        ["SkypeForBusinessCmdlets"] = 23,
        ["Discovery"] = 24,
        ["MicrosoftTeams"] = 25,
        ["ThreatIntelligence"] = 28,
        ["MailSubmission"] = 29,
        ["MicrosoftFlow"] = 30,
        ["AeD"] = 31,
        ["SharePointListOperation"] = 36,
        ["SecurityComplianceAlerts"] = 40,
        ["ThreatIntelligenceUrl"] = 41,
        ["SecurityComplianceInsights"] = 42,
        ["WorkplaceAnalytics"] = 44,
        ["PowerAppsApp"] = 45,
        ["ExchangeItemAggregated"] = 50,
        ["DataInsightsRestApiAudit"] = 52,
        ["ExchangeSearch"] = 101,
        ["MS365DCustomDetection"] = 113,
        ["OWAAuth"] = 275,
        ["AuditSearch"] = 295,
        ["AuditRetentionPolicy"] = 296,
        ["AuditConfig"] = 297,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int> s_userTypes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["Regular"] = 0,
        ["Reserved"] = 1,
        ["Admin"] = 2,
        ["DcAdmin"] = 3,
        ["System"] = 4,
        ["Application"] = 5,
        ["ServicePrincipal"] = 6,
        ["CustomPolicy"] = 7,
        ["SystemPolicy"] = 8,
        ["PartnerTechnician"] = 9,
        ["Guest"] = 10,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>RecordType as a number; null where it is missing or an unknown name.</summary>
    public static int? RecordType(RawValue value) => Number(value, s_recordTypes);

    /// <summary>A record type as a number, from its number or name; null where the name is not known.</summary>
    public static int? RecordType(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : s_recordTypes.TryGetValue(text.Trim(), out int named) ? named : null;

    /// <summary>UserType as a number; null where it is missing or an unknown name.</summary>
    public static int? UserType(RawValue value) => Number(value, s_userTypes);

    /// <summary>On whose authority a mailbox was opened, from LogonType as number or word.</summary>
    public static LogonKind Logon(RawValue value)
    {
        if (value.TryGetInt(out int number))
        {
            return number switch
            {
                0 => LogonKind.Owner,
                1 or 6 => LogonKind.Admin,
                2 => LogonKind.Delegate,
                3 or 4 or 5 => LogonKind.Service,
                _ => LogonKind.Unknown,
            };
        }

        return value.EqualsAscii("Owner"u8) ? LogonKind.Owner
            : value.EqualsAscii("Admin"u8) || value.EqualsAscii("DelegatedAdmin"u8) ? LogonKind.Admin
            : value.EqualsAscii("Delegated"u8) || value.EqualsAscii("Delegate"u8) ? LogonKind.Delegate
            : value.EqualsAscii("Transport"u8) || value.EqualsAscii("SystemService"u8) || value.EqualsAscii("BestAccess"u8) ? LogonKind.Service
            : LogonKind.Unknown;
    }

    private static int? Number(RawValue value, FrozenDictionary<string, int> names)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        return value.TryGetInt(out int number) ? number : names.TryGetValue(value.Text().Trim(), out int named) ? named : null;
    }
}
