using System;
using System.Collections.Generic;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>Tells audit records from other JSON by their keys.</summary>
internal sealed class AuditSigns : LogSigns
{
    public static readonly AuditSigns Instance = new();

    /// <summary>Keys that only audit records have.</summary>
    private static readonly string[] s_telling = ["AuditData", "RawEventData", "AuditLogRecordType", "OfficeWorkload", "MailAccessType"];

    /// <summary>Keys that name what was done.</summary>
    private static readonly string[] s_action = ["Operation", "Operations", "ActionType"];

    /// <summary>Keys that go with it in an audit record.</summary>
    private static readonly string[] s_context =
        ["CreationTime", "CreationDate", "CreatedDateTime", "TimeGenerated", "Timestamp", "Start_Time", "RecordType"];

    /// <inheritdoc/>
    public override int CountKnown(IReadOnlyList<string> columns, out int telling) => AuditColumns.CountKnown(columns, out telling);

    /// <inheritdoc/>
    public override bool InJson(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (isWhole && IsEmptyExport(head))
        {
            return true;
        }

        bool action = false;
        bool context = false;
        int position = 0;
        while (true)
        {
            int length = head[position..].IndexOf((byte)':');
            if (length < 0)
            {
                return false;
            }

            ReadOnlySpan<byte> key = KeyBefore(head[..(position + length)]);
            position += length + 1;
            if (IsOneOf(key, s_telling))
            {
                return true;
            }

            action |= IsOneOf(key, s_action);
            context |= IsOneOf(key, s_context);
            if (action && context)
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public override bool IsPartial(ReadOnlySpan<byte> head, CsvHeader? header) => header is null
        ? head.IndexOf("\"OfficeWorkload\""u8) >= 0
        : header.IndexOf("AuditData") < 0 && header.IndexOf("RawEventData") < 0 && header.IndexOf("_raw") < 0
            && !Array.Exists(header.Columns, static column => column.StartsWith(AuditFieldMap.ElasticPrefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>An empty array, or a page of Microsoft Graph with none.</summary>
    internal static bool IsEmptyExport(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = text.Trim(" \t\r\n"u8);
        bool isArray = trimmed.Length >= 2 && trimmed[0] == (byte)'[' && trimmed[1..].Trim(" \t\r\n"u8).SequenceEqual("]"u8);
        return isArray
            || (trimmed.Length < 4096 && trimmed.IndexOf("\"@odata.context\""u8) >= 0 && trimmed.TrimEnd("} \t\r\n"u8).EndsWith("[]"u8));
    }

    /// <summary>The quoted name that ends here; of dotted names, the last part.</summary>
    internal static ReadOnlySpan<byte> KeyBefore(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> before = text.TrimEnd(" \t\r\n"u8);
        if (before.IsEmpty || before[^1] != (byte)'"')
        {
            return default;
        }

        before = before[..^1].TrimEnd((byte)'\\');
        int start = before.LastIndexOfAny((byte)'"', (byte)'.', (byte)'\n') + 1;
        return before.Length - start <= 32 ? before[start..] : default;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> key, string[] names)
    {
        foreach (string name in names)
        {
            if (key.Length == name.Length && Ascii.EqualsIgnoreCase(key, name))
            {
                return true;
            }
        }

        return false;
    }
}
