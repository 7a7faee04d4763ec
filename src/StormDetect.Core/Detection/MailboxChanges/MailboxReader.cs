using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Set-Mailbox and its kin: forwarding, sending on behalf, the mailbox's own auditing, protocols.</summary>
internal static class MailboxReader
{
    private static readonly DestinationWeights s_forwarding = new("is forwarded", External: 4, Internal: 0, Unknown: 1);
    private static readonly ChangeSignal s_ownerLosesCopy = new("NoCopyKept", "The owner gets no copy (DeliverToMailboxAndForward is False), so that nobody misses what is forwarded.", 1);

    private static readonly (string Name, bool On, string Text)[] s_protocols =
    [
        ("ImapEnabled", true, "IMAP"), ("PopEnabled", true, "POP"), ("SmtpClientAuthenticationDisabled", false, "SMTP AUTH"),
    ];

    public static void Read(ChangeRecord record, ChangeLog log)
    {
        string mailbox = Mailbox(record, log);
        Forwarding(record, log, mailbox);
        OnBehalf(record, log, mailbox);
        MailboxAuditReader.Read(record, log, mailbox);
    }

    /// <summary>The mailbox a cmdlet changed; its other names, and what they prove of the tenant's domains, are noted.</summary>
    public static string Mailbox(ChangeRecord record, ChangeLog log)
    {
        string identity = record.Parameters["Identity"] ?? string.Empty;
        string resolved = record["ModifiedObjectResolvedName"] ?? string.Empty;
        log.Same(record.TenantId, identity, record.ObjectId);
        log.Same(record.TenantId, identity.Length > 0 ? identity : record.ObjectId, resolved);
        log.Domains(record, identity);
        return identity.Length > 0 ? identity : record.ObjectId;
    }

    /// <summary>Contacts: a forwarding address may be an object of the directory whose mail goes elsewhere.</summary>
    public static void ReadContact(ChangeRecord record, ChangeLog log)
    {
        string address = NameKey.Clean(record.Parameters["ExternalEmailAddress"]);
        if (!address.Contains('@', StringComparison.Ordinal))
        {
            return;
        }

        foreach (string? name in new[] { record.Parameters["Name"], record.Parameters["Alias"], record.Parameters["Identity"], record.Parameters["DisplayName"], record.ObjectId })
        {
            string key = NameKey.Of(name);
            if (key.Length > 0)
            {
                _ = log.Contacts.Add((record.TenantId, key, address.ToLowerInvariant()));
            }
        }
    }

    public static void ReadClientAccess(ChangeRecord record, ChangeLog log)
    {
        string mailbox = Mailbox(record, log);
        bool isPlan = record.Operation.EndsWith("Plan", StringComparison.OrdinalIgnoreCase);
        foreach ((string name, bool on, string text) in s_protocols)
        {
            if (ChangeText.Flag(record.Parameters, name) is bool value)
            {
                log.Add(new MailboxChange(record, MailboxChangeKind.Protocol, value == on ? ChangeDirection.Weakens : ChangeDirection.Restores)
                {
                    Subject = mailbox,
                    IsOfMailbox = !isPlan,
                    State = name,
                    NewValue = $"{name}: {value}",
                    Signals =
                    [
                        new ChangeSignal("ProtocolOn", $"{text} was switched on{(isPlan ? " for mailboxes of a plan" : string.Empty)}. It reads or sends mail with a password or token alone and synchronises whole folders.", 1.5),
                    ],
                });
            }
        }

        EwsReader.ReadMailbox(record, log, mailbox);
    }

    private static void Forwarding(ChangeRecord record, ChangeLog log, string mailbox)
    {
        bool? keeps = ChangeText.Flag(record.Parameters, "DeliverToMailboxAndForward");
        foreach (string name in new[] { "ForwardingSmtpAddress", "ForwardingAddress" })
        {
            if (record.Parameters[name] is not { } value)
            {
                continue;
            }

            bool isCleared = ChangeText.IsCleared(value);
            log.Add(new MailboxChange(record, MailboxChangeKind.Forwarding, isCleared ? ChangeDirection.Restores : ChangeDirection.Weakens)
            {
                Subject = mailbox,
                IsOfMailbox = true,
                State = name,
                Destinations = isCleared ? [] : [NameKey.Clean(value)],
                Routing = s_forwarding,
                OldValue = Old(record, name),
                NewValue = isCleared ? string.Empty : NameKey.Clean(value),
                Signals = keeps == false ? [s_ownerLosesCopy] : [],
            });
        }
    }

    private static void OnBehalf(ChangeRecord record, ChangeLog log, string mailbox)
    {
        if (record.Parameters["GrantSendOnBehalfTo"] is not { } value)
        {
            return;
        }

        (IReadOnlyList<string> added, IReadOnlyList<string> removed, bool replaces) = ChangeText.Edit(value);
        void Add(string target, ChangeDirection direction) => log.Add(new MailboxChange(record, MailboxChangeKind.SendOnBehalf, direction)
        {
            Subject = mailbox,
            IsOfMailbox = true,
            State = "GrantSendOnBehalfTo",
            Target = target,
            NewValue = "SendOnBehalf",
            Signals = [new ChangeSignal("SendOnBehalf", "May send mail on behalf of the mailbox.", 0.5)],
        });
        foreach (string target in added)
        {
            Add(target, ChangeDirection.Weakens);
        }

        foreach (string target in removed.Concat(replaces && added.Count == 0 ? [string.Empty] : Array.Empty<string>()))
        {
            Add(target, ChangeDirection.Restores);
        }
    }

    public static string Old(ChangeRecord record, string name)
    {
        foreach (NamedValue value in record.ModifiedProperties)
        {
            if (value.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value.OldValue;
            }
        }

        return string.Empty;
    }
}
