using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// Words a slice as Microsoft Graph's auditLogQuery. The filter by service is left out: the documentation spells it serviceFilter in one place and serviceFilters in another, and a misspelt filter may not restrict at all.
/// </summary>
/// <remarks>
/// Sources: Microsoft Graph documentation, "Create auditLogQuery" and "auditLogQuery". Record types are exchangeItemAggregated in the first, which scripts in use write, and ExchangeItemAggregated in
/// "auditLogRecordType enum type" (2026-04): where the one is refused, the other is tried.
/// </remarks>
internal static class AuditQueryBody
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Words a slice.</summary>
    /// <param name="query">The whole search.</param>
    /// <param name="slice">The part of it.</param>
    /// <param name="mark">Ends the name of the query, by which it can be found again.</param>
    /// <param name="asInSchema">Whether record types are spelt as the audit log's schema has them.</param>
    /// <returns>The body to post.</returns>
    public static ReadOnlyMemory<byte> Of(AuditLogQuery query, AuditSlice slice, string mark, bool asInSchema = false)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("@odata.type", "#microsoft.graph.security.auditLogQuery");
            writer.WriteString("displayName", Name(query, slice, mark));
            writer.WriteString("filterStartDateTime", Time(slice.From));
            writer.WriteString("filterEndDateTime", Time(slice.To));
            List(writer, "operationFilters", slice.Operation.Length > 0 ? [slice.Operation] : query.Operations);
            List(writer, "recordTypeFilters", query.RecordTypes.Select(name => asInSchema ? name.Trim() : WireName(name)));
            List(writer, "userPrincipalNameFilters", query.UserIds);
            List(writer, "ipAddressFilters", query.IpAddresses);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A record type as Graph writes it: <c>ExchangeItemAggregated</c> is <c>exchangeItemAggregated</c>, <c>MIPLabel</c> is <c>mipLabel</c>.</summary>
    /// <param name="name">The name as the schema has it.</param>
    /// <returns>The name as Graph has it.</returns>
    public static string WireName(string name)
    {
        name = name.Trim();
        int capitals = 0;
        while (capitals < name.Length && char.IsAsciiLetterUpper(name[capitals]))
        {
            capitals++;
        }

        // The last capital of several begins the next word, unless it ends the name or a number follows it.
        int lower = capitals > 1 && capitals < name.Length && char.IsAsciiLetterLower(name[capitals]) ? capitals - 1 : capitals;
        return name[..lower].ToLowerInvariant() + name[lower..];
    }

    private static string Name(AuditLogQuery query, AuditSlice slice, string mark)
    {
        string name = query.Name.Length > 0 ? query.Name : "StormDetect";
        name = name.Length > 60 ? name[..60] : name;
        return string.Create(CultureInfo.InvariantCulture, $"{name} {slice.From.UtcDateTime:yyyyMMdd'T'HHmmss'Z'} {mark}");
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    private static void List(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        string[] all = values.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string value in all)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
