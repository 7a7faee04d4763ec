using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>
/// Applies a query's filters to flat records, for a route that cannot have the service do it. A record without the field is left out, one whose field cannot be read is kept.
/// </summary>
public sealed class AuditQueryFilter
{
    private readonly HashSet<string> _operations;
    private readonly HashSet<string> _users;
    private readonly HashSet<int> _recordTypes;
    private readonly HashSet<IPAddress> _addresses;
    private readonly bool _keepsAll;

    /// <summary>Makes a filter.</summary>
    /// <param name="query">The query. Its window is not looked at.</param>
    /// <param name="slice">Restricts to an operation, or not.</param>
    /// <exception cref="ArgumentException">A record type or an address is none: it would let nothing through.</exception>
    public AuditQueryFilter(AuditLogQuery query, AuditSlice slice)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(slice);
        _operations = new HashSet<string>(slice.Operation.Length > 0 ? [slice.Operation] : query.Operations, StringComparer.OrdinalIgnoreCase);
        _users = new HashSet<string>(query.UserIds, StringComparer.OrdinalIgnoreCase);
        _recordTypes = query.RecordTypes.Select(static name => RecordTypes.RecordType(name)
            ?? throw new ArgumentException($"'{PlainText.Safe(name)}' is no record type known here; give its number instead.", nameof(query))).ToHashSet();
        _addresses = query.IpAddresses.Select(static text => Address(text)
            ?? throw new ArgumentException($"'{PlainText.Safe(text)}' is no address.", nameof(query))).ToHashSet();
        _keepsAll = _operations.Count + _users.Count + _recordTypes.Count + _addresses.Count == 0;
    }

    /// <summary>Whether a record is asked for.</summary>
    /// <param name="json">The record, one JSON object.</param>
    /// <returns>Whether to keep it.</returns>
    public bool Matches(ReadOnlySpan<byte> json)
    {
        if (_keepsAll)
        {
            return true;
        }

        bool operation = _operations.Count == 0;
        bool user = _users.Count == 0;
        bool type = _recordTypes.Count == 0;
        bool address = _addresses.Count == 0;
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            AuditField field = Field(ref reader);
            reader.Read();
            switch (field)
            {
                case AuditField.Operation:
                    operation |= Allows(_operations, ref reader);
                    break;
                case AuditField.UserId:
                    user |= Allows(_users, ref reader);
                    break;
                case AuditField.RecordType:
                    type |= RecordType(ref reader) is not int number || _recordTypes.Contains(number);
                    break;
                case AuditField.ClientIP when reader.TokenType == JsonTokenType.String:
                    address |= Address(reader.GetString()!) is not IPAddress known || _addresses.Contains(known);
                    break;
            }

            reader.Skip();
        }

        return operation && user && type && address;
    }

    private static AuditField Field(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("Operation"u8) ? AuditField.Operation
        : reader.ValueTextEquals("UserId"u8) ? AuditField.UserId
        : reader.ValueTextEquals("RecordType"u8) ? AuditField.RecordType
        : reader.ValueTextEquals("ClientIP"u8) || reader.ValueTextEquals("ClientIPAddress"u8) || reader.ValueTextEquals("ActorIpAddress"u8) ? AuditField.ClientIP
        : AuditField.None;

    private static bool Allows(HashSet<string> wanted, ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String || wanted.Contains(reader.GetString()!);

    private static int? RecordType(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number
        : reader.TokenType == JsonTokenType.String ? RecordTypes.RecordType(reader.GetString()!)
        : null;

    // A port may stand behind it, and brackets around one of version 6.
    private static IPAddress? Address(string text) =>
        IPEndPoint.TryParse(text.Trim(), out IPEndPoint? end) ? (end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address) : null;
}
