using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Exposures;

/// <summary>A folder of a mail-access record with the messages it names there.</summary>
internal sealed class ReadFolder
{
    public string Path { get; private set; } = string.Empty;

    public List<ReadItem> Items { get; } = [];

    /// <summary>The folders of a record: several for item reads, one without items for a synchronisation.</summary>
    public static List<ReadFolder> Read(RecordView view)
    {
        List<ReadFolder> folders = [];
        RawValue list = view.Open(AuditField.Folders);
        if (list.Kind == RawKind.Array)
        {
            JsonMembers elements = new(list);
            while (elements.Next())
            {
                if (elements.Value.Kind == RawKind.Object)
                {
                    folders.Add(OfFolder(elements.Value));
                }
            }
        }

        RawValue item = folders.Count == 0 ? view.Open(AuditField.Item) : default;
        if (item.Kind == RawKind.Object)
        {
            folders.Add(OfItem(item));
        }

        return folders;
    }

    private static ReadFolder OfFolder(RawValue value)
    {
        ReadFolder folder = new();
        JsonMembers members = new(value);
        while (members.Next())
        {
            if (members.Is("Path"u8))
            {
                folder.Path = members.Value.Text();
            }
            else if (members.Is("FolderItems"u8) && members.Value.Kind == RawKind.Array)
            {
                JsonMembers items = new(members.Value);
                while (items.Next())
                {
                    folder.Add(items.Value);
                }
            }
        }

        return folder;
    }

    private static ReadFolder OfItem(RawValue value)
    {
        ReadFolder folder = new();
        string name = string.Empty;
        JsonMembers members = new(value);
        while (members.Next())
        {
            if (members.Is("ParentFolder"u8) && members.Value.Kind == RawKind.Object)
            {
                JsonMembers parent = new(members.Value);
                while (parent.Next())
                {
                    folder.Path = parent.Is("Path"u8) ? parent.Value.Text() : folder.Path;
                    name = parent.Is("Name"u8) ? parent.Value.Text() : name;
                }
            }
        }

        // Synchronisation records name the folder and say "Not Available" for its path.
        folder.Path = folder.Path.Length == 0 || folder.Path == "Not Available" ? name : folder.Path;
        folder.Add(value);
        return folder;
    }

    private void Add(RawValue item)
    {
        if (item.Kind != RawKind.Object)
        {
            return;
        }

        RawValue message = default;
        RawValue id = default;
        string subject = string.Empty;
        long size = -1;
        JsonMembers members = new(item);
        while (members.Next())
        {
            if (members.Is("InternetMessageId"u8))
            {
                message = members.Value;
            }
            else if (members.Is("Id"u8))
            {
                id = members.Value;
            }
            else if (members.Is("Subject"u8))
            {
                subject = members.Value.Text();
            }
            else if (members.Is("SizeInBytes"u8) && members.Value.TryGetInt(out int bytes) && bytes >= 0)
            {
                size = bytes;
            }
        }

        RawValue key = message.IsEmpty ? id : message;
        if (!key.IsEmpty)
        {
            ulong first = ByteHash.OfText(key);
            Items.Add(new ReadItem(Facts.NamedIds.KeyOf(first, ByteHash.Join(first, (ulong)key.Length)), message.Text(), subject, size));
        }
    }
}
