namespace StormDetect.Core.Scenarios;

/// <summary>Send, Create and Update: one item (RecordType 2).</summary>
internal static class ItemShape
{
    public static void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        AccessSession session = entry.Session;
        Mailbox mailbox = entry.Mailbox;
        Mailbox user = session.Actor ?? mailbox;
        NetAddress address = composer.Address(entry);
        System.ReadOnlySpan<byte> clientAppId = MailAccessShape.ClientAppId(composer.Tenant, entry);
        composer.Context(entry, clientAppId);
        composer.Head(
            entry,
            entry.Kind == RecordKind.Send ? "Send"u8 : entry.Kind == RecordKind.Create ? "Create"u8 : "Update"u8,
            2,
            "Succeeded"u8,
            session.Client.IsApplication ? session.Client.ClientAppId ?? session.Client.AppId! : user.Text.Puid,
            session.Client.IsApplication ? 5 : 0,
            "Exchange"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(address);
        composer.Field("\",\"UserId\":\""u8, composer.UserName(user, entry.Time));
        MailboxFields.WriteClient(composer, entry, clientAppId, address);
        MailboxFields.WriteMailbox(composer, entry);
        MailboxFields.WriteOrganisation(composer, entry);

        int number = ItemText.Latest(mailbox, entry.Time) - entry.Depth;
        line.Text(",\"Item\":{"u8);
        if (composer.Random.Chance(0.3))
        {
            line.Text("\"Attachments\":\"image001.png ("u8);
            line.Number(composer.Random.Range(900, 90_000));
            line.Text("b); notes.docx ("u8);
            line.Number(composer.Random.Range(9_000, 900_000));
            line.Text("b)\","u8);
        }

        line.Text("\"Id\":\""u8);
        if (entry.Kind == RecordKind.Send)
        {
            line.Text("Unknown"u8);
        }
        else
        {
            ItemText.ItemId(line, mailbox, entry.Folder, number);
        }

        line.Text("\",\"InternetMessageId\":\""u8);
        ItemText.MessageId(line, mailbox, number);
        if (entry.Kind != RecordKind.Send)
        {
            line.Text("\",\"IsRecord\":false,\"ParentFolder\":{\"Id\":\""u8);
            ItemText.FolderId(line, mailbox, entry.Folder);
            composer.Field("\",\"Path\":\"\\\\"u8, FolderNames.Name(mailbox.Locale, entry.Folder, escaped));
            line.Text("},\"SizeInBytes\":"u8);
            line.Number(ItemText.Size(mailbox, number));
        }
        else
        {
            line.Text("\",\"SizeInBytes\":"u8);
            line.Number(ItemText.Size(mailbox, number));
        }

        line.Text(",\"Subject\":\""u8);
        if (entry.Message is null)
        {
            ItemText.SubjectText(line, mailbox, number);
        }
        else
        {
            line.Escaped(entry.Message.Subject);
        }

        line.Text("\"}"u8);
        if (entry.Kind == RecordKind.Update)
        {
            line.Text(",\"ModifiedProperties\":[\"RecipientCollection\"]"u8);
        }
        else if (entry.Kind == RecordKind.Send)
        {
            line.Text(",\"SaveToSentItems\":true"u8);
            if (entry.Message is not null)
            {
                Recipients(line, entry.Message.Recipients);
            }
        }

        line.Byte((byte)'}');
    }

    private static void Recipients(JsonLine line, System.Collections.Generic.IReadOnlyList<string> recipients)
    {
        line.Text(",\"recipientCount\":"u8);
        line.Number(recipients.Count);
        line.Text(",\"recipientList\":["u8);
        for (int i = 0; i < recipients.Count && i < SentMessage.MostRecipients; i++)
        {
            line.Text(i == 0 ? "\""u8 : ",\""u8);
            line.Escaped(recipients[i]);
            line.Byte((byte)'"');
        }

        line.Byte((byte)']');
    }
}
