using System;
using System.Collections.Generic;

namespace StormDetect.Core.LoggingConfig;

/// <summary>What kind of mailbox it is, as far as auditing makes a difference.</summary>
internal static class MailboxKind
{
    private static readonly HashSet<string> s_resource = new(StringComparer.OrdinalIgnoreCase) { "RoomMailbox", "EquipmentMailbox", "SchedulingMailbox", "PublicFolderMailbox" };

    private static readonly HashSet<string> s_system = new(StringComparer.OrdinalIgnoreCase)
    {
        "ArbitrationMailbox", "AuditLogMailbox", "AuxAuditLogMailbox", "DiscoveryMailbox", "MonitoringMailbox", "SupervisoryReviewPolicyMailbox", "SystemAttendantMailbox", "SystemMailbox",
    };

    public static bool IsGroup(ConfigRow mailbox) => "GroupMailbox".Equals(mailbox.Text("RecipientTypeDetails"), StringComparison.OrdinalIgnoreCase);

    public static bool IsResource(ConfigRow mailbox) => s_resource.Contains(mailbox.Text("RecipientTypeDetails") ?? string.Empty);

    public static bool IsShared(ConfigRow mailbox) => "SharedMailbox".Equals(mailbox.Text("RecipientTypeDetails"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether people read and write it: user, shared, linked and any kind this version has not heard of.</summary>
    public static bool IsPeoples(ConfigRow mailbox) =>
        !IsGroup(mailbox) && !IsResource(mailbox) && !s_system.Contains(mailbox.Text("RecipientTypeDetails") ?? string.Empty);

    public static bool IsKnown(ConfigRow mailbox) => !string.IsNullOrEmpty(mailbox.Text("RecipientTypeDetails"));

    public static string Name(ConfigRow mailbox) => mailbox.FirstText("PrimarySmtpAddress", "UserPrincipalName", "DisplayName") ?? (mailbox.Key.Length > 0 ? mailbox.Key : "(unnamed mailbox)");
}
