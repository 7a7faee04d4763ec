using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Tests.Support;

/// <summary>Collects accesses in plain words and builds facts of them, in the given order or a shuffled one.</summary>
internal sealed class FactsTenant
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly AccessPath Owa = new("00000002-0000-0ff1-ce00-000000000000", "", ClientFamily.Owa, LogonKind.Owner);
    public static readonly AccessPath OwaWithoutIds = new("", "", ClientFamily.Owa, LogonKind.Owner);
    public static readonly AccessPath Outlook = new("", "", ClientFamily.MsExchangeRpc, LogonKind.Owner);
    public static readonly AccessPath Mobile = new("27922004-5251-4030-b22d-91ecd9a37ea4", "27922004-5251-4030-b22d-91ecd9a37ea4", ClientFamily.OutlookService, LogonKind.Owner);
    public static readonly AccessPath Service = new("b6e65498-8dce-4d57-8de9-1269fcfcf6ce", "3c8e478f-21ca-493a-b87c-c7366d664d54", ClientFamily.RestSystem, LogonKind.Owner);
    public static readonly AccessPath Crm = new("00000003-0000-0000-c000-000000000000", "c0ffee00-1111-2222-3333-444455556666", ClientFamily.Rest, LogonKind.Owner);

    private readonly List<Row> _rows = [];
    private readonly List<(string Tenant, string Mailbox, DateTimeOffset Time)> _other = [];

    public string Tenant { get; set; } = "0873ee4d-d342-44f2-8961-74c442a2fad2";

    public int Count => _rows.Count;

    public static AccessPath Graph(string client) => new("00000003-0000-0000-c000-000000000000", client, ClientFamily.Rest, LogonKind.Owner);

    public static string Name(int mailbox) => string.Create(CultureInfo.InvariantCulture, $"user{mailbox:0000}@contoso.example");

    public static DateTimeOffset At(int day, double hour) => Monday.AddDays(day).AddHours(hour);

    /// <summary>One record; the client is its ClientInfoString.</summary>
    public string Read(
        string mailbox, AccessPath path, string ip, DateTimeOffset time, int items = 1, string? session = null, string? user = null,
        string? syncFolder = null, bool throttled = false, string? client = null)
    {
        string id = new Guid((int)((_rows.Count + 1) * 2654435761L), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString("D");
        _rows.Add(new Row(Tenant, mailbox, path, ip, time, items, session, user ?? mailbox, syncFolder, throttled, id, client));
        return id;
    }

    /// <summary>A record of something else by or on a mailbox.</summary>
    public void Other(string mailbox, DateTimeOffset time) => _other.Add((Tenant, mailbox, time));

    public MailAccessFacts Build(int? shuffle = null)
    {
        MailAccessFactsBuilder builder = new();
        IEnumerable<Row> rows = _rows;
        if (shuffle is int seed)
        {
            Row[] copy = _rows.ToArray();
            new Random(seed).Shuffle(copy);
            rows = copy;
        }

        foreach (Row row in rows)
        {
            int tenant = builder.Tenant(row.Tenant);
            int time = FactTime.FromTicks(row.Time.UtcTicks);
            builder.AddTenantRecord(tenant, time, mailAccess: true);
            builder.Add(new MailAccessObservation
            {
                Mailbox = builder.Mailbox(tenant, null, row.Mailbox),
                Path = builder.Path(row.Path),
                Network = builder.Network(row.Ip.Length == 0 ? Network.None : Network.FromAddress(IPAddress.Parse(row.Ip))),
                User = row.User.Length == 0 ? -1 : builder.User(row.User),
                Program = builder.Program(ClientProgram.Of(row.Client ?? string.Empty)),
                Session = row.Session is null ? Guid.Empty : builder.Session(row.Session),
                Activity = row.SyncFolder is null ? MailActivity.Bind : MailActivity.Sync,
                Time = time,
                Items = row.SyncFolder is null ? row.Items : 0,
                Throttled = row.Throttled,
                SyncedFolder = row.SyncFolder is null ? 0 : BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(row.SyncFolder))),
                RecordId = Guid.Parse(row.Id),
            });
        }

        foreach ((string tenantId, string mailbox, DateTimeOffset at) in _other)
        {
            int tenant = builder.Tenant(tenantId);
            int time = FactTime.FromTicks(at.UtcTicks);
            builder.AddTenantRecord(tenant, time, mailAccess: false);
            builder.AddOtherActivity(builder.Mailbox(tenant, null, mailbox), time);
        }

        return builder.Build();
    }

    /// <summary>The same records as objects, in order of time.</summary>
    public IReadOnlyList<AuditRecord> Records() => _rows.Select(static row => new AuditRecord
    {
        Id = row.Id,
        CreationTime = row.Time,
        Operation = "MailItemsAccessed",
        OrganizationId = row.Tenant,
        UserId = row.User,
        Mailbox = row.Mailbox,
        ClientIP = row.Ip,
        AppId = row.Path.AppId,
        ClientAppId = row.Path.ClientAppId,
        ClientFamily = row.Path.Family,
        Logon = row.Path.Logon,
        ClientInfoString = row.Client,
        SessionId = row.Session,
        MailAccessType = row.SyncFolder is null ? "Bind" : "Sync",
        IsThrottled = row.Throttled,
        ItemCount = row.SyncFolder is null ? row.Items : 0,
        Folders = row.SyncFolder is null ? [] : [row.SyncFolder],
    }).Concat(_other.Select(static (other, i) => new AuditRecord
    {
        Id = new Guid(i + 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9).ToString("D"),
        CreationTime = other.Time,
        Operation = "Send",
        OrganizationId = other.Tenant,
        UserId = other.Mailbox,
        Mailbox = other.Mailbox,
    })).OrderBy(static record => record.CreationTime).ToArray();

    public MailAccessHuntResult Hunt(MailAccessHuntOptions? options = null, int? shuffle = null) =>
        MailAccessDetector.Detect(Build(shuffle), Report(), options ?? new MailAccessHuntOptions(), CancellationToken.None);

    public ReadReport Report(long dropped = 0, long lossy = 0, IReadOnlyList<InputProblem>? problems = null, int files = 1) => new()
    {
        Bytes = 1,
        Rows = _rows.Count + _other.Count + dropped,
        Kept = _rows.Count + _other.Count,
        Duplicates = 0,
        ConflictingIds = 0,
        Dropped = dropped == 0 ? [] : [new DropCount(DropReason.MalformedJson, dropped)],
        DroppedRows = [],
        Lossy = lossy,
        LossyRows = [],
        Files = Enumerable.Range(0, files).Select(static i => new FileReadReport("f" + i, ExportForm.ActivityApi, 1, 1, 1, 0, 0)).ToArray(),
        Problems = problems ?? [],
        FirstRecord = _rows.Count == 0 ? null : _rows.Min(static r => r.Time),
        LastRecord = _rows.Count == 0 ? null : _rows.Max(static r => r.Time),
    };

    private sealed record Row(
        string Tenant, string Mailbox, AccessPath Path, string Ip, DateTimeOffset Time, int Items, string? Session, string User,
        string? SyncFolder, bool Throttled, string Id, string? Client);
}
