using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// Looks every record up among the indicators. Addresses are found by their number; applications, clients and names once per distinct set of them; the text of records that are no
/// mail access is looked through for addresses and, in changes, for names. What does not match leaves nothing behind.
/// </summary>
internal sealed class IndicatorCollector : IAuditCollector
{
    private readonly IndicatorIndex _index;
    private readonly DeepScanner _scanner;
    private readonly RecordClasses _classes = new();
    private readonly AccessKeyCache _fields = new();
    private readonly List<int[]> _termsOfFields = [[]];
    private readonly List<int[]> _rulesOfFields = [[]];
    private readonly ByteTable<int[]> _agents = new();
    private readonly List<int> _found = [];
    private readonly IndicatorRows _rows;
    private readonly bool _appsWanted;
    private readonly bool _agentsWanted;
    private readonly bool _mailWanted;

    public IndicatorCollector(IndicatorIndex index)
    {
        _index = index;
        _scanner = new DeepScanner(index);
        _rows = new IndicatorRows(index);
        _appsWanted = index.Has(IndicatorType.Application);
        _agentsWanted = index.Has(IndicatorType.UserAgent);
        _mailWanted = index.Has(IndicatorType.Domain) || index.Has(IndicatorType.EmailAddress);
    }

    /// <summary>The matching records, in an order of their own.</summary>
    public IReadOnlyList<IndicatorRow> Rows => _rows.Sorted();

    public bool Wants(string operation) => _index.Rules.Count > 0;

    public IAuditCollector Fork() => new IndicatorCollector(_index);

    public void Merge(IAuditCollector other) => _rows.Merge(((IndicatorCollector)other)._rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(RecordView record)
    {
        RecordClass kind = _classes.Of(record.OperationName);
        _found.Clear();
        bool byAddress = false;
        if (!_index.Addresses.IsEmpty)
        {
            FindAddresses(record);
            byAddress = _found.Count > 0;
        }

        int fields = Fields(record, kind);
        int position = -1;
        if (kind != RecordClass.Access)
        {
            position = _scanner.Scan(record, kind == RecordClass.Change, _found);
            if (kind == RecordClass.SignIn && _agentsWanted)
            {
                FindSignInAgent(record);
            }

            if (_index.TokenRequestTerm >= 0 && IsTokenRequest(record))
            {
                _found.Add(_index.TokenRequestTerm);
            }
        }

        if (fields == 0 && _found.Count == 0)
        {
            return;
        }

        int[] rules;
        if (_found.Count == 0)
        {
            rules = _rulesOfFields[fields];
        }
        else
        {
            _found.AddRange(_termsOfFields[fields]);
            rules = _index.Evaluate(_found);
        }

        if (MayCount(rules, record.Ticks))
        {
            _rows.Add(record, kind, rules, byAddress, position < 0 ? string.Empty : RecordPlace.Of(record, position));
        }
    }

    public void Collect(AuditRecord record)
    {
        RecordClass kind = _classes.Of(record.Operation);
        _found.Clear();
        bool byAddress = false;
        if (RecordAddress.TryParse(record.ClientIP, out IPAddress address))
        {
            _index.AddAddress(_index.Addresses.Find(address), _found);
            byAddress = _found.Count > 0;
        }

        foreach (string id in new[] { record.AppId, record.ClientAppId }.OfType<string>())
        {
            _index.Find(IndicatorType.Application, id, _found);
        }

        FindClient(record.ClientInfoString ?? string.Empty, _found);
        foreach (string name in new[] { record.UserId, record.Mailbox, record.ObjectId }.OfType<string>())
        {
            _scanner.FindMail(name, _found);
        }

        if (record.RecordType == 275 && _index.TokenRequestTerm >= 0)
        {
            _found.Add(_index.TokenRequestTerm);
        }

        int[] rules = _found.Count == 0 ? [] : _index.Evaluate(_found);
        if (MayCount(rules, record.CreationTime.UtcTicks))
        {
            _rows.Add(record, kind, rules, byAddress);
        }
    }

    // What everybody has in common, seen when it was no sign of anybody, is most of some logs and says nothing.
    private bool MayCount(int[] rules, long ticks)
    {
        foreach (int rule in rules)
        {
            if (!_index.Rules[rule].IsOrdinary || _index.Rules[rule].Indicator.HoldsAt(ticks))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTokenRequest(RecordView record)
    {
        ReadOnlySpan<byte> type = record.Bytes(AuditField.RecordType);
        return type.SequenceEqual("275"u8) || RecordTypes.RecordType(record.RecordType) == 275;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindAddresses(RecordView record)
    {
        ReadOnlySpan<byte> first = record.Bytes(AuditField.ClientIPAddress);
        FindAddress(first);
        foreach (AuditField field in (ReadOnlySpan<AuditField>)[AuditField.ClientIP, AuditField.ActorIpAddress, AuditField.ActorIP, AuditField.IPAddress, AuditField.SourceIp])
        {
            ReadOnlySpan<byte> text = record.Bytes(field);
            if (!text.IsEmpty && !text.SequenceEqual(first))
            {
                FindAddress(text);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindAddress(ReadOnlySpan<byte> text)
    {
        if (RecordAddress.TryParseIPv4(text, out uint four))
        {
            _index.AddAddress(_index.Addresses.Find(four), _found);
        }
        else if (!text.IsEmpty)
        {
            // Mapped addresses are IPv4 ones; everything unusual takes the long way.
            if (IPv6Text.TryParse(text, out UInt128 six) && six >> 32 != 0xFFFF)
            {
                _index.AddAddress(_index.Addresses.HasIPv6 ? _index.Addresses.Find(six) : -1, _found);
            }
            else if (text.Length <= 128)
            {
                Span<char> chars = stackalloc char[128];
                int length = System.Text.Encoding.UTF8.GetChars(text, chars);
                if (RecordAddress.TryParse(chars[..length], out IPAddress address))
                {
                    _index.AddAddress(_index.Addresses.Find(address), _found);
                }
            }
        }
    }

    /// <summary>What the record's own fields fulfil, looked up once per distinct set of them.</summary>
    /// <returns>The number of the set; 0 for nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Fields(RecordView record, RecordClass kind)
    {
        bool names = _mailWanted && kind == RecordClass.Access;
        if (!_appsWanted && !_agentsWanted && !names)
        {
            return 0;
        }

        RawValue client = default;
        _fields.Begin(record.Form);
        ReadOnlySpan<byte> info = record.Bytes(AuditField.ClientInfoString);
        _fields.Add(info.IsEmpty ? record.ClientInfo.Bytes : info);
        _fields.Add(record.Bytes(AuditField.UserAgent));
        if (_appsWanted)
        {
            // The nested context is looked into only where the record itself does not say.
            client = ContextFields.IsReal(record.Bytes(AuditField.ClientAppId)) ? record.Get(AuditField.ClientAppId) : ContextFields.Read(record).ClientAppId;
            _fields.Add(record.Bytes(AuditField.AppId));
            _fields.Add(client.Bytes);
            _fields.Add(record.Bytes(AuditField.ApplicationId));
        }

        if (names)
        {
            _fields.Add(record.UserId.Bytes);
            _fields.Add(record.Bytes(AuditField.MailboxOwnerUPN));
        }

        ref AccessKey entry = ref _fields.Find(out bool isKnown);
        if (!isKnown)
        {
            entry.Path = Look(record, client, names);
        }

        return entry.Path;
    }

    private int Look(RecordView record, RawValue client, bool names)
    {
        List<int> found = [];
        if (_agentsWanted)
        {
            FindClient(record.ClientInfo.Text(), found);
            FindClient(record.Get(AuditField.UserAgent).Text(), found);
        }

        if (_appsWanted)
        {
            string inside = ClientInfo.Parse(record.ClientInfo.Text()).AppId;
            foreach (string id in (string[])[record.Get(AuditField.AppId).Text(), client.Text(), record.Get(AuditField.ApplicationId).Text(), inside])
            {
                _index.Find(IndicatorType.Application, id.Trim(), found);
            }
        }

        if (names)
        {
            _scanner.FindMail(record.UserId.Text(), found);
            _scanner.FindMail(record.Get(AuditField.MailboxOwnerUPN).Text(), found);
        }

        if (found.Count == 0)
        {
            return 0;
        }

        _rulesOfFields.Add(_index.Evaluate(found));
        _termsOfFields.Add([.. found.Distinct()]);
        return _termsOfFields.Count - 1;
    }

    private void FindClient(string text, List<int> found)
    {
        if (_agentsWanted && text.Length > 0)
        {
            foreach (string agent in ClientTexts.Of(text))
            {
                _index.Find(IndicatorType.UserAgent, agent, found);
            }
        }
    }

    // Sign-ins name the browser in a list of properties that repeats from record to record.
    private void FindSignInAgent(RecordView record)
    {
        const int MostKnown = 50_000;
        RawValue properties = record.Open(AuditField.ExtendedProperties);
        if (properties.Kind is not (RawKind.Array or RawKind.Object))
        {
            return;
        }

        ReadOnlySpan<byte> text = properties.Layer!.ContainerAt(properties.Token);
        int known = _agents.Find(text);
        if (known < 0)
        {
            List<int> found = [];
            FindClient(NamedValues.Read(properties)["UserAgent"] ?? string.Empty, found);
            if (_agents.Count >= MostKnown)
            {
                _found.AddRange(found);
                return;
            }

            known = _agents.Add(text, [.. found]);
        }

        _found.AddRange(_agents[known]);
    }
}
