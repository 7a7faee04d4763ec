using System;
using System.IO;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// Writes events as records of the Management Activity API, in the field order of real exports. Fields: Office 365 Management Activity API schema;
/// which of them occur together, and the aggregate shapes: published sample records.
/// </summary>
internal sealed class RecordComposer(TenantText tenant)
{
    private readonly JsonLine _line = new();
    private readonly ScenarioRandom _random = new(0);
    private int _day = int.MinValue;
    private int _year;
    private int _month;
    private int _dayOfMonth;

    public JsonLine Line => _line;

    public ScenarioRandom Random => _random;

    public TenantText Tenant => tenant;

    public bool IsFull => _line.IsFull;

    public long WriteTo(Stream stream)
    {
        int pending = _line.Pending;
        _line.WriteTo(stream);
        return pending;
    }

    public void Write(in ScenarioEvent entry)
    {
        bool escapeSlashes = Begin(entry);
        _line.Begin();
        switch (entry.Kind)
        {
            case RecordKind.Bind:
            case RecordKind.Sync:
                MailAccessShape.Write(this, entry, escapeSlashes);
                break;
            case RecordKind.SignIn:
            case RecordKind.SignInFailed:
                SignInShape.Write(this, entry);
                break;
            case RecordKind.Send:
            case RecordKind.Create:
            case RecordKind.Update:
                ItemShape.Write(this, entry, escapeSlashes);
                break;
            case RecordKind.MoveToDeletedItems:
            case RecordKind.SoftDelete:
            case RecordKind.HardDelete:
            case RecordKind.Move:
                ItemGroupShape.Write(this, entry, escapeSlashes);
                break;
            case RecordKind.NewInboxRule:
            case RecordKind.SystemSetMailbox:
            case RecordKind.SystemAuditConfig:
            case RecordKind.AddMailboxPermission:
                AdminShape.Write(this, entry);
                break;
            case RecordKind.Detailed:
                entry.Details!.Write(this, entry, escapeSlashes);
                break;
            default:
                OtherShape.Write(this, entry);
                break;
        }

        _line.End(escapeSlashes);
    }

    /// <summary>The address that a mail-access record shows, without writing the record.</summary>
    public NetAddress AddressOf(in ScenarioEvent entry)
    {
        _ = Begin(entry);
        return Address(entry);
    }

    /// <summary>The fields every record begins with, up to the workload.</summary>
    public void Head(in ScenarioEvent entry, ReadOnlySpan<byte> operation, int recordType, ReadOnlySpan<byte> result, ReadOnlySpan<byte> userKey, int userType, ReadOnlySpan<byte> workload)
    {
        _line.Text("\"CreationTime\":\""u8);
        Time(entry.Time);
        _line.Text("\",\"Id\":\""u8);
        _line.Guid(RecordId(entry));
        _line.Text("\",\"Operation\":\""u8);
        _line.Text(operation);
        _line.Text("\",\"OrganizationId\":\""u8);
        _line.Text(tenant.IdText);
        _line.Text("\",\"RecordType\":"u8);
        _line.Number(recordType);
        if (!result.IsEmpty)
        {
            Field(",\"ResultStatus\":\""u8, result);
        }

        Field(",\"UserKey\":\""u8, userKey);
        _line.Text(",\"UserType\":"u8);
        _line.Number(userType);
        Field(",\"Version\":1,\"Workload\":\""u8, workload);
    }

    /// <summary>The token's context, which comes first where a record has it.</summary>
    public void Context(in ScenarioEvent entry, ReadOnlySpan<byte> clientAppId)
    {
        AccessSession session = entry.Session;
        switch (session.Context)
        {
            case ContextForm.Absent:
                _line.Byte((byte)'{');
                return;
            case ContextForm.Empty:
                _line.Text("{\"AppAccessContext\":{},"u8);
                return;
            case ContextForm.EmptyApi:
                _line.Text("{\"AppAccessContext\":{\"APIId\":\"\"},"u8);
                return;
            default:
                break;
        }

        _line.Text("{\"AppAccessContext\":{"u8);
        if (session.SessionId != default)
        {
            _line.Text("\"AADSessionId\":\""u8);
            _line.Guid(session.SessionId);
            _line.Text("\","u8);
        }

        _line.Text("\"APIId\":\"\""u8);
        if (!clientAppId.IsEmpty)
        {
            Field(",\"ClientAppId\":\""u8, clientAppId);
        }

        _line.Text(",\"IssuedAtTime\":\""u8);
        Time(session.TokenIssued);
        _line.Text("\",\"UniqueTokenId\":\""u8);
        _line.TokenId(session.TokenId);
        _line.Text("\"},"u8);
    }

    public static Guid RecordId(in ScenarioEvent entry) => entry.Id != default ? entry.Id : ScenarioIds.Record(entry.Entropy);

    public void Field(ReadOnlySpan<byte> nameAndQuote, ReadOnlySpan<byte> value)
    {
        _line.Text(nameAndQuote);
        _line.Text(value);
        _line.Byte((byte)'"');
    }

    /// <summary>The person's name as this record's client spells it.</summary>
    public ReadOnlySpan<byte> UserName(Mailbox user, int time)
    {
        MailboxText text = user.Text;
        if (FloorDay(time) >= user.RenamedFrom)
        {
            return text.NewUpn;
        }

        return user.NameCaseVaries && _random.Chance(0.3) ? text.LowerUpn : text.Upn;
    }

    public static ReadOnlySpan<byte> OwnerName(Mailbox mailbox, int time) => FloorDay(time) >= mailbox.RenamedFrom ? mailbox.Text.NewUpn : mailbox.Text.Upn;

    public NetAddress Address(in ScenarioEvent entry)
    {
        Provider? churning = entry.Session.ChurningProvider;
        if (churning is null)
        {
            return entry.Session.Address;
        }

        return _random.Chance(tenant.ServiceV6) ? churning.RandomServiceV6(_random) : churning.RandomV4(_random);
    }

    /// <summary>CreationTime has no zone and is UTC.</summary>
    public void Time(int seconds)
    {
        int day = FloorDay(seconds);
        if (day != _day)
        {
            DateTime date = tenant.Start.AddDays(day);
            _day = day;
            _year = date.Year;
            _month = date.Month;
            _dayOfMonth = date.Day;
        }

        int rest = seconds - (day * 86_400);
        _line.Digits(_year, 4);
        _line.Byte((byte)'-');
        _line.Digits(_month, 2);
        _line.Byte((byte)'-');
        _line.Digits(_dayOfMonth, 2);
        _line.Byte((byte)'T');
        _line.Digits(rest / 3600, 2);
        _line.Byte((byte)':');
        _line.Digits(rest / 60 % 60, 2);
        _line.Byte((byte)':');
        _line.Digits(rest % 60, 2);
    }

    /// <summary>The server's name and build, with the line break real records have.</summary>
    public void Server(in ScenarioEvent entry, bool lineBreak)
    {
        _line.Text(",\"OriginatingServer\":\""u8);
        _line.Text(entry.Mailbox.Text.Server);
        _line.Text(" (15.20."u8);
        _line.Digits(9100 + (22 * Math.Max(0, FloorDay(entry.Time) / 7)), 4);
        _line.Byte((byte)'.');
        _line.Digits(10 + (int)(entry.Mailbox.Key % 18), 3);
        _line.Text(lineBreak ? ")\\r\\n\""u8 : ")\""u8);
    }

    /// <summary>Begins the entry's own random numbers.</summary>
    /// <returns>Whether its slashes are escaped.</returns>
    private bool Begin(in ScenarioEvent entry)
    {
        _random.Reseed(entry.Entropy ^ tenant.Salt);
        return _random.Chance(tenant.EscapedSlashes);
    }

    public static int FloorDay(int seconds) => seconds >= 0 ? seconds / 86_400 : ((seconds + 1) / 86_400) - 1;
}
