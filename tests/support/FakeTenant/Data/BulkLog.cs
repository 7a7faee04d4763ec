using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StormDetect.Core.Scenarios;

namespace StormDetect.FakeTenant;

/// <summary>
/// Any number of made-up records, each of which follows from its number: nothing is kept but how many there are in each minute. Working hours are busy, nights and weekends are not, and the
/// busiest minute of a working day has more than 5,000 records, a third of them in one second, where there are enough in all.
/// </summary>
internal sealed class BulkLog : TenantLog
{
    private const int MinutesPerDay = 1_440;
    private static readonly (string Operation, int RecordType, string Workload, int Share)[] s_kinds =
    [
        ("MailItemsAccessed", 50, "Exchange", 54), ("MailItemsAccessed", 2, "Exchange", 12), ("Send", 2, "Exchange", 8), ("MoveToDeletedItems", 3, "Exchange", 6), ("HardDelete", 3, "Exchange", 3),
        ("Update", 2, "Exchange", 3), ("FileAccessed", 6, "OneDrive", 6), ("UserLoggedIn", 15, "AzureActiveDirectory", 6), ("Set-Mailbox", 1, "Exchange", 2),
    ];

    private readonly ulong _seed;
    private readonly long _start;
    private readonly int[] _before;
    private readonly bool[] _isBurst;
    private readonly string _tenant;
    private readonly Mailbox[] _people;
    private readonly string[] _addresses;

    public BulkLog(int records, ScenarioTenant tenant)
    {
        Count = records;
        _seed = ScenarioRandom.Mix(tenant.Seed ^ 0xB01C);
        _tenant = tenant.Text.Id.ToString("D");
        _start = new DateTimeOffset(tenant.Text.Start).ToUnixTimeSeconds();
        _people = [.. tenant.Mailboxes];
        _addresses = [.. Enumerable.Range(0, _people.Length).Select(i => FormattableString.Invariant($"100.{64 + (i / 250)}.{i % 250}.{7 + (i % 200)}"))];
        (_before, _isBurst) = Plan(records, tenant);
    }

    public override int Count { get; }

    public override LogEntry this[int row]
    {
        get
        {
            ulong hash = HashOf(row);
            long time = Time(row);
            (string operation, int recordType, string workload) = KindOf(hash);
            int person = PersonOf(hash);
            ulong draw = ScenarioRandom.Mix(hash ^ 0xDE11);

            // Most arrive within 20 minutes, one in a thousand a day or two late.
            long later = ((draw >> 32) % 1_000) switch { 0 => 72_000 + (long)((draw >> 11) % 108_000), < 12 => (long)((draw >> 11) % 21_600), _ => 0 };
            long delay = (long)(draw % 1_200) + later;
            return new LogEntry(time, time + delay, IdOf(hash), operation, recordType, workload, _people[person].ToString(), _addresses[person], string.Empty);
        }
    }

    public override long Time(int row)
    {
        int minute = MinuteOf(row);
        int count = _before[minute + 1] - _before[minute];
        int place = row - _before[minute];
        int burst = _isBurst[minute] ? count / 3 : 0;
        return _start + (minute * 60L) + (place < burst ? 0 : (long)(place - burst) * 60 / (count - burst));
    }

    public override void Write(int row, IBufferWriter<byte> output)
    {
        ulong hash = HashOf(row);
        (string operation, int recordType, string workload) = KindOf(hash);
        int person = PersonOf(hash);
        Mailbox mailbox = _people[person];
        string time = DateTimeOffset.FromUnixTimeSeconds(Time(row)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        StringBuilder text = new(1024);
        _ = text.Append(CultureInfo.InvariantCulture, $"{{\"CreationTime\":\"{time}\",\"Id\":\"{IdOf(hash):D}\",\"Operation\":\"{operation}\",\"OrganizationId\":\"{_tenant}\",\"RecordType\":{recordType},\"ResultStatus\":\"Succeeded\",");
        _ = text.Append(CultureInfo.InvariantCulture, $"\"UserKey\":\"{mailbox.Puid}\",\"UserType\":0,\"Version\":1,\"Workload\":\"{workload}\",\"ClientIP\":\"{_addresses[person]}\",\"UserId\":\"{mailbox}\"");
        if (workload == "Exchange" && recordType != 1)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $",\"ClientIPAddress\":\"{_addresses[person]}\",\"ClientInfoString\":\"Client=MSExchangeRPC\",\"ExternalAccess\":false,\"InternalLogonType\":0,\"LogonType\":0,\"LogonUserSid\":\"{mailbox.Sid}\",\"MailboxGuid\":\"{mailbox.Guid:D}\",\"MailboxOwnerSid\":\"{mailbox.Sid}\",\"MailboxOwnerUPN\":\"{mailbox}\",\"OrganizationName\":\"{mailbox.Domain}\",\"SessionId\":\"{Derived(hash, 3):D}\"");
        }

        if (operation == "MailItemsAccessed")
        {
            bool bind = recordType == 50;
            _ = text.Append(CultureInfo.InvariantCulture, $",\"OperationProperties\":[{{\"Name\":\"MailAccessType\",\"Value\":\"{(bind ? "Bind" : "Sync")}\"}},{{\"Name\":\"IsThrottled\",\"Value\":\"False\"}}]");
            _ = bind
                ? text.Append(CultureInfo.InvariantCulture, $",\"Folders\":[{{\"FolderItems\":[{{\"InternetMessageId\":\"<{Derived(hash, 4):N}@mail.example>\",\"SizeInBytes\":{4_000 + (hash % 60_000)}}}],\"Id\":\"LgAAAA{person:X6}\",\"Path\":\"\\\\Inbox\"}}],\"OperationCount\":1")
                : text.Append(CultureInfo.InvariantCulture, $",\"Item\":{{\"Id\":\"LgAAAA{person:X6}\",\"ParentFolder\":{{\"Id\":\"LgAAAA{person:X6}\",\"Name\":\"Inbox\",\"Path\":\"\\\\Inbox\"}}}}");
        }

        _ = text.Append('}');
        string whole = text.ToString();
        int length = Encoding.UTF8.GetBytes(whole, output.GetSpan(whole.Length * 2));
        output.Advance(length);
    }

    private static (int[] Before, bool[] IsBurst) Plan(int records, ScenarioTenant tenant)
    {
        int minutes = tenant.Options.Days * MinutesPerDay;
        double[] weights = new double[minutes];
        bool[] isBurst = new bool[minutes];
        double sum = 0;
        List<int> bursts = [];
        for (int minute = 0; minute < minutes; minute++)
        {
            int day = minute / MinutesPerDay;
            int hour = minute % MinutesPerDay / 60;
            bool works = tenant.Text.Start.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            ulong draw = ScenarioRandom.Mix(tenant.Seed + (ulong)minute);
            weights[minute] = (works ? hour is >= 7 and < 18 ? 1 : 0.15 : 0.1) * (0.4 + (draw % 1_000 / 800.0));
            sum += weights[minute];
            if (works && minute % MinutesPerDay == 9 * 60)
            {
                bursts.Add(minute);
            }
        }

        int[] counts = new int[minutes];
        int burstSize = 5_000 + (int)(tenant.Seed % 2_500);
        int inBursts = 0;
        foreach (int minute in bursts.Where(_ => (long)burstSize * bursts.Count * 4 <= records))
        {
            counts[minute] = burstSize;
            isBurst[minute] = true;
            inBursts += burstSize;
        }

        int[] before = new int[minutes + 1];
        double share = 0;
        int given = 0;
        for (int minute = 0; minute < minutes; minute++)
        {
            share += weights[minute];
            int upTo = minute == minutes - 1 ? records - inBursts : (int)((records - inBursts) * (share / sum));
            before[minute + 1] = before[minute] + counts[minute] + upTo - given;
            given = upTo;
        }

        return (before, isBurst);
    }

    private static (string Operation, int RecordType, string Workload) KindOf(ulong hash)
    {
        int draw = (int)(hash % 100);
        foreach ((string operation, int recordType, string workload, int share) in s_kinds)
        {
            draw -= share;
            if (draw < 0)
            {
                return (operation, recordType, workload);
            }
        }

        return ("Update", 2, "Exchange");
    }

    private static Guid IdOf(ulong hash) => Derived(hash, 1);

    private static Guid Derived(ulong hash, ulong purpose)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ScenarioRandom.Mix(hash ^ purpose));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], ScenarioRandom.Mix(hash + (purpose << 32)));
        return new Guid(bytes);
    }

    private ulong HashOf(int row) => ScenarioRandom.Mix(_seed + ((ulong)(uint)row * 0x9E3779B97F4A7C15));

    private int PersonOf(ulong hash) => (int)((hash >> 32) % (ulong)_people.Length);

    private int MinuteOf(int row)
    {
        int place = Array.BinarySearch(_before, row);
        if (place < 0)
        {
            return ~place - 1;
        }

        // Empty minutes share a number with the next: the last of them is the one that holds the row.
        while (_before[place + 1] <= row)
        {
            place++;
        }

        return place;
    }
}
