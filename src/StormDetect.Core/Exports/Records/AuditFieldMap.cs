using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>
/// Finds the field of a member name, in any case of letters, without making a string. The name's first and last eight bytes and its length decide;
/// longer names are compared in full.
/// </summary>
internal static class AuditFieldMap
{
    private const int Bits = 9;
    private const ulong Fold = 0x2020202020202020;
    private static readonly Entry[] s_table = BuildTable();
    private static readonly byte[] s_elasticPrefix = Encoding.UTF8.GetBytes(ElasticPrefix);

    /// <summary>How flattened Elastic names begin.</summary>
    public const string ElasticPrefix = "o365.audit.";

    /// <summary>Finds a field by a name in memory that may be read eight bytes past its end.</summary>
    /// <param name="name">The first byte of the name.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The field as a number; 0 where the name is not known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Find(ref byte name, int length)
    {
        if (length is < 2 or > 48)
        {
            return 0;
        }

        ulong first = Unsafe.ReadUnaligned<ulong>(ref name);
        ulong last = 0;
        if (length < 8)
        {
            first &= (1UL << (length * 8)) - 1;
        }
        else
        {
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, length - 8)) | Fold;
        }

        first |= Fold;
        Entry[] table = s_table;
        for (uint slot = Slot(first, last, length); ; slot = (slot + 1) & ((1 << Bits) - 1))
        {
            ref Entry entry = ref table[slot];
            if (entry.First == first && entry.Last == last && entry.Length == length)
            {
                return length <= 16 || EqualsName(ref name, entry.Name) ? entry.Field : 0;
            }

            if (entry.Length == 0)
            {
                return first == DottedPrefix && length > ElasticPrefix.Length ? FindDotted(ref name, length) : 0;
            }
        }
    }

    /// <summary>Finds a field by a name, such as a CSV column. A unit behind the name (<c>TimeGenerated [UTC]</c>) is ignored.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The field, or <see cref="AuditField.None"/>.</returns>
    public static AuditField Find(string name)
    {
        int unit = name.IndexOf(" [", StringComparison.Ordinal);
        string bare = (unit > 0 ? name[..unit] : name).Trim();
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(bare) + 8];
        int length = Encoding.UTF8.GetBytes(bare, bytes);
        return (AuditField)Find(ref bytes[0], length);
    }

    /// <summary>The first eight bytes of <see cref="ElasticPrefix"/>, folded.</summary>
    private static ulong DottedPrefix => BitConverter.ToUInt64("o365.aud"u8) | Fold;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FindDotted(ref byte name, int length)
    {
        return EqualsName(ref name, s_elasticPrefix) ? Find(ref Unsafe.Add(ref name, s_elasticPrefix.Length), length - s_elasticPrefix.Length) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(ulong first, ulong last, int length)
    {
        ulong hash = (first * 0x9E3779B97F4A7C15) ^ (BitOperations.RotateLeft(last, 31) * 0xC2B2AE3D27D4EB4F) ^ (uint)length;
        return (uint)((hash * 0x9E3779B97F4A7C15) >> (64 - Bits));
    }

    private static bool EqualsName(ref byte name, byte[] expected)
    {
        ReadOnlySpan<byte> text = MemoryMarshal.CreateReadOnlySpan(ref name, expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if ((text[i] | 0x20) != (expected[i] | 0x20))
            {
                return false;
            }
        }

        return true;
    }

    private static Entry[] BuildTable()
    {
        Dictionary<string, AuditField> names = new(StringComparer.OrdinalIgnoreCase);
        for (AuditField field = AuditField.None + 1; field < AuditField.Count; field++)
        {
            names.Add(field.ToString(), field);
        }

        // Names that are no C# identifiers, or that other forms use for the same thing.
        names.Add("Client_IPAddress", AuditField.ClientIPAddress);
        names.Add("Logon_Type", AuditField.LogonType);
        names.Add("Start_Time", AuditField.StartTime);
        names.Add("_raw", AuditField.Raw);
        names.Add("_source", AuditField.Source);
        names.Add("EventId", AuditField.RecordId);
        names.Add("AppAccessContext.AADSessionId", AuditField.ContextSessionId);
        names.Add("AppAccessContext.ClientAppId", AuditField.ContextClientAppId);
        names.Add("AppAccessContext.UniqueTokenId", AuditField.ContextTokenId);
        names.Add("AppAccessContext.IssuedAtTime", AuditField.ContextIssuedAt);
        names.Add("OperationProperties.MailAccessType", AuditField.MailAccessType);
        names.Add("OperationProperties.IsThrottled", AuditField.IsThrottled);
        names.Add("Folder.Path", AuditField.FolderPath);

        Entry[] table = new Entry[1 << Bits];
        foreach ((string name, AuditField field) in names)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            byte[] padded = new byte[bytes.Length + 8];
            bytes.CopyTo(padded, 0);
            ulong first = BitConverter.ToUInt64(padded);
            ulong last = 0;
            if (bytes.Length < 8)
            {
                first &= (1UL << (bytes.Length * 8)) - 1;
            }
            else
            {
                last = BitConverter.ToUInt64(padded, bytes.Length - 8) | Fold;
            }

            first |= Fold;
            uint slot = Slot(first, last, bytes.Length);
            while (table[slot].Length != 0)
            {
                slot = (slot + 1) & ((1 << Bits) - 1);
            }

            table[slot] = new Entry { First = first, Last = last, Length = bytes.Length, Field = (int)field, Name = bytes };
        }

        return table;
    }

    private struct Entry
    {
        public ulong First;
        public ulong Last;
        public int Length;
        public int Field;
        public byte[] Name;
    }
}
