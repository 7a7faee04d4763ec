using System;
using System.Buffers.Text;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Exports;

/// <summary>What the record of a move, a deletion, a search or a message says of its extent.</summary>
internal static class MailActivityFields
{
    /// <summary>No record stands for more items or recipients; a damaged one that says so must not make the sum of a day run over.</summary>
    private const int MaxCount = 1 << 20;

    /// <summary>More folders than this are written only to fill memory.</summary>
    private const int MaxSeen = 1 << 14;

    /// <summary>
    /// How many items were moved or deleted, or how many recipients a message went to; at least one, also where an earlier tool cut the list off. A search is one.
    /// </summary>
    public static int Extent(RecordView view, MailActivity activity)
    {
        int count = 0;
        if (activity == MailActivity.Send)
        {
            count = Number(view.Bytes(AuditField.RecipientCount));
            count = count > 0 ? count : Elements(view.Open(AuditField.RecipientList));
        }
        else if (activity != MailActivity.Search)
        {
            count = Elements(view.Open(AuditField.AffectedItems));
            count = count > 0 ? count : Number(view.Bytes(AuditField.OperationCount));
        }

        return Math.Max(1, count);
    }

    /// <summary>Where the items were before: the folder of the record, else of its first item.</summary>
    /// <param name="view">The record.</param>
    /// <param name="seen">Remembers folders: there are few different ones.</param>
    public static FolderRole Role(RecordView view, ByteTable<FolderRole> seen)
    {
        RawValue path = Member(view.Open(AuditField.Folder), "Path"u8);
        path = path.IsEmpty ? view.Get(AuditField.FolderPath) : path;
        if (path.IsEmpty)
        {
            path = PathOfItems(view.Open(AuditField.AffectedItems));
        }

        if (path.IsEmpty)
        {
            return FolderRole.Other;
        }

        int known = seen.Find(path.Bytes);
        if (known >= 0)
        {
            return seen[known];
        }

        FolderRole role = FolderRoles.Of(path.Text());
        if (seen.Count < MaxSeen)
        {
            seen.Add(path.Bytes, role);
        }

        return role;
    }

    private static RawValue PathOfItems(RawValue items)
    {
        if (items.Kind != RawKind.Array)
        {
            return default;
        }

        JsonMembers elements = new(items);
        while (elements.Next())
        {
            RawValue path = Member(Member(elements.Value, "ParentFolder"u8), "Path"u8);
            if (!path.IsEmpty || elements.Value.Kind == RawKind.Object)
            {
                return path;
            }
        }

        return default;
    }

    private static RawValue Member(RawValue container, ReadOnlySpan<byte> name)
    {
        if (container.Kind != RawKind.Object)
        {
            return default;
        }

        JsonMembers members = new(container);
        while (members.Next())
        {
            if (members.Is(name))
            {
                return members.Value;
            }
        }

        return default;
    }

    private static int Elements(RawValue array)
    {
        if (array.Kind != RawKind.Array)
        {
            return 0;
        }

        int count = 0;
        JsonMembers elements = new(array);
        while (elements.Next())
        {
            count++;
        }

        return count;
    }

    /// <summary>A count of a record; 0 where it is none.</summary>
    public static int Number(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1 && char.IsAsciiDigit((char)text[0]))
        {
            return text[0] - '0';
        }

        return Utf8Parser.TryParse(text, out int count, out int used) && used == text.Length ? Math.Clamp(count, 0, MaxCount) : 0;
    }
}
