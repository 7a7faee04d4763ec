using System;

namespace StormDetect.Core.Scenarios;

/// <summary>MailItemsAccessed: Bind as RecordType 50 with folders and items, Sync as RecordType 2 with one folder.</summary>
internal static class MailAccessShape
{
    public static void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        AccessSession session = entry.Session;
        ClientProfile client = session.Client;
        bool sync = entry.Kind == RecordKind.Sync;
        Mailbox user = session.Actor ?? entry.Mailbox;
        ReadOnlySpan<byte> clientAppId = ClientAppId(composer.Tenant, entry);
        NetAddress address = composer.Address(entry);

        composer.Context(entry, clientAppId);
        composer.Head(
            entry,
            "MailItemsAccessed"u8,
            sync ? 2 : 50,
            "Succeeded"u8,
            client.IsApplication ? client.ClientAppId ?? client.AppId! : user.Text.Puid,
            client.IsApplication ? 5 : session.LogonType == 1 ? 2 : 0,
            "Exchange"u8);
        if (sync)
        {
            line.Text(",\"ClientIP\":\""u8);
            line.Address(address);
            line.Byte((byte)'"');
        }

        composer.Field(",\"UserId\":\""u8, composer.UserName(user, entry.Time));
        MailboxFields.WriteClient(composer, entry, clientAppId, address);
        MailboxFields.WriteMailbox(composer, entry);
        line.Text(",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\""u8);
        line.Text(sync ? "Sync\"}"u8 : "Bind\"}"u8);
        if (!composer.Random.Chance(sync ? 0 : composer.Tenant.ThrottleFlagMissing))
        {
            line.Text(",{\"Name\":\"IsThrottled\",\"Value\":\""u8);
            line.Text(entry.Throttled ? "True\"}"u8 : "False\"}"u8);
        }

        line.Byte((byte)']');
        MailboxFields.WriteOrganisation(composer, entry);
        if (sync)
        {
            WriteFolder(composer, entry, escaped);
        }
        else
        {
            WriteItems(composer, entry, escaped);
        }

        line.Byte((byte)'}');
    }

    /// <summary>What the record says about the caller: nothing before the log began to carry it.</summary>
    public static ReadOnlySpan<byte> ClientAppId(TenantText tenant, in ScenarioEvent entry)
    {
        ClientProfile client = entry.Session.Client;
        if (client.ClientAppIdBeganLater && tenant.ClientAppIdFrom != int.MinValue
            && entry.Time < tenant.ClientAppIdFrom + (int)(entry.Mailbox.Key % (ulong)tenant.ClientAppIdSpread))
        {
            return default;
        }

        return client.ClientAppId;
    }

    private static void WriteFolder(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        Mailbox mailbox = entry.Mailbox;
        line.Text(",\"Item\":{\"Id\":\""u8);
        ItemText.FolderId(line, mailbox, entry.Folder);
        line.Text("\",\"ParentFolder\":{\"Id\":\""u8);
        ItemText.FolderId(line, mailbox, entry.Folder);
        composer.Field("\",\"Name\":\""u8, FolderNames.Name(mailbox.Locale, entry.Folder, escaped));
        if (composer.Random.Chance(composer.Tenant.SyncPathMissing))
        {
            line.Text(",\"Path\":\"Not Available\""u8);
        }
        else
        {
            composer.Field(",\"Path\":\"\\\\"u8, FolderNames.Name(mailbox.Locale, entry.Folder, escaped));
        }

        line.Text("}}"u8);
    }

    private static void WriteItems(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        Mailbox mailbox = entry.Mailbox;
        bool old = entry.Session.Context == ContextForm.Absent || composer.Random.Chance(composer.Tenant.OldItems);
        bool withRequest = !old && composer.Random.Chance(0.25);
        int newest = ItemText.Latest(mailbox, entry.Time) - entry.Depth;
        int count = entry.Items;
        int inFirst = count > 1 && composer.Random.Chance(0.2) ? composer.Random.Range(1, count - 1) : count;
        int second = entry.Folder == FolderNames.SentItems ? FolderNames.Inbox : FolderNames.SentItems;

        line.Text(",\"Folders\":[{\"FolderItems\":["u8);
        for (int i = 0; i < count; i++)
        {
            int folder = i < inFirst ? entry.Folder : second;
            if (i == inFirst)
            {
                EndFolder(entry.Folder);
                line.Text(",{\"FolderItems\":["u8);
            }
            else if (i > 0)
            {
                line.Byte((byte)',');
            }

            int number = newest - i;
            line.Byte((byte)'{');
            if (!old)
            {
                if (withRequest)
                {
                    line.Text("\"ClientRequestId\":\""u8);
                    line.Guid(ScenarioIds.Derived(entry.Entropy, 1));
                    line.Text("\","u8);
                }

                line.Text("\"Id\":\""u8);
                ItemText.ItemId(line, mailbox, folder, number);
                line.Text("\",\"ImmutableId\":\""u8);
                ItemText.ImmutableId(line, mailbox, number);
                line.Text("\","u8);
            }

            line.Text("\"InternetMessageId\":\""u8);
            ItemText.MessageId(line, mailbox, number);
            line.Byte((byte)'"');
            if (!old)
            {
                line.Text(",\"SizeInBytes\":"u8);
                line.Number(ItemText.Size(mailbox, number));
            }

            line.Byte((byte)'}');
        }

        EndFolder(inFirst < count ? second : entry.Folder);
        line.Text("],\"OperationCount\":"u8);
        line.Number(count);

        void EndFolder(int folder)
        {
            line.Text("],\"Id\":\""u8);
            ItemText.FolderId(line, mailbox, folder);
            composer.Field("\",\"Path\":\"\\\\"u8, FolderNames.Name(mailbox.Locale, folder, escaped));
            line.Byte((byte)'}');
        }
    }
}
