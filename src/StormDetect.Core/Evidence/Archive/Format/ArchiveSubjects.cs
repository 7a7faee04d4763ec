using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>
/// The numbers by which an index knows users, mailboxes and operations: the first eight bytes of a SHA-256 over the kind and the name in capitals. A number stands for the same name in every archive and version.
/// </summary>
internal sealed class ArchiveSubjects
{
    public const byte User = (byte)'u';
    public const byte Mailbox = (byte)'m';
    public const byte Operation = (byte)'o';

    /// <summary>A longer object id, or one that is a path, names no mailbox; SharePoint has a new one in every record.</summary>
    private const int LongestMailbox = 256;

    private readonly ByteTable<ulong> _users = new();
    private readonly ByteTable<ulong> _mailboxes = new();

    public static ulong Of(byte kind, string name)
    {
        string folded = name.ToUpperInvariant();
        byte[] text = new byte[Encoding.UTF8.GetMaxByteCount(folded.Length) + 1];
        text[0] = kind;
        int length = Encoding.UTF8.GetBytes(folded, text.AsSpan(1)) + 1;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.AsSpan(0, length), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Whether an index can tell that a member has no record of a mailbox asked for by this name.</summary>
    public static bool IsIndexed(string mailbox) => mailbox.Length is > 0 and <= LongestMailbox && !mailbox.Contains('/', StringComparison.Ordinal);

    public ulong OfUser(RawValue value) => Cached(_users, User, value);

    public ulong OfMailbox(RawValue value) => Cached(_mailboxes, Mailbox, value);

    /// <summary>The object of a record without a mailbox; false where it can be none.</summary>
    public static bool TryOfObject(RawValue value, out ulong subject)
    {
        subject = 0;
        if (value.IsEmpty || value.Length > 4 * LongestMailbox)
        {
            return false;
        }

        string text = value.Text();
        if (!IsIndexed(text))
        {
            return false;
        }

        subject = Of(Mailbox, text);
        return true;
    }

    private static ulong Cached(ByteTable<ulong> table, byte kind, RawValue value)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        if (bytes.IndexOfAny((byte)'\\', (byte)'"') >= 0)
        {
            // What these bytes spell depends on what they stand in.
            return Of(kind, value.Text());
        }

        int at = table.Find(bytes);
        return table[at >= 0 ? at : table.Add(bytes, Of(kind, value.Text()))];
    }
}
