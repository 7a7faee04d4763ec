using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Who may use Exchange Web Services: the switches of the organisation and of a mailbox.</summary>
internal static class EwsReader
{
    /// <summary>Set-OrganizationConfig.</summary>
    public static void ReadOrganization(ChangeRecord record, ChangeLog log) => Read(record, log, string.Empty, 3);

    /// <summary>Set-CASMailbox.</summary>
    public static void ReadMailbox(ChangeRecord record, ChangeLog log, string mailbox) => Read(record, log, mailbox, 1.5);

    private static void Read(ChangeRecord record, ChangeLog log, string mailbox, double weight)
    {
        string where = mailbox.Length == 0 ? "the whole organisation" : "the mailbox";
        void Add(string state, ChangeDirection direction, string value, string text) => log.Add(new MailboxChange(record, MailboxChangeKind.EwsAccess, direction)
        {
            Subject = mailbox,
            IsOfMailbox = mailbox.Length > 0,
            State = state,
            OldValue = MailboxReader.Old(record, state),
            NewValue = $"{state}: {value}",
            Signals = [new ChangeSignal(state, text, weight)],
        });

        if (ChangeText.Flag(record.Parameters, "EwsEnabled") is bool enabled)
        {
            Add("EwsEnabled", enabled ? ChangeDirection.Weakens : ChangeDirection.Restores, $"{enabled}", $"Exchange Web Services were switched on for {where}; they read whole mailboxes.");
        }

        if (record.Parameters["EwsApplicationAccessPolicy"] is { } policy)
        {
            bool enforces = policy.Contains("EnforceAllowList", StringComparison.OrdinalIgnoreCase);
            Add("EwsApplicationAccessPolicy", enforces ? ChangeDirection.Restores : ChangeDirection.Weakens, policy,
                $"Applications no longer need to be on the list of Exchange Web Services for {where} (EwsApplicationAccessPolicy).");
        }

        if (record.Parameters["EwsAllowList"] is { } list)
        {
            (IReadOnlyList<string> added, _, _) = ChangeText.Edit(list);
            bool any = added.Any(static agent => agent.Trim('*', ' ').Length == 0);
            Add("EwsAllowList", added.Count == 0 ? ChangeDirection.Restores : ChangeDirection.Weakens, list,
                any ? $"Every client may use Exchange Web Services of {where} now." : $"{string.Join(", ", added)} may use Exchange Web Services of {where} now. Clients choose what they call themselves.");
        }

        if (record.Parameters["EwsBlockList"] is { } block && ChangeText.IsCleared(block))
        {
            Add("EwsBlockList", ChangeDirection.Weakens, block, $"The list of clients that may not use Exchange Web Services of {where} was emptied.");
        }
    }
}
