namespace StormDetect.Core.Scenarios;

/// <summary>MoveToDeletedItems, SoftDelete and HardDelete: a group of items (RecordType 3).</summary>
internal static class ItemGroupShape
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
            entry.Kind switch
            {
                RecordKind.MoveToDeletedItems => "MoveToDeletedItems"u8,
                RecordKind.SoftDelete => "SoftDelete"u8,
                RecordKind.Move => "Move"u8,
                _ => "HardDelete"u8,
            },
            3,
            "Succeeded"u8,
            session.SystemUser ?? user.Text.Puid,
            session.SystemUser is null ? 0 : 2,
            "Exchange"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(address);
        composer.Field("\",\"UserId\":\""u8, session.SystemUser ?? composer.UserName(user, entry.Time));
        MailboxFields.WriteClient(composer, entry, clientAppId, address);
        MailboxFields.WriteMailbox(composer, entry);
        MailboxFields.WriteOrganisation(composer, entry);

        line.Text(",\"AffectedItems\":["u8);
        int newest = ItemText.Latest(mailbox, entry.Time) - entry.Depth;
        for (int i = 0; i < entry.Items; i++)
        {
            int number = newest - i;
            line.Text(i == 0 ? "{\"Id\":\""u8 : ",{\"Id\":\""u8);
            ItemText.ItemId(line, mailbox, entry.Folder, number);
            line.Text("\",\"InternetMessageId\":\""u8);
            ItemText.MessageId(line, mailbox, number);
            line.Text("\",\"ParentFolder\":{\"Id\":\""u8);
            ItemText.FolderId(line, mailbox, entry.Folder);
            composer.Field("\",\"Path\":\"\\\\"u8, FolderNames.Name(mailbox.Locale, entry.Folder, escaped));
            line.Byte((byte)'}');
            if (!composer.Random.Chance(0.1))
            {
                line.Text(",\"Subject\":\""u8);
                ItemText.SubjectText(line, mailbox, number);
                line.Byte((byte)'"');
            }

            line.Byte((byte)'}');
        }

        line.Text("],\"CrossMailboxOperation\":false"u8);
        if (entry.Kind is RecordKind.MoveToDeletedItems or RecordKind.Move)
        {
            int target = entry.Kind == RecordKind.Move ? entry.Target : FolderNames.DeletedItems;
            line.Text(",\"DestFolder\":{\"Id\":\""u8);
            ItemText.FolderId(line, mailbox, target);
            composer.Field("\",\"Path\":\"\\\\"u8, FolderNames.Name(mailbox.Locale, target, escaped));
            line.Byte((byte)'}');
        }

        line.Text(",\"Folder\":{\"Id\":\""u8);
        ItemText.FolderId(line, mailbox, entry.Folder);
        composer.Field("\",\"Path\":\"\\\\"u8, FolderNames.Name(mailbox.Locale, entry.Folder, escaped));
        line.Text("}}"u8);
    }
}
