using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>The ids of the permissions in the catalogue, as an app registration names them.</summary>
/// <remarks>
/// Sources: the app roles and scopes of Microsoft Graph's own service principal (Microsoft Graph permissions reference; merill/microsoft-info, GraphAppRoles and GraphDelegateRoles, of 2026-08-20); for ActivityFeed.Read the
/// role of the Office 365 Management APIs, which is quoted the same everywhere. The script that registers an application looks them up by name in the tenant itself.
/// </remarks>
internal static class PermissionIds
{
    /// <summary>Microsoft Graph.</summary>
    public const string Graph = "00000003-0000-0000-c000-000000000000";

    /// <summary>The Office 365 Management APIs.</summary>
    public const string ManagementActivity = "c5393580-f805-4401-95e8-94b7a6ef2fc2";

    private static readonly Dictionary<string, string> s_roles = new(StringComparer.Ordinal)
    {
        ["AuditLogsQuery-Exchange.Read.All"] = "6b0d2622-d34e-4470-935b-b96550e5ca8d",
        ["AuditLogsQuery-Entra.Read.All"] = "7276d950-48fc-4269-8348-f22f2bb296d0",
        ["AuditLog.Read.All"] = "b0afded3-3588-46d8-8b3d-9842eff778da",
        ["User.Read.All"] = "df021288-bdef-4463-88db-98f22de89214",
        ["MailboxSettings.Read"] = "40f97065-369a-49f4-947c-6a255697ae91",
        ["LicenseAssignment.Read.All"] = "e2f98668-2877-4f38-a2f4-8202e0717aa1",
        ["Application.Read.All"] = "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
        ["DelegatedPermissionGrant.Read.All"] = "81b4724a-58aa-41c1-8a55-84ef97466587",
        ["Domain.Read.All"] = "dbb9058a-0e50-45d7-ae91-66909b5d4664",
        ["Policy.Read.All"] = "246dd0d5-5bd0-4def-940b-0421030a5b68",
        ["ExchangeMessageTrace.Read.All"] = "89b20d8a-76e2-4057-867b-9961f800b9a4",
        ["Mail.ReadBasic.All"] = "693c5e45-0940-467d-9b8a-1022fb9d42ef",
        ["ActivityFeed.Read"] = "594c1fb6-4f81-4475-ae41-0c394909246c",
    };

    /// <summary>The id of an application permission.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the list: add it, with its source.</exception>
    public static string Role(string permission) => s_roles[permission];
}
