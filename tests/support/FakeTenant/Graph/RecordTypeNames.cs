using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.FakeTenant;

/// <summary>Record types by number and name, as far as the logs here hold them.</summary>
internal static class RecordTypeNames
{
    private static readonly Dictionary<int, string> s_names = new()
    {
        [1] = "ExchangeAdmin", [2] = "ExchangeItem", [3] = "ExchangeItemGroup", [4] = "SharePoint", [6] = "SharePointFileOperation", [7] = "OneDrive", [8] = "AzureActiveDirectory",
        [9] = "AzureActiveDirectoryAccountLogon", [14] = "SharePointSharingOperation", [15] = "AzureActiveDirectoryStsLogon", [18] = "SecurityComplianceCenterEOPCmdlet",
        [19] = "ExchangeAggregatedOperation", [24] = "Discovery", [25] = "MicrosoftTeams", [28] = "ThreatIntelligence", [29] = "MailSubmission", [40] = "SecurityComplianceAlerts",
        [50] = "ExchangeItemAggregated", [52] = "DataInsightsRestApiAudit", [101] = "ExchangeSearch", [113] = "MS365DCustomDetection", [275] = "OWAAuth", [295] = "AuditSearch",
        [296] = "AuditRetentionPolicy", [297] = "AuditConfig",
    };

    private static readonly Dictionary<string, int> s_numbers = s_names.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>As Exchange writes it; the number where there is no name.</summary>
    public static string Of(int recordType) => s_names.TryGetValue(recordType, out string? name) ? name : recordType.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As Graph writes it.</summary>
    public static string Camel(int recordType) => Of(recordType) is { } name && char.IsAsciiLetter(name[0])
        ? name.StartsWith("OWA", StringComparison.Ordinal) ? "owa" + name[3..] : name.StartsWith("MS", StringComparison.Ordinal) ? "ms" + name[2..] : char.ToLowerInvariant(name[0]) + name[1..]
        : "unknownFutureValue";

    public static bool TryNumber(string name, out int number) => s_numbers.TryGetValue(name, out number) || int.TryParse(name, out number);
}
