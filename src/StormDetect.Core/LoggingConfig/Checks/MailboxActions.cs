using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Mailbox actions by who does them. Source: "Manage mailbox auditing" and Set-Mailbox of Microsoft's documentation.</summary>
internal static class MailboxActions
{
    public const string Owner = "AuditOwner";
    public const string Delegate = "AuditDelegate";
    public const string Admin = "AuditAdmin";
    public const string Search = "SearchQueryInitiated";

    /// <summary>The three lists of a mailbox.</summary>
    public static IReadOnlyList<string> Lists { get; } = [Owner, Delegate, Admin];

    /// <summary>What Exchange audits by default.</summary>
    public static IReadOnlyDictionary<string, string[]> Defaults { get; } = new Dictionary<string, string[]>
    {
        [Owner] = ["ApplyRecord", "HardDelete", "MailItemsAccessed", "MoveToDeletedItems", "Send", "SoftDelete", "Update", "UpdateCalendarDelegation", "UpdateFolderPermissions", "UpdateInboxRules"],
        [Delegate] = ["ApplyRecord", "Create", "HardDelete", "MailItemsAccessed", "MoveToDeletedItems", "SendAs", "SendOnBehalf", "SoftDelete", "Update", "UpdateFolderPermissions", "UpdateInboxRules"],
        [Admin] =
        [
            "ApplyRecord", "Create", "HardDelete", "MailItemsAccessed", "MoveToDeletedItems", "Send", "SendAs", "SendOnBehalf", "SoftDelete", "Update", "UpdateCalendarDelegation",
            "UpdateFolderPermissions", "UpdateInboxRules",
        ],
    };

    /// <summary>What the hunts cannot do without.</summary>
    public static IReadOnlyDictionary<string, string[]> Forensic { get; } = new Dictionary<string, string[]>
    {
        [Owner] = ["MailItemsAccessed", "Send", "MoveToDeletedItems", "SoftDelete", "HardDelete", "UpdateInboxRules"],
        [Delegate] = ["MailItemsAccessed", "MoveToDeletedItems", "SoftDelete", "HardDelete", "UpdateInboxRules"],
        [Admin] = ["MailItemsAccessed", "Send", "MoveToDeletedItems", "SoftDelete", "HardDelete", "UpdateInboxRules"],
    };

    /// <summary>What of some actions a mailbox does not audit, by list; null where a list is not known.</summary>
    public static Dictionary<string, string[]?> Missing(ConfigRow mailbox, IReadOnlyDictionary<string, string[]> required) => required.ToDictionary(
        static pair => pair.Key,
        pair => mailbox.List(pair.Key) is { } present ? pair.Value.Except(present, StringComparer.OrdinalIgnoreCase).ToArray() : null);
}
