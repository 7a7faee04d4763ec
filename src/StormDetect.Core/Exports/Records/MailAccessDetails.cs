using System;
using System.Collections.Generic;

namespace StormDetect.Core.Exports;

/// <summary>The nested parts of a mail-access record as text, for people; hunts count them without making strings.</summary>
internal sealed class MailAccessDetails
{
    private readonly List<string> _folders = [];
    private readonly List<string> _messages = [];

    public MailActivity? AccessType { get; private set; }

    public bool? IsThrottled { get; private set; }

    public int? ItemCount { get; private set; }

    public (uint First, ulong Sketch) FolderKeys { get; private set; }

    public string ClientAppId { get; private set; } = string.Empty;

    public string SessionId { get; private set; } = string.Empty;

    public string TokenId { get; private set; } = string.Empty;

    public IReadOnlyList<string> Folders => _folders;

    public IReadOnlyList<string> InternetMessageIds => _messages;

    public static MailAccessDetails Read(RecordView view)
    {
        MailAccessDetails details = new();
        MailAccessFields fields = MailAccessFields.Read(view);
        details.AccessType = fields.AccessType;
        details.IsThrottled = fields.IsThrottled;
        details.ItemCount = fields.Items > 0 ? fields.Items : null;
        details.FolderKeys = (fields.Folder, fields.FolderSketch);
        ContextFields context = ContextFields.Read(view);
        details.ClientAppId = context.ClientAppId.Text().ToLowerInvariant();
        details.SessionId = context.SessionId.Text();
        details.TokenId = context.TokenId.Text();
        details.ReadFolders(view.Open(AuditField.Folders));
        details.ReadFolder(view.Open(AuditField.Folder));
        details.ReadItem(view.Open(AuditField.Item));
        details.ReadItems(view.Open(AuditField.AffectedItems));
        return details;
    }

    private void ReadFolders(RawValue folders)
    {
        if (folders.Kind != RawKind.Array)
        {
            return;
        }

        JsonMembers elements = new(folders);
        while (elements.Next())
        {
            ReadFolder(elements.Value);
        }
    }

    private void ReadFolder(RawValue folder)
    {
        if (folder.Kind != RawKind.Object)
        {
            return;
        }

        JsonMembers members = new(folder);
        while (members.Next())
        {
            if (members.Is("Path"u8))
            {
                AddFolder(members.Value.Text());
            }
            else if (members.Is("FolderItems"u8))
            {
                ReadItems(members.Value);
            }
        }
    }

    private void ReadItems(RawValue items)
    {
        if (items.Kind != RawKind.Array)
        {
            return;
        }

        JsonMembers elements = new(items);
        while (elements.Next())
        {
            ReadItem(elements.Value);
        }
    }

    private void ReadItem(RawValue item)
    {
        if (item.Kind != RawKind.Object)
        {
            return;
        }

        JsonMembers members = new(item);
        while (members.Next())
        {
            if (members.Is("InternetMessageId"u8) && members.Value.Text() is { Length: > 0 } id)
            {
                _messages.Add(id);
            }
            else if (members.Is("ParentFolder"u8) && members.Value.Kind == RawKind.Object)
            {
                ReadParent(members.Value);
            }
        }
    }

    private void ReadParent(RawValue parent)
    {
        string path = string.Empty;
        string name = string.Empty;
        JsonMembers members = new(parent);
        while (members.Next())
        {
            if (members.Is("Path"u8))
            {
                path = members.Value.Text();
            }
            else if (members.Is("Name"u8))
            {
                name = members.Value.Text();
            }
        }

        // Sync records name the folder and say "Not Available" for its path.
        AddFolder(path.Length == 0 || path.Equals("Not Available", StringComparison.OrdinalIgnoreCase) ? name : path);
    }

    private void AddFolder(string path)
    {
        if (path.Length > 0 && !_folders.Contains(path))
        {
            _folders.Add(path);
        }
    }
}
