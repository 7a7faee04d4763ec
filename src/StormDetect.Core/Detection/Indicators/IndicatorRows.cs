using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>The matching records of one thread as rows. A record of a row that is known costs two lookups by bytes; memory grows with distinct rows only.</summary>
internal sealed class IndicatorRows(IndicatorIndex index)
{
    private readonly Dictionary<IndicatorRowKey, IndicatorRow> _rows = [];
    private readonly AccessKeyCache _contexts = new();
    private readonly List<IndicatorRow> _byNumber = [];
    private readonly byte[] _prefix = new byte[9];

    public void Add(RecordView record, RecordClass kind, int[] rules, bool byAddress, string place)
    {
        // The address matters where it is what matched; otherwise the network does, because services have a new address for nearly every record.
        string text = string.Empty;
        Network network = Network.None;
        ReadOnlySpan<byte> bytes = record.Bytes(AuditField.ClientIPAddress);
        if (RecordAddress.TryParseIPv4(bytes, out uint four))
        {
            network = Network.FromIPv4(four);
        }
        else if (IPv6Text.TryParse(bytes, out UInt128 six))
        {
            network = Network.FromIPv6((ulong)(six >> 64));
        }
        else
        {
            text = record.Address.Text();
            network = RecordAddress.NetworkOf(text);
        }

        _contexts.Begin(record.Form);
        BitConverter.TryWriteBytes(_prefix, network.Code);
        _contexts.Add(_prefix);
        _contexts.Add(byAddress ? record.Address.Bytes : default);
        _contexts.Add(record.Bytes(AuditField.OrganizationId));
        _contexts.Add(record.UserId.Bytes);
        _contexts.Add(record.Bytes(AuditField.MailboxOwnerUPN));
        _contexts.Add(record.Bytes(AuditField.MailboxGuid));
        _contexts.Add(record.Operation.Bytes);
        _contexts.Add(record.Bytes(AuditField.ResultStatus));
        _contexts.Add(Encoding.UTF8.GetBytes(place));
        foreach (int rule in rules)
        {
            _prefix[8] = index.Rules[rule].Indicator.HoldsAt(record.Ticks) ? (byte)1 : (byte)0;
            BitConverter.TryWriteBytes(_prefix, (long)rule);
            _contexts.Add(_prefix);
        }

        _prefix[8] = 0;
        ref AccessKey entry = ref _contexts.Find(out bool isKnown);
        if (!isKnown)
        {
            string owner = record.Get(AuditField.MailboxOwnerUPN).Text().Trim().ToLowerInvariant();
            entry.Path = Number(rules, record.Ticks, new IndicatorRowKey(
                record.Get(AuditField.OrganizationId).Text().Trim().ToLowerInvariant(),
                record.UserId.Text().Trim().ToLowerInvariant(),
                owner.Length > 0 ? owner : ContextFields.Real(record.Get(AuditField.MailboxGuid)).Text().Trim().ToLowerInvariant(),
                byAddress ? RecordAddress.Bare(record.Address.Text()) ?? string.Empty : network.IsNone ? string.Empty : network.ToString(),
                network.IsNone ? string.Empty : network.ToString(),
                record.OperationName, kind, IsFailure(record.OperationName, record.Get(AuditField.ResultStatus).Text()), place, string.Empty));
        }

        IndicatorRow row = _byNumber[entry.Path];
        Count(row, record.Ticks);
        ContextFields context = ContextFields.Read(record);
        row.AddSession(context.SessionId.Text());
        row.AddApplication(context.ClientAppId.Text().Trim().ToLowerInvariant());
        row.AddApplication(ContextFields.Real(record.Get(AuditField.AppId)).Text().Trim().ToLowerInvariant());
        if (row.Records.Takes(record.Ticks, record.RecordKey))
        {
            row.Records.Add(record.Ticks, record.RecordKey, record.Id.Text());
        }
    }

    public void Add(AuditRecord record, RecordClass kind, int[] rules, bool byAddress)
    {
        string network = RecordAddress.NetworkOf(record.ClientIP) is { IsNone: false } known ? known.ToString() : string.Empty;
        long ticks = record.CreationTime.UtcTicks;
        string mailbox = string.IsNullOrEmpty(record.Mailbox) ? record.MailboxGuid ?? string.Empty : record.Mailbox;
        IndicatorRow row = _byNumber[Number(rules, ticks, new IndicatorRowKey(
            record.OrganizationId?.ToLowerInvariant() ?? string.Empty, record.UserId?.ToLowerInvariant() ?? string.Empty, mailbox.ToLowerInvariant(),
            byAddress ? record.ClientIP ?? string.Empty : network, network, record.Operation, kind, IsFailure(record.Operation, record.ResultStatus ?? string.Empty), string.Empty, string.Empty))];
        Count(row, ticks);
        row.AddSession(record.SessionId ?? string.Empty);
        row.AddApplication(record.ClientAppId?.ToLowerInvariant() ?? string.Empty);
        row.AddApplication(record.AppId?.ToLowerInvariant() ?? string.Empty);
        Guid key = Guid.TryParse(record.Id, out Guid id) ? id : NamedIds.KeyOf(ByteHash.Of(Encoding.UTF8.GetBytes(record.Id)), (ulong)record.SourceOffset);
        row.Records.Add(ticks, key, record.Id);
    }

    public void Merge(IndicatorRows other)
    {
        foreach ((IndicatorRowKey key, IndicatorRow row) in other._rows)
        {
            if (_rows.TryGetValue(key, out IndicatorRow? known))
            {
                known.Merge(row);
            }
            else
            {
                _rows.Add(key, row);
            }
        }
    }

    /// <summary>All rows, in an order that does not depend on that of the records.</summary>
    public IReadOnlyList<IndicatorRow> Sorted() => _rows.Values
        .OrderBy(static row => row.First).ThenBy(static row => row.Key.Tenant, StringComparer.Ordinal).ThenBy(static row => row.Key.User, StringComparer.Ordinal)
        .ThenBy(static row => row.Key.Mailbox, StringComparer.Ordinal).ThenBy(static row => row.Key.Address, StringComparer.Ordinal).ThenBy(static row => row.Key.Operation, StringComparer.Ordinal)
        .ThenBy(static row => row.Key.Place, StringComparer.Ordinal).ThenBy(static row => row.Key.Rules, StringComparer.Ordinal).ToArray();

    private static void Count(IndicatorRow row, long ticks)
    {
        row.Count++;
        row.First = Math.Min(row.First, ticks);
        row.Last = Math.Max(row.Last, ticks);
    }

    private static bool IsFailure(string operation, string status) =>
        operation.Equals("UserLoginFailed", StringComparison.OrdinalIgnoreCase) || status.StartsWith("Fail", StringComparison.OrdinalIgnoreCase) || status.Equals("False", StringComparison.OrdinalIgnoreCase);

    private int Number(int[] rules, long ticks, IndicatorRowKey key)
    {
        bool[] valid = [.. rules.Select(rule => index.Rules[rule].Indicator.HoldsAt(ticks))];
        key = key with { Rules = string.Join(' ', rules.Select((rule, i) => string.Create(CultureInfo.InvariantCulture, $"{rule}{(valid[i] ? "+" : "-")}"))) };
        if (!_rows.TryGetValue(key, out IndicatorRow? row))
        {
            _rows.Add(key, row = new IndicatorRow { Key = key, Rules = rules, IsValid = valid });
        }

        _byNumber.Add(row);
        return _byNumber.Count - 1;
    }
}
