using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Rights on whole mailboxes: who may open them, who may send as them.</summary>
internal static class GrantReader
{
    // The mailbox that finds of content searches once went to; Exchange itself gives it to this group again and again, under whatever name it acts.
    private const string DiscoveryMailbox = "DiscoverySearchMailbox{D919BA05";
    private const string DiscoveryGroup = "Discovery Management";

    private static readonly ChangeSignal s_fullAccess = new("FullAccess", "FullAccess opens every folder of the mailbox.", 1);
    private static readonly ChangeSignal s_takeOver = new("MayChangeRights", "ChangePermission, ChangeOwner or ownership lets its holder take any right on the mailbox.", 1.5);
    private static readonly ChangeSignal s_sendAs = new("SendAs", "SendAs sends mail that nobody can tell from the mailbox's own.", 0.5);

    public static void ReadMailbox(ChangeRecord record, ChangeLog log)
    {
        string mailbox = MailboxReader.Mailbox(record, log);
        string owner = record.Parameters["Owner"] ?? string.Empty;
        string user = record.Parameters["User"] ?? owner;
        if (record.Parameters.IsTrue("Deny") || (mailbox.Contains(DiscoveryMailbox, StringComparison.OrdinalIgnoreCase) && user.EndsWith(DiscoveryGroup, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        IReadOnlyList<string> rights = ChangeText.Words(record.Parameters["AccessRights"]);
        bool isFull = ChangeText.Has(rights, "FullAccess");
        bool isTakeOver = owner.Length > 0 || ChangeText.Has(rights, "ChangePermission") || ChangeText.Has(rights, "ChangeOwner");
        ChangeDirection direction = Direction(record);
        if (isFull || isTakeOver || (direction == ChangeDirection.Restores && rights.Count == 0))
        {
            log.Add(Change(record, MailboxChangeKind.Permission, direction, mailbox, user, isFull ? "FullAccess" : "ChangePermission", isFull ? s_fullAccess : s_takeOver));
        }
    }

    public static void ReadRecipient(ChangeRecord record, ChangeLog log)
    {
        string mailbox = MailboxReader.Mailbox(record, log);
        IReadOnlyList<string> rights = ChangeText.Words(record.Parameters["AccessRights"]);
        if (!record.Parameters.IsTrue("Deny") && (ChangeText.Has(rights, "SendAs") || rights.Count == 0))
        {
            log.Add(Change(record, MailboxChangeKind.SendAs, Direction(record), mailbox, record.Parameters["Trustee"] ?? string.Empty, "SendAs", s_sendAs));
        }
    }

    private static ChangeDirection Direction(ChangeRecord record) =>
        record.Operation.StartsWith("Remove", StringComparison.OrdinalIgnoreCase) ? ChangeDirection.Restores : ChangeDirection.Weakens;

    private static MailboxChange Change(
        ChangeRecord record, MailboxChangeKind kind, ChangeDirection direction, string mailbox, string user, string right, ChangeSignal signal) =>
        new(record, kind, direction)
        {
            Subject = mailbox,
            IsOfMailbox = true,
            State = right,
            Target = user,
            IsForAnyone = FolderGrantReader.IsAnyone(user),
            NewValue = right,
            Signals = [signal],
        };
}
