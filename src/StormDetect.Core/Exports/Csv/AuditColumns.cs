using System;
using System.Collections.Generic;

namespace StormDetect.Core.Exports;

/// <summary>Column names by which a CSV header shows that its rows are audit records.</summary>
internal static class AuditColumns
{
    /// <summary>Names that only audit exports use.</summary>
    private static readonly HashSet<string> s_telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "AuditData", "RawEventData", "UserIds", "Operations", "OfficeWorkload", "OfficeObjectId", "OfficeId", "SourceRecordId", "RecordType",
        "AuditLogRecordType", "AssociatedAdminUnits", "MailboxGuid", "MailboxOwnerUPN", "Client_IPAddress", "Logon_Type", "MailAccessType",
        "ClientInfoString", "UniqueTokenId",
    };

    /// <summary>Names that other tables use as well.</summary>
    private static readonly HashSet<string> s_common = new(StringComparer.OrdinalIgnoreCase)
    {
        "CreationDate", "CreationTime", "CreatedDateTime", "TimeGenerated", "Timestamp", "Start_Time", "Operation", "UserId", "UserKey", "UserType",
        "ActionType", "Workload", "Application", "AccountObjectId", "ClientIP", "ObjectId", "OrganizationId", "ResultStatus", "Parameters",
        "RecordId", "event.action", "_raw",
    };

    /// <summary>Counts the audit columns of a header.</summary>
    /// <param name="columns">The column names.</param>
    /// <param name="telling">How many of them only audit exports use.</param>
    /// <returns>How many are known.</returns>
    public static int CountKnown(IReadOnlyList<string> columns, out int telling)
    {
        int known = 0;
        telling = 0;
        foreach (string column in columns)
        {
            string name = Bare(column);
            if (s_telling.Contains(name))
            {
                telling++;
                known++;
            }
            else if (s_common.Contains(name))
            {
                known++;
            }
        }

        return known;
    }

    /// <summary>A column name without a trailing zone such as <c> [UTC]</c>.</summary>
    /// <param name="column">The name as the file spells it.</param>
    /// <returns>The name proper.</returns>
    public static ReadOnlySpan<char> WithoutZone(string column)
    {
        int zone = column.EndsWith(']') ? column.LastIndexOf('[') : -1;
        return zone > 0 ? column.AsSpan(0, zone).TrimEnd() : column;
    }

    private static string Bare(string column)
    {
        string name = WithoutZone(column).ToString();
        return name.StartsWith(AuditFieldMap.ElasticPrefix, StringComparison.OrdinalIgnoreCase) ? name[AuditFieldMap.ElasticPrefix.Length..] : name;
    }
}
