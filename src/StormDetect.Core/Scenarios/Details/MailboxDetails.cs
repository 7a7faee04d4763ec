using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>A change in a mailbox that its audit logs (RecordType 2): a rule kept by Outlook, rights on a folder.</summary>
internal abstract class MailboxDetails(string operation, int folder) : RecordDetails
{
    /// <summary>The folder it concerns.</summary>
    protected int Folder { get; } = folder;

    public override void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        Mailbox user = entry.Session.Actor ?? entry.Mailbox;
        NetAddress address = composer.Address(entry);
        System.ReadOnlySpan<byte> clientAppId = MailAccessShape.ClientAppId(composer.Tenant, entry);
        composer.Context(entry, clientAppId);
        composer.Head(entry, Encoding.ASCII.GetBytes(operation), 2, "Succeeded"u8, user.Text.Puid, 0, "Exchange"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(address);
        composer.Field("\",\"UserId\":\""u8, composer.UserName(user, entry.Time));
        MailboxFields.WriteClient(composer, entry, clientAppId, address);
        MailboxFields.WriteMailbox(composer, entry);
        WriteProperties(line, entry.Mailbox);
        MailboxFields.WriteOrganisation(composer, entry);
        line.Text(",\"Item\":{\"Id\":\""u8);
        ItemText.FolderId(line, entry.Mailbox, Folder);
        line.Text("\",\"ParentFolder\":{\"Id\":\""u8);
        ItemText.FolderId(line, entry.Mailbox, Folder);
        line.Byte((byte)'"');
        WriteMember(line);
        composer.Field(",\"Name\":\""u8, FolderNames.Name(entry.Mailbox.Locale, Folder, escaped));
        composer.Field(",\"Path\":\"\\\\"u8, FolderNames.Name(entry.Mailbox.Locale, Folder, escaped));
        line.Text("}}}"u8);
    }

    /// <summary>OperationProperties, with the comma before them.</summary>
    protected virtual void WriteProperties(JsonLine line, Mailbox mailbox)
    {
    }

    /// <summary>What the folder's member has, with the comma before it.</summary>
    protected virtual void WriteMember(JsonLine line)
    {
    }
}
