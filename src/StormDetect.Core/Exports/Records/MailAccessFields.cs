using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>What a mail-access record says of the access itself.</summary>
internal readonly struct MailAccessFields
{
    /// <summary>Nobody writes more different lists of properties than this, except to fill memory.</summary>
    private const int MaxSeen = 4096;

    /// <summary>Bind or Sync; null where neither the properties nor the record type say.</summary>
    public MailActivity? AccessType { get; private init; }

    /// <summary>Whether Exchange says it throttles; null where the record does not say (2025 records can lack it).</summary>
    public bool? IsThrottled { get; private init; }

    /// <summary>OperationCount, else the number of folder items; 0 where neither is there.</summary>
    public int Items { get; private init; }

    /// <summary>One bit of 64 per folder.</summary>
    public ulong FolderSketch { get; private init; }

    /// <summary>Hash of the first folder's id (or path); 0 for none.</summary>
    public uint Folder { get; private init; }

    /// <summary>Reads them.</summary>
    /// <param name="view">The record.</param>
    /// <param name="seen">Remembers what whole lists of properties say: there are few different ones. Null to remember nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static MailAccessFields Read(RecordView view, ByteTable<(MailActivity? Type, bool? Throttled)>? seen = null)
    {
        (MailActivity? type, bool? throttled) = Properties(view.Open(AuditField.OperationProperties), seen);
        JudgeText(view, AuditField.MailAccessType, ref type, ref throttled);
        JudgeText(view, AuditField.IsThrottled, ref type, ref throttled);
        if (type is null && RecordTypes.RecordType(view.RecordType) is int recordType)
        {
            type = recordType switch { 50 => MailActivity.Bind, 2 => MailActivity.Sync, _ => null };
        }

        int items = MailActivityFields.Number(view.Bytes(AuditField.OperationCount));
        ulong sketch = 0;
        uint folder = 0;
        int listed = 0;
        Folders(view.Open(AuditField.Folders), items == 0, ref listed, ref sketch, ref folder);
        if (sketch == 0)
        {
            Item(view.Open(AuditField.Item), ref sketch, ref folder);
        }

        return new MailAccessFields
        {
            AccessType = type,
            IsThrottled = throttled,
            Items = items > 0 ? items : listed,
            FolderSketch = sketch,
            Folder = folder,
        };
    }

    private static (MailActivity? Type, bool? Throttled) Properties(RawValue properties, ByteTable<(MailActivity? Type, bool? Throttled)>? seen)
    {
        if (properties.Kind is not (RawKind.Array or RawKind.Object))
        {
            return default;
        }

        ReadOnlySpan<byte> text = properties.Layer!.ContainerAt(properties.Token);
        int known = seen?.Find(text) ?? -1;
        if (known >= 0)
        {
            return seen![known];
        }

        MailActivity? type = null;
        bool? throttled = null;
        Properties(properties, ref type, ref throttled);
        if (seen is { Count: < MaxSeen })
        {
            seen.Add(text, (type, throttled));
        }

        return (type, throttled);
    }

    private static void JudgeText(RecordView view, AuditField field, ref MailActivity? type, ref bool? throttled)
    {
        if (!view.Bytes(field).IsEmpty)
        {
            Judge(view.Get(field), ref type, ref throttled);
        }
    }

    private static void Properties(RawValue properties, ref MailActivity? type, ref bool? throttled)
    {
        if (properties.Kind is not (RawKind.Array or RawKind.Object))
        {
            return;
        }

        // [{Name,Value}], or {Name:[..],Value:[..]} and [values] where a search engine flattened them.
        JsonMembers members = new(properties);
        bool foreign = false;
        RawValue named = default;
        while (members.Next())
        {
            if (members.Value.Kind is RawKind.Array or RawKind.Object)
            {
                Properties(members.Value, ref type, ref throttled);
            }
            else if (members.Is("Name"u8))
            {
                foreign = !members.Value.EqualsAscii("MailAccessType"u8) && !members.Value.EqualsAscii("IsThrottled"u8);
            }
            else if (members.Is("Value"u8))
            {
                named = members.Value;
            }
            else
            {
                Judge(members.Value, ref type, ref throttled);
            }
        }

        if (!foreign)
        {
            Judge(named, ref type, ref throttled);
        }
    }

    private static void Judge(RawValue value, ref MailActivity? type, ref bool? throttled)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        if (bytes.IsEmpty)
        {
            return;
        }

        if (value.EqualsAscii("Bind"u8))
        {
            type = MailActivity.Bind;
        }
        else if (value.EqualsAscii("Sync"u8))
        {
            type = MailActivity.Sync;
        }
        else if (value.EqualsAscii("True"u8))
        {
            throttled = true;
        }
        else if (value.EqualsAscii("False"u8))
        {
            throttled = false;
        }
        else if (bytes.StartsWith("@{"u8))
        {
            // "@{Value=Bind; Name=MailAccessType}": what PowerShell's depth limit left of the object.
            if (bytes.IndexOf("=Bind"u8) >= 0)
            {
                type = MailActivity.Bind;
            }
            else if (bytes.IndexOf("=Sync"u8) >= 0)
            {
                type = MailActivity.Sync;
            }
            else if (bytes.IndexOf("IsThrottled"u8) >= 0)
            {
                throttled = bytes.IndexOf("=True"u8) >= 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Folders(RawValue folders, bool countItems, ref int items, ref ulong sketch, ref uint first)
    {
        if (folders.Kind != RawKind.Array)
        {
            return;
        }

        JsonMembers elements = new(folders);
        while (elements.Next())
        {
            if (elements.Value.Kind != RawKind.Object)
            {
                continue;
            }

            RawValue id = default;
            JsonMembers members = new(elements.Value);
            while (members.Next())
            {
                if (members.Is("Id"u8) || (id.IsMissing && members.Is("Path"u8)))
                {
                    id = members.Value;
                }
                else if (countItems && members.Is("FolderItems"u8) && members.Value.Kind == RawKind.Array)
                {
                    JsonMembers listed = new(members.Value);
                    while (listed.Next())
                    {
                        items++;
                    }
                }
            }

            Note(id.IsMissing ? 0 : ByteHash.OfText(id), ref sketch, ref first);
        }
    }

    private static void Item(RawValue item, ref ulong sketch, ref uint first)
    {
        if (item.Kind != RawKind.Object)
        {
            return;
        }

        JsonMembers members = new(item);
        while (members.Next())
        {
            if (members.Is("ParentFolder"u8) && members.Value.Kind == RawKind.Object)
            {
                ulong id = 0;
                JsonMembers parent = new(members.Value);
                while (parent.Next())
                {
                    if (parent.Is("Id"u8) || (id == 0 && parent.Is("Name"u8)))
                    {
                        id = ByteHash.OfText(parent.Value);
                    }
                }

                Note(id, ref sketch, ref first);
            }
        }
    }

    private static void Note(ulong id, ref ulong sketch, ref uint first)
    {
        if (id != 0)
        {
            sketch |= 1UL << (int)(id >> 58);
            first = first != 0 ? first : (uint)id | 1;
        }
    }
}
